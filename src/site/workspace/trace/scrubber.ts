import { createButton, createElement } from '../../elements/create-element.ts';
import type { RecordedRun } from './recorded-run.ts';

/** Moves through a run: a slider that says where it stands, and steps back and forth. */
export class Scrubber {
  readonly element: HTMLElement;
  readonly #slider = createElement('input', { type: 'range', min: '1', step: '1' });
  readonly #back: HTMLButtonElement;
  readonly #forth: HTMLButtonElement;
  readonly #marks = createElement('div', { className: 'marks', ariaHidden: 'true' });
  #marked = 0;
  readonly #words = createElement('p', { className: 'moment' });
  readonly #fresh = createElement('p', { className: 'fresh-lines' });

  /** @param onMove is told a position that the reader chose */
  constructor(onMove: (position: number) => void) {
    const step = (by: number) => onMove(Number(this.#slider.value) + by);
    this.#slider.setAttribute('aria-label', 'Moment of the run');
    this.#slider.addEventListener('input', () => onMove(Number(this.#slider.value)));
    this.#back = createButton('Back', () => step(-1));
    this.#forth = createButton('Forward', () => step(1));
    this.element = createElement(
      'section',
      { className: 'scrubber', ariaLabel: 'Scrub through the run' },
      createElement(
        'div',
        { className: 'scrub' },
        this.#back,
        createElement('div', { className: 'track' }, this.#marks, this.#slider),
        this.#forth,
      ),
      this.#words,
      this.#fresh,
    );
  }

  focus(): void {
    this.#slider.focus();
  }

  show(run: RecordedRun, position: number): void {
    const words = run.positionWords(position);
    this.#slider.max = String(Math.max(1, run.length));
    this.#slider.value = String(position);
    if (run.length !== this.#marked) this.#mark(run);
    this.#slider.disabled = run.length < 2;
    this.#slider.setAttribute('aria-valuetext', words);
    // aria-disabled, so that the button that was just pressed keeps the focus.
    this.#back.ariaDisabled = String(position <= 1);
    this.#forth.ariaDisabled = String(position >= run.length);
    this.#words.textContent = words.replace(/^./, (first) => first.toUpperCase());
    this.#fresh.textContent = run.freshWords(position);
  }

  /** Marks the mistakes on the track. */
  #mark(run: RecordedRun): void {
    this.#marked = run.length;
    const found = [...run.entries.entries()].filter(([, { type }]) => type === 'finding');
    const marks = found.map(([at]) => {
      const mark = createElement('span', {});
      mark.style.setProperty('--share', String(at / Math.max(1, run.length - 1)));
      return mark;
    });
    this.#marks.replaceChildren(...marks);
  }
}
