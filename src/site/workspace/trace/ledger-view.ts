import { counted } from '../../elements/counted.ts';
import { createElement } from '../../elements/create-element.ts';
import { type PlaceLinks, placeButton } from '../finding/place.ts';
import { type BlockRow, shownBlocks } from './block-lives.ts';

const ownerWords: Readonly<Record<BlockRow['owner'], string>> = {
  plugin: 'plugin',
  host: 'host',
  gone: '–',
  nobody: 'nobody',
};

/** The boundary ledger: a row for each block that crossed, as it stands at a moment. */
export class LedgerView {
  readonly element: HTMLElement;
  readonly #links: PlaceLinks;
  readonly #body = createElement('tbody', {});
  readonly #table: HTMLElement;
  readonly #rest = createElement('p', { className: 'ledger-rest' });
  #shown = '';

  constructor(links: PlaceLinks) {
    this.#links = links;
    const heads = ['block', 'bytes', 'made at', 'owner', 'fate'].map((textContent) =>
      createElement('th', { scope: 'col', textContent }),
    );
    this.#table = createElement(
      'table',
      {},
      createElement('caption', { textContent: 'Blocks that crossed the boundary, at this moment' }),
      createElement('thead', {}, createElement('tr', {}, ...heads)),
      this.#body,
    );
    this.element = createElement(
      'section',
      { className: 'ledger' },
      createElement('h3', { textContent: 'Who owns what' }),
      this.#rest,
      this.#table,
    );
  }

  show(blocks: readonly BlockRow[]): void {
    const shown = shownBlocks(blocks);
    const { rows, quiet, loud } = shown;
    const key = JSON.stringify(shown);
    if (key === this.#shown) return;
    this.#shown = key;
    this.#table.hidden = rows.length === 0;
    this.#body.replaceChildren(...rows.map((row) => this.#row(row)));
    const words = [
      rows.length === 0 ? 'No block has crossed the boundary yet.' : '',
      quiet > 0 ? `${counted(quiet, 'block')} more came before, and went back as they should.` : '',
      loud > 0 ? `${counted(loud, 'block')} more, held or wrong, are not listed.` : '',
    ];
    this.#rest.textContent = words.filter((each) => each !== '').join(' ');
    this.#rest.hidden = this.#rest.textContent === '';
  }

  #row(row: BlockRow): HTMLTableRowElement {
    const { instance, block, sizeBytes, call, owner, fate, wrongs } = row;
    const isWrong = fate === 'leaked' || wrongs.length > 0;
    const name = instance > 1 ? `${block} of instance ${instance}` : `${block}`;
    const line = createElement(
      'tr',
      { className: `is-${fate}${isWrong ? ' is-wrong' : ''}` },
      createElement('th', { scope: 'row', textContent: name }),
      createElement('td', { textContent: sizeBytes.toLocaleString('en') }),
      createElement(
        'td',
        {},
        row.madeAt ? placeButton(row.madeAt, this.#links) : undefined,
        createElement('small', { textContent: call === 0 ? 'outside a call' : `call ${call}` }),
      ),
      createElement('td', { textContent: ownerWords[owner] }),
      createElement(
        'td',
        {},
        createElement('span', { className: 'fate', textContent: fate }),
        row.fateAt ? placeButton(row.fateAt, this.#links) : undefined,
        ...wrongs.flatMap(({ words, place }) => [
          createElement('b', { textContent: words }),
          place ? placeButton(place, this.#links) : undefined,
        ]),
      ),
    );
    return line;
  }
}
