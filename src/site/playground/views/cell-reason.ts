import { createButton, createElement } from '../../elements/create-element.ts';
import type { Reason } from '../worker/answer.ts';
import { overrideNote } from './override-note.ts';
import { reasonList } from './reason-list.ts';

/** The reason of one red cell of the score, opened below it. */
export class CellReason {
  readonly #place: HTMLElement;
  #opener: HTMLElement | undefined;

  constructor(place: HTMLElement) {
    this.#place = place;
    place.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.close(true);
    });
  }

  show(title: string, reasons: readonly Reason[]): void {
    this.#opener = document.activeElement instanceof HTMLElement ? document.activeElement : undefined;
    const heading = createElement('h3', { textContent: `${title}: not possible`, tabIndex: -1 });
    const lists = reasons.flatMap((reason) => [
      reasonList(reason.explanation.lines, () => {}),
      ...overrideNote(reason),
    ]);
    const proof = reasons.every(({ check }) => check.fault === undefined)
      ? 'The proof was checked by a second, independent program.'
      : 'The proof does not hold.';
    this.#place.replaceChildren(
      createElement(
        'div',
        { className: 'head' },
        heading,
        createButton('Close', () => this.close(true), { className: 'quiet' }),
      ),
      ...lists,
      createElement('p', { className: 'proof', textContent: proof }),
    );
    this.#place.hidden = false;
    heading.focus();
  }

  /** @param isByReader gives the focus back to the cell */
  close(isByReader = false): void {
    if (this.#place.hidden) return;
    this.#place.hidden = true;
    this.#place.replaceChildren();
    if (isByReader) this.#opener?.focus();
  }
}
