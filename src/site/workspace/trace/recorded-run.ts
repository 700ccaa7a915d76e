import type { State } from '../../../abi/index.ts';
import type { FileCoverage, Finding, RunResult, TraceEntry } from '../../../lab/index.ts';
import { type Place, placeWords } from '../finding/place.ts';
import { BlockLives, type BlockRow } from './block-lives.ts';
import { entryWords, linesWords, placeOfEntry } from './entry-words.ts';
import { FoldedScore } from './folded-score.ts';

/** Where a run stands after some of its entries. */
export interface Stand {
  readonly instance: number;
  readonly state: State;
  /** The state before the last change; undefined at the beginning. */
  readonly from: State | undefined;
  /** States that were entered, oldest first. */
  readonly visited: readonly State[];
  /** The call that is under way; 0 = none. */
  readonly call: number;
  /** The host's words when a step of the lifecycle failed: to create, start, stop, save or restore. */
  readonly failure: string | undefined;
}

const beginning: Stand = {
  ...{ instance: 1, state: 'mapped', from: undefined, visited: ['mapped'] },
  ...{ call: 0, failure: undefined },
};

/**
 * A run as it was recorded, at every moment. A position is how many entries have happened: 0 before the first,
 * `length` at the end.
 */
export class RecordedRun {
  readonly edited: string;
  readonly score: FoldedScore;
  readonly blocks = new BlockLives();
  readonly #entries: TraceEntry[] = [];
  /** After each entry. */
  readonly #stands: Stand[] = [];
  readonly #byInstance = new Map<number, Stand>();
  #result: RunResult | undefined;

  /** @param edited name of the file that the reader edits */
  constructor(edited: string) {
    this.edited = edited;
    this.score = new FoldedScore(edited);
  }

  get entries(): readonly TraceEntry[] {
    return this.#entries;
  }

  get length(): number {
    return this.#entries.length;
  }

  get result(): RunResult | undefined {
    return this.#result;
  }

  append(entry: TraceEntry): void {
    const latest = this.#stands.at(-1) ?? beginning;
    const told = entry.type === 'event' || entry.type === 'finding' ? entry.instance : 0;
    const instance = told === 0 ? latest.instance : told;
    this.#entries.push(entry);
    this.score.add(entry);
    this.blocks.add(entry, this.#entries.length);
    const stand = standAfter(entry, this.#byInstance.get(instance) ?? { ...beginning, instance });
    this.#byInstance.set(instance, stand);
    this.#stands.push(stand);
  }

  /** The run is over. Entries of the result that did not arrive one by one are added. */
  finish(result: RunResult): void {
    for (const entry of result.trace.slice(this.#entries.length)) this.append(entry);
    this.#result = result;
  }

  standAt(position: number): Stand {
    return this.#stands[position - 1] ?? beginning;
  }

  blocksAt(position: number): BlockRow[] {
    return this.blocks.rowsAt(position);
  }

  placeAt(position: number): Place | undefined {
    const entry = this.#entries[position - 1];
    return entry && this.placeOf(entry);
  }

  /** The line that an entry is about. A plugin states lines without their file: one without code is another file's. */
  placeOf(entry: TraceEntry): Place | undefined {
    const place = placeOfEntry(entry, this.edited);
    if (place?.file !== this.edited || (entry.type === 'event' && entry.at)) return place;
    const lines = this.#counted;
    return lines === undefined || lines.some(([line]) => line === place.line) ? place : undefined;
  }

  /** Each mistake once, and the position at which it was found first: checks find again what the run found. */
  mistakes(): { readonly finding: Finding; readonly position: number }[] {
    const found = new Map<string, { finding: Finding; position: number }>();
    for (const [at, entry] of this.#entries.entries()) {
      if (entry.type !== 'finding') continue;
      const { finding } = entry;
      const key = `${finding.kind} ${finding.at?.file}:${finding.at?.line}`;
      if (!found.has(key)) found.set(key, { finding, position: at + 1 });
    }
    return [...found.values()];
  }

  get #counted(): FileCoverage['hits'] | undefined {
    return this.#result?.coverage.find(({ file }) => file === this.edited)?.hits;
  }

  /** Lines of the edited file that ran between the entry before and this one. */
  freshLinesAt(position: number): readonly number[] {
    const entry = this.#entries[position - 1];
    return entry?.type === 'event' ? (entry.lines[this.edited] ?? []) : [];
  }

  /**
   * How often each line of the edited file ran, as far as is known: at the end as the run counted it, before in how
   * many entries it is named. Lines with code that did not run yet have 0. Undefined for a run without lines.
   */
  coverageAt(position: number): ReadonlyMap<number, number> | undefined {
    const counted = this.#counted;
    if (counted && position >= this.length) return new Map(counted);
    const hits = new Map((counted ?? []).map(([line]) => [line, 0]));
    for (const entry of this.#entries.slice(0, position)) {
      if (entry.type !== 'event') continue;
      for (const line of entry.lines[this.edited] ?? []) hits.set(line, (hits.get(line) ?? 0) + 1);
    }
    return hits.size === 0 ? undefined : hits;
  }

  /** "entry 7 of 23: alloc block 2, 12 bytes, line 8", for those who hear where they are. */
  positionWords(position: number): string {
    const entry = this.#entries[position - 1];
    if (entry === undefined) return 'nothing has happened yet';
    const place = this.placeAt(position);
    const where = place ? `, ${placeWords(place, this.edited)}` : '';
    return `entry ${position} of ${this.length}: ${entryWords(entry)}${where}`;
  }

  /** "lines 3, 5–9 ran before it", or nothing. */
  freshWords(position: number): string {
    const lines = this.freshLinesAt(position);
    if (lines.length === 0) return '';
    return `${lines.length === 1 ? 'Line' : 'Lines'} ${linesWords(lines)} ran since the entry before.`;
  }
}

function standAfter(entry: TraceEntry, before: Stand): Stand {
  if (entry.type === 'failure')
    return entry.code === 'call-failed' || entry.code === 'trapped'
      ? before
      : { ...before, failure: entry.message };
  if (entry.type !== 'event') return before;
  const { event } = entry;
  if (event.type === 'call') return { ...before, call: event.call };
  if (event.type === 'return') return { ...before, call: 0 };
  if (event.type !== 'state') return before;
  const { state } = event;
  return {
    ...before,
    state,
    from: before.state,
    visited: [...before.visited, state],
    call: 0,
    failure: undefined,
  };
}
