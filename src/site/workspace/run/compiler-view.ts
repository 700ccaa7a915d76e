import { createButton, createElement } from '../../elements/create-element.ts';
import type { CompilerDesk, CompilerState } from '../desk/compiler-desk.ts';
import { megabytes } from './outcome-words.ts';

/** The compiler's own line: the press that loads it, how far it is, and what to do when it could not be loaded. */
export class CompilerView {
  readonly element: HTMLElement;
  readonly #words = createElement('span', { className: 'compiler-words' });
  readonly #bar = createElement('progress', { max: 1, hidden: true });
  readonly #press: HTMLButtonElement;
  readonly #say: (words: string) => void;

  constructor(desk: CompilerDesk, say: (words: string) => void) {
    this.#say = say;
    this.#press = createButton('Load compiler, 23 MB', () => void desk.load().catch(() => {}), {
      className: 'quiet',
    });
    this.#bar.setAttribute('aria-label', 'Compiler');
    this.element = createElement('div', { className: 'compiler' }, this.#words, this.#bar, this.#press);
    desk.subscribe((state) => this.#show(state));
    this.#show(desk.state);
  }

  #show(state: CompilerState): void {
    const { phase } = state;
    this.element.dataset.phase = phase;
    this.#bar.hidden = phase !== 'loading';
    this.#press.hidden = phase === 'loading' || phase === 'ready';
    this.#press.textContent = phase === 'failed' ? 'Try again' : 'Load compiler, 23 MB';
    if (phase === 'loading') {
      const { doneBytes = 0, totalBytes = 0, isCached = false } = state.progress ?? {};
      const isAll = totalBytes > 0 && doneBytes >= totalBytes;
      if (totalBytes > 0 && !isAll) this.#bar.value = doneBytes / totalBytes;
      else this.#bar.removeAttribute('value');
      this.#words.textContent = isAll
        ? 'Starting the compiler'
        : totalBytes === 0
          ? 'Loading the compiler'
          : `${isCached ? 'Reading' : 'Loading'} the compiler: ${megabytes(doneBytes)} of ${megabytes(totalBytes)}`;
      return;
    }
    const words = {
      absent: 'What you write needs the compiler.',
      ready: 'clang checks as you type. Escape, then Tab leaves the editor.',
      failed: state.phase === 'failed' ? state.message : '',
    }[phase];
    if (phase !== 'absent' && words !== this.#words.textContent) this.#say(words);
    this.#words.textContent = words;
  }
}
