import { createButton, createElement } from '../../elements/create-element.ts';
import type { StepDesk } from '../desk/step-desk.ts';
import type { StepKeeper } from '../progress/step-keeper.ts';
import type { DiffView } from './diff-view.ts';
import { proseOf } from './prose.ts';

export interface HelpViewOptions {
  /** Tells the reader what happened. */
  readonly onSay: (words: string) => void;
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

/** Hints, one at a time; then the comparison with the solution; and the presses that replace the text, with their undo. */
export class HelpView {
  readonly element: HTMLElement;
  readonly #desk: StepDesk;
  readonly #keeper: StepKeeper;
  readonly #options: HelpViewOptions;
  readonly #hints = createElement('ol', { className: 'hints' });
  readonly #more: HTMLButtonElement;
  readonly #compare: HTMLButtonElement;
  readonly #solve: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  readonly #undo: HTMLButtonElement;
  readonly #others = createElement('ul', { className: 'other-texts' });
  readonly #place = createElement('div', { className: 'diff-place' });
  #diff: DiffView | undefined;

  constructor(desk: StepDesk, keeper: StepKeeper, options: HelpViewOptions) {
    this.#desk = desk;
    this.#keeper = keeper;
    this.#options = options;
    this.#more = createButton('', () => this.#openHint(), { className: 'hint-more' });
    this.#compare = createButton('Compare with the solution', () => void this.#toggleDiff(), {
      ariaExpanded: 'false',
    });
    const { solution, start } = desk.asset;
    this.#solve = createButton('Solve', () => this.#replace(solution.source, 'Solve'));
    this.#reset = createButton('Reset', () => this.#replace(start.source, 'Reset'));
    this.#undo = createButton('', () => this.#takeBack());
    this.element = createElement(
      'section',
      { className: 'help', ariaLabel: 'Help' },
      this.#hints,
      this.#more,
      createElement('div', { className: 'presses' }, this.#compare, this.#solve, this.#reset, this.#undo),
      this.#others,
      this.#place,
    );
    desk.subscribe(({ what }) => {
      if (what === 'text') this.#show();
    });
    keeper.subscribe(() => this.#show());
    this.#show();
  }

  #show(): void {
    const { asset, text, undoable } = this.#desk;
    const { hints } = asset.plan;
    const opened = Math.min(this.#keeper.hints, hints.length);
    while (this.#hints.children.length > opened) this.#hints.lastElementChild!.remove();
    for (const hint of hints.slice(this.#hints.children.length, opened))
      this.#hints.append(createElement('li', { tabIndex: -1 }, ...proseOf(hint)));
    this.#more.hidden = opened === hints.length;
    this.#more.textContent = `Show the ${ordinals[opened] ?? 'next'} hint of ${hints.length}`;
    this.#solve.disabled = text === asset.solution.source;
    this.#reset.disabled = text === asset.start.source;
    this.#undo.hidden = undoable === undefined;
    this.#undo.textContent = undoable === 'Undo' ? 'Bring the later text back' : `Undo ${undoable}`;
    this.#others.replaceChildren(
      ...this.#keeper.others.map((other) =>
        createElement(
          'li',
          {},
          `There is a different text of this step, from ${other.from}. `,
          createButton('Show it', () => this.#keeper.showOther(other)),
        ),
      ),
    );
    this.#diff?.show(text, asset.solution.source);
  }

  #openHint(): void {
    this.#keeper.openHints(this.#hints.children.length + 1);
    // The focus goes to what was opened: it is read, and the button may be gone.
    (this.#hints.lastElementChild as HTMLElement | null)?.focus();
  }

  #replace(text: string, name: string): void {
    this.#desk.replace(text, name);
    this.#options.onSay(
      `${name === 'Solve' ? 'This is the solution' : 'This is the start'}. Undo ${name} brings your text back.`,
    );
    this.#undo.focus();
  }

  #takeBack(): void {
    this.#desk.undoReplace();
    this.#options.onSay('Your text is back.');
    if (this.#undo.hidden) this.#compare.focus();
  }

  async #toggleDiff(): Promise<void> {
    if (this.#diff) {
      this.#diff.close();
      this.#diff = undefined;
    } else {
      const { DiffView } = await import('./diff-view.ts');
      if (this.#diff) return;
      this.#diff = new DiffView();
      this.#place.append(this.#diff.element);
      this.#show();
    }
    const isOpen = this.#diff !== undefined;
    this.#compare.ariaExpanded = String(isOpen);
    this.#compare.textContent = isOpen ? 'Close the comparison' : 'Compare with the solution';
  }
}
