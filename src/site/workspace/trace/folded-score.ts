import type { TraceEntry } from '../../../lab/index.ts';
import { placeOfEntry } from './entry-words.ts';

/** One row of the score: an entry, or a run of entries that repeat and are shown as one. */
export type ScoreRow = EntryRow | FoldRow;

export interface EntryRow {
  readonly kind: 'entry';
  /** Index of the entry. */
  readonly at: number;
  /** A call opens, its return closes; what lies between is inside. */
  readonly part: 'opens' | 'inside' | 'closes' | 'alone';
}

export interface FoldRow {
  readonly kind: 'fold';
  /** Index of the first entry; what `expanded` names. */
  readonly at: number;
  /** Entries of one turn. */
  readonly unit: number;
  readonly times: number;
  readonly part: 'inside' | 'alone';
  readonly isExpanded: boolean;
}

/** A run is folded when it has so many turns, */
const leastTurns = 4;
/** and so many entries; */
const leastEntries = 8;
/** a turn has at most so many. */
const longestUnit = 12;

/** Entries as rows: runs that repeat stand as one row each, unless they are expanded. About 1 µs an entry. */
export class FoldedScore {
  readonly #edited: string;
  readonly #entries: TraceEntry[] = [];
  readonly #ids = new Map<string, number>();
  /** What an entry is alike in: equal numbers may fold. */
  readonly #kinds: number[] = [];
  /** Calls that are open after each entry. */
  readonly #open: number[] = [];

  constructor(edited: string) {
    this.#edited = edited;
  }

  add(entry: TraceEntry): void {
    const open = this.#open.at(-1) ?? 0;
    this.#entries.push(entry);
    this.#kinds.push(this.#kindOf(entry));
    this.#open.push(openAfter(entry, open));
  }

  /** Every row. @param expanded indexes of the first entries of runs that are shown in full */
  rows(expanded: ReadonlySet<number>): ScoreRow[] {
    const rows: ScoreRow[] = [];
    let at = 0;
    while (at < this.#kinds.length) {
      const { unit, times } = this.#runAt(at);
      if (times === 0) {
        rows.push(this.#entryRow(at));
        at++;
        continue;
      }
      const isExpanded = expanded.has(at);
      const part = (this.#open[at - 1] ?? 0) > 0 ? 'inside' : 'alone';
      rows.push({ kind: 'fold', at, unit, times, part, isExpanded });
      const end = at + unit * times;
      if (isExpanded) for (let inner = at; inner < end; inner++) rows.push(this.#entryRow(inner));
      at = end;
    }
    return rows;
  }

  #entryRow(at: number): EntryRow {
    const before = this.#open[at - 1] ?? 0;
    const after = this.#open[at] ?? 0;
    const part = after > before ? 'opens' : after < before ? 'closes' : after > 0 ? 'inside' : 'alone';
    return { kind: 'entry', at, part };
  }

  /** The shortest unit that repeats from here on; 0 times when none does. */
  #runAt(at: number): { unit: number; times: number } {
    for (let unit = 1; unit <= longestUnit; unit++) {
      if (!this.#isWhole(at, unit)) continue;
      let end = at + unit;
      while (end < this.#kinds.length && this.#kinds[end] === this.#kinds[end - unit]) end++;
      const times = Math.floor((end - at) / unit);
      if (times >= leastTurns && times * unit >= leastEntries) return { unit, times };
    }
    return { unit: 0, times: 0 };
  }

  /** Whether a unit ends in as many calls as it began in, and leaves none that it did not open. */
  #isWhole(at: number, unit: number): boolean {
    const before = this.#open[at - 1] ?? 0;
    if (this.#open[at + unit - 1] !== before) return false;
    for (let inner = at; inner < at + unit; inner++) if ((this.#open[inner] ?? 0) < before) return false;
    return true;
  }

  #kindOf(entry: TraceEntry): number {
    const key = likeness(entry, this.#edited);
    if (key === undefined) return -1 - this.#kinds.length;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#ids.size);
    return this.#ids.size - 1;
  }
}

/** Index of the row that holds an entry. */
export function rowOfEntry(rows: readonly ScoreRow[], entry: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((rows[middle]?.at ?? 0) <= entry) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where the entries of a fold end: the index after its last. */
export function endOfFold({ at, unit, times }: FoldRow): number {
  return at + unit * times;
}

function openAfter(entry: TraceEntry, open: number): number {
  if (entry.type !== 'event') return open;
  if (entry.event.type === 'call') return 1;
  return entry.event.type === 'return' || (entry.event.type === 'state' && open > 0) ? 0 : open;
}

/** What two entries must share to be turns of one run; undefined for what always stands alone. */
function likeness(entry: TraceEntry, edited: string): string | undefined {
  if (entry.type === 'output') return entry.stream;
  if (entry.type !== 'event') return undefined;
  const { event } = entry;
  const place = placeOfEntry(entry, edited);
  const where = place ? ` ${place.file}:${place.line}` : '';
  switch (event.type) {
    case 'call':
      return `call ${event.function}`;
    case 'return':
      return `return ${event.status}${where}`;
    case 'alloc':
    case 'free':
    case 'give':
    case 'refused':
    case 'log':
    case 'post':
      return event.type + where;
    default:
      return undefined;
  }
}
