import type { Request } from '../../../resolver/index.ts';
import { counted } from '../../elements/counted.ts';
import { createButton, createElement, createSvg } from '../../elements/create-element.ts';
import type { MatrixBar, MatrixScore, MatrixStave, MatrixStaveCell } from '../../score/matrix-score.ts';
import { drawNote, drawRest } from './note.ts';
import { drawSlurs } from './slurs.ts';

const LANGUAGES = { c: 'C', cpp: 'C++', rust: 'Rust', zig: 'Zig' } as const;

export interface ScoreActions {
  /** Someone wants to know why a cell is red. */
  readonly onWhy: (request: Request, title: string) => void;
  /** Someone wants to ask about this bar instead. */
  readonly onBar: (request: Request) => void;
}

/**
 * The matrix as a score, which is a table: a stave for each plugin, a bar for each host version or platform. Every
 * cell that is red is a button which opens its reason, so that what is drawn and what is read aloud are one thing.
 */
export class ScoreView {
  readonly #place: HTMLElement;
  readonly #actions: ScoreActions;
  readonly #rows = new Map<string, { key: string; line: HTMLTableRowElement }>();
  #score: MatrixScore | undefined;

  constructor(place: HTMLElement, actions: ScoreActions) {
    this.#place = place;
    this.#actions = actions;
    new ResizeObserver(() => this.#slur()).observe(place);
  }

  show(score: MatrixScore | undefined): void {
    this.#score = score;
    if (score === undefined || score.staves.length === 0) {
      const textContent =
        score === undefined ? 'There is nothing to draw.' : 'No plugin is asked for: silence.';
      this.#place.replaceChildren(createElement('p', { className: 'silent', textContent }));
      return;
    }
    const { activeElement } = document;
    const focused = activeElement instanceof HTMLElement ? activeElement.dataset.cell : undefined;
    const table = this.#place.querySelector('table') ?? this.#createTable();
    const what = score.kind === 'hosts' ? 'host version' : 'platform';
    table.caption!.textContent = `What each plugin can play on each ${what}, what was chosen, and where they do not go together`;
    const corner = createElement('th', { scope: 'col', className: 'corner', textContent: 'Plugin' });
    const head = createElement('tr', {}, corner, ...score.bars.map((bar) => this.#headOf(bar)));
    table.tHead!.replaceChildren(head);
    const lines = score.staves.map((stave, row) => this.#rowOf(score, stave, row));
    const [body] = table.tBodies;
    const isSame = lines.length === body!.rows.length && lines.every((line, at) => line === body!.rows[at]);
    if (!isSame) body!.replaceChildren(...lines);
    table.tFoot!.replaceChildren(this.#togetherOf(score.bars));
    const hidden = this.#place.querySelector<HTMLElement>('.hidden-staves')!;
    hidden.hidden = score.hidden === 0;
    hidden.textContent = `Needed as well, and not drawn: ${counted(score.hidden, 'plugin')}.`;
    if (focused) this.#place.querySelector<HTMLElement>(`[data-cell="${CSS.escape(focused)}"]`)?.focus();
    this.#slur();
  }

  #createTable(): HTMLTableElement {
    const table = createElement('table', { className: 'score-table' });
    table.createCaption();
    table.createTHead();
    table.createTBody();
    table.createTFoot();
    const slurs = createSvg('svg', { class: 'slurs', 'aria-hidden': 'true' });
    const hidden = createElement('p', { className: 'hidden-staves', hidden: true });
    this.#place.replaceChildren(createElement('div', { className: 'score is-live' }, table, slurs), hidden);
    return table;
  }

  #headOf(bar: MatrixBar): HTMLElement {
    const button = createButton(bar.label, () => this.#actions.onBar(bar.request), { className: 'bar-name' });
    button.setAttribute('aria-pressed', String(bar.isAsked));
    button.title = `Ask about ${bar.label}`;
    const head = createElement('th', { scope: 'col' }, button);
    head.classList.toggle('is-asked', bar.isAsked);
    return head;
  }

  /** A row that says the same as before is the same element: of a hundred, an edit changes few. */
  #rowOf(score: MatrixScore, stave: MatrixStave, row: number): HTMLTableRowElement {
    const bars = score.bars.map(({ label, isAsked, dissonant }) => [label, isAsked, dissonant.includes(row)]);
    const cells = stave.cells.map(({ notes, outcome }) => [notes, outcome]);
    const key = JSON.stringify([bars, cells, stave.isRoot, stave.voice]);
    const known = this.#rows.get(stave.plugin);
    if (known?.key === key) return known.line;
    const line = this.#staveOf(score, stave, row);
    this.#rows.set(stave.plugin, { key, line });
    return line;
  }

  #staveOf(score: MatrixScore, stave: MatrixStave, row: number): HTMLTableRowElement {
    const { plugin, name, voice, isRoot, cells } = stave;
    const language = voice ? LANGUAGES[voice] : isRoot ? '' : 'needed';
    const head = createElement(
      'th',
      { scope: 'row', title: plugin },
      createElement('span', { textContent: name }),
    );
    if (language !== '') head.append(createElement('small', { textContent: language }));
    const line = createElement('tr', {}, head);
    if (voice) line.classList.add(`voice-${voice}`);
    cells.forEach((cell, at) => {
      line.append(this.#cellOf(score.bars[at]!, cell, stave, row));
    });
    return line;
  }

  #cellOf(bar: MatrixBar, cell: MatrixStaveCell, stave: MatrixStave, row: number): HTMLTableCellElement {
    const isApart = bar.outcome === 'conflict' && bar.dissonant.includes(row);
    const isRefused = cell.outcome === 'conflict' && stave.isRoot;
    const isRed = isApart || isRefused;
    const notes = cell.notes.length === 0 ? [drawRest()] : cell.notes.map(drawNote);
    const words = createElement('span', {
      className: 'sr-only',
      textContent: `${describe(cell)}${isRefused ? ', cannot be selected' : isApart ? ', in a conflict' : ''}`,
    });
    const content = [createElement('span', { className: 'notes' }, ...notes), words];
    const place = createElement('td', { title: describe(cell) });
    place.classList.toggle('is-asked', bar.isAsked);
    place.classList.toggle('dissonant', isRed);
    if (!isRed) {
      place.append(...content);
      return place;
    }
    const title = isRefused ? `${stave.name} on ${bar.label}` : `All together on ${bar.label}`;
    // The row may outlive the question that it was drawn for: what is asked is looked up when it is asked.
    const why = () => {
      const at = this.#score?.bars.findIndex(({ label }) => label === bar.label) ?? -1;
      const own = this.#score?.staves.find(({ plugin }) => plugin === stave.plugin)?.cells[at]?.request;
      const all = this.#score?.bars[at]?.request;
      const asked = isRefused ? own : all;
      if (asked) this.#actions.onWhy(asked, title);
    };
    const button = createButton('', why, { className: 'cell' });
    button.dataset.cell = `${stave.plugin} ${bar.label}`;
    button.title = `Why not? ${title}`;
    button.append(...content);
    place.append(button);
    return place;
  }

  #togetherOf(bars: readonly MatrixBar[]): HTMLTableRowElement {
    const row = createElement('tr', {}, createElement('th', { scope: 'row', textContent: 'All together' }));
    for (const bar of bars) {
      const cell = createElement('td', {});
      cell.classList.toggle('is-asked', bar.isAsked);
      if (bar.outcome === 'resolved')
        cell.append(createElement('span', { className: 'tutti', textContent: 'tutti' }));
      else if (bar.outcome === 'unknown') cell.append('not known');
      else {
        const why = createButton(
          'why not',
          () => this.#actions.onWhy(bar.request, `All together on ${bar.label}`),
          { className: 'why-not' },
        );
        why.setAttribute('aria-label', `Why not on ${bar.label}`);
        why.dataset.cell = `together ${bar.label}`;
        cell.append(why);
      }
      row.append(cell);
    }
    return row;
  }

  #slur(): void {
    const drawing = this.#place.querySelector<HTMLElement>('.score');
    if (this.#score && drawing) drawSlurs(drawing, this.#score);
  }
}

function describe({ notes }: MatrixStaveCell): string {
  if (notes.length === 0) return 'no version fits';
  const chosen = notes.find((note) => note.chosen);
  const others = notes.filter((note) => note !== chosen).map((note) => note.label);
  if (!chosen) return `would fit: ${others.join(', ')}`;
  return others.length === 0
    ? `${chosen.label} chosen`
    : `${chosen.label} chosen, also fits: ${others.join(', ')}`;
}
