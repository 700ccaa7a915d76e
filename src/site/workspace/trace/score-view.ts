import { createButton, createElement } from '../../elements/create-element.ts';
import { type PlaceLinks, placeButton } from '../finding/place.ts';
import { entryTone, entryWords } from './entry-words.ts';
import { endOfFold, type FoldRow, rowOfEntry, type ScoreRow } from './folded-score.ts';
import type { RecordedRun } from './recorded-run.ts';

/** Rows that stand in the page at once; the others are a press or a scrub away. */
const windowRows = 120;

/** Everything that happened, in order: a call encloses its services, runs that repeat are one row. */
export class ScoreView {
  readonly element: HTMLElement;
  readonly #links: PlaceLinks;
  readonly #onMove: (position: number) => void;
  readonly #list = createElement('ol', { className: 'entries' });
  readonly #expanded = new Set<number>();
  #run: RecordedRun | undefined;
  #rows: readonly ScoreRow[] = [];
  #start = 0;
  #items: HTMLElement[] = [];
  #current = -1;

  /** @param onMove is told a position that the reader chose */
  constructor(links: PlaceLinks, onMove: (position: number) => void) {
    this.#links = links;
    this.#onMove = onMove;
    // Without its markers a list is none to some screen readers.
    this.#list.setAttribute('role', 'list');
    this.#list.addEventListener('keydown', (event) => this.#key(event));
    this.element = createElement(
      'section',
      { className: 'happened' },
      createElement('h3', { textContent: 'Calls and services, in order' }),
      this.#list,
    );
  }

