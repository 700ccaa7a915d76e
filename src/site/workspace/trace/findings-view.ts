import { type Finding, type MistakeKind, mistakeOf } from '../../../lab/index.ts';
import { createButton, createElement } from '../../elements/create-element.ts';
import { blockPlaces } from '../run/outcome-words.ts';
import { placeOf } from './entry-words.ts';
import { type PlaceLinks, placeButton } from './place-button.ts';

export interface FindingsViewOptions {
  readonly links: PlaceLinks;
  hrefOf(kind: MistakeKind): string;
  /** Goes to the moment of a finding. */
  onMoment(position: number): void;
}

/** The mistakes of a run, each with its lines and the way to its moment. */
export class FindingsView {
  readonly element = createElement('div', { className: 'found' });
  readonly #options: FindingsViewOptions;

  constructor(options: FindingsViewOptions) {
    this.#options = options;
  }

  show(found: readonly { readonly finding: Finding; readonly position: number }[]): void {
    this.element.hidden = found.length === 0;
    this.element.replaceChildren(...found.map(({ finding, position }) => this.#card(finding, position)));
  }

  #card(finding: Finding, position: number): HTMLElement {
    const { hrefOf, onMoment, links } = this.#options;
    const { kind, message, at } = finding;
    const { title, natively } = mistakeOf(kind);
    const places = blockPlaces(finding).flatMap(({ phrase, at: place }, i) => [
      i === 0 ? ` ${phrase} ` : `, ${phrase} `,
      placeButton(placeOf(place), links),
    ]);
    return createElement(
      'article',
      {},
      createElement('h3', {}, title, at && placeButton(placeOf(at), links)),
      createElement(
        'p',
        { className: 'found-message' },
        `${message.replace(/^./, (first) => first.toUpperCase())}.`,
        ...places,
        places.length > 0 ? '.' : undefined,
      ),
      createElement('p', {}, createElement('i', { textContent: 'Natively: ' }), natively),
      createElement(
        'p',
        { className: 'found-ways' },
        createButton('Go to the moment', () => onMoment(position)),
        createElement('a', { href: hrefOf(kind), textContent: `More about “${title}”` }),
      ),
    );
  }
}