  /** Shows another run, or what came to this one. */
  show(run: RecordedRun): void {
    if (run !== this.#run) this.#expanded.clear();
    this.#run = run;
    this.#rows = run.score.rows(this.#expanded);
    this.#current = -1;
    this.#render();
  }

  moveTo(position: number): void {
    const row = rowOfEntry(this.#rows, position - 1);
    if (row < this.#start || row >= this.#start + this.#items.length) {
      this.#start = row - windowRows / 2;
      this.#render();
    }
    const before = this.#items[this.#current - this.#start];
    if (before) mark(before, false);
    this.#current = row;
    this.#markAhead();
    const item = this.#items[row - this.#start];
    if (item === undefined) return;
    mark(item, true);
    const shown = this.#rows[row];
    if (shown?.kind === 'fold') this.#tellTurn(item, shown, position);
    const { offsetTop, offsetHeight } = item;
    const { scrollTop, clientHeight } = this.#list;
    if (offsetTop < scrollTop) this.#list.scrollTop = offsetTop - 8;
    else if (offsetTop + offsetHeight > scrollTop + clientHeight)
      this.#list.scrollTop = offsetTop + offsetHeight - clientHeight + 8;
  }

  #render(): void {
    const last = Math.max(0, this.#rows.length - windowRows);
    this.#start = Math.min(Math.max(0, this.#start), last);
    const end = Math.min(this.#rows.length, this.#start + windowRows);
    this.#items = this.#rows.slice(this.#start, end).map((row) => this.#item(row));
    this.#list.replaceChildren(
      ...this.#more(this.#start, 'earlier', this.#start - windowRows / 2),
      ...this.#items,
      ...this.#more(this.#rows.length - end, 'later', this.#start + windowRows / 2),
    );
  }

  #more(count: number, when: string, start: number): HTMLElement[] {
    if (count === 0) return [];
    const show = () => {
      const { scrollTop, scrollHeight } = this.#list;
      this.#start = start;
      this.#render();
      this.#list.scrollTop =
        when === 'earlier' ? scrollTop + this.#list.scrollHeight - scrollHeight : scrollTop;
      this.#markAhead();
      this.#focus(when === 'earlier' ? this.#start : this.#start + this.#items.length - 1);
    };
    const text = `${count.toLocaleString('en')} ${when} rows`;
    return [createElement('li', { className: 'more' }, createButton(text, show))];
  }

  #item(row: ScoreRow): HTMLElement {
    const run = this.#run;
    if (run === undefined) return createElement('li', {});
    if (row.kind === 'fold') return this.#foldItem(row, run);
    const entry = run.entries[row.at];
    if (entry === undefined) return createElement('li', {});
    const type = entry.type === 'event' ? entry.event.type : entry.type;
    const place = run.placeOf(entry);
    return createElement(
      'li',
      { className: `is-${row.part} tone-${entryTone(entry)} of-${type}` },
      createElement('span', { className: 'number', textContent: String(row.at + 1) }),
      createButton(entryWords(entry), () => this.#onMove(row.at + 1), { className: 'words', tabIndex: -1 }),
      place && Object.assign(placeButton(place, this.#links), { tabIndex: -1 }),
    );
  }

  #foldItem(row: FoldRow, run: RecordedRun): HTMLElement {
    const { at, times, part, isExpanded } = row;
    const toggle = createButton(
      `${foldWords(run, row)} ×${times.toLocaleString('en')}`,
      () => this.#toggle(at),
      {
        className: 'words',
        // Its entries have their own place in the list: what folds them again stays a stop of its own.
        tabIndex: isExpanded ? 0 : -1,
        ariaExpanded: String(isExpanded),
      },
    );
    return createElement(
      'li',
      { className: `is-${part} is-fold` },
      createElement('span', { className: 'number', textContent: `${at + 1}…` }),
      toggle,
      createElement('span', { className: 'turn' }),
    );
  }

  #toggle(at: number): void {
    if (!this.#expanded.delete(at)) this.#expanded.add(at);
    if (this.#run === undefined) return;
    this.show(this.#run);
    this.#onMove(at + 1);
    this.#focus(this.#rows.findIndex((row) => row.kind === 'fold' && row.at === at));
  }

  #tellTurn(item: HTMLElement, fold: FoldRow, position: number): void {
    const turn = item.querySelector('.turn');
    const entry = this.#run?.entries[position - 1];
    if (!turn || !entry || position > endOfFold(fold)) return;
    const number = Math.floor((position - 1 - fold.at) / fold.unit) + 1;
    turn.textContent = `turn ${number.toLocaleString('en')}: ${entryWords(entry)}`;
  }

  /** One stop for Tab; arrows go through the entries, as the slider does. */
  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const last = this.#rows.length - 1;
    const focused = this.#items.findIndex((item) => item.contains(document.activeElement));
    const from = focused < 0 ? this.#current : focused + this.#start;
    const above = this.#rows[from - 1];
    // The row of an unfolded run is the moment of its first entry, which stands below it.
    const up = above?.kind === 'fold' && above.isExpanded ? from - 2 : from - 1;
    const to = { ArrowDown: from + 1, ArrowUp: up, Home: 0, End: last }[event.key];
    const row = to === undefined ? undefined : this.#rows[Math.min(Math.max(0, to), last)];
    if (row === undefined) return;
    event.preventDefault();
    this.#onMove(row.at + 1);
    this.#focus(this.#current);
  }

  #focus(row: number): void {
    this.#items[row - this.#start]?.querySelector<HTMLElement>('.words')?.focus();
  }

  /** Rows whose moment has not come yet. */
  #markAhead(): void {
    for (const [at, item] of this.#items.entries())
      item.classList.toggle('is-ahead', at + this.#start > this.#current);
  }
}

function mark(item: HTMLElement, isCurrent: boolean): void {
  item.classList.toggle('is-current', isCurrent);
  if (isCurrent) item.setAttribute('aria-current', 'step');
  else item.removeAttribute('aria-current');
  for (const button of item.querySelectorAll('button')) button.tabIndex = isCurrent ? 0 : -1;
  const turn = item.querySelector('.turn');
  if (turn && !isCurrent) turn.textContent = '';
}

/** What a turn consists of: "alloc, free". */
function foldWords(run: RecordedRun, { at, unit }: FoldRow): string {
  return run.entries
    .slice(at, at + unit)
    .map((entry) => (entry.type === 'event' ? eventName(entry.event) : entry.type))
    .join(', ');
}

function eventName(event: { readonly type: string; readonly function?: string }): string {
  return event.type === 'call' ? `call of ${event.function}` : event.type;
}
