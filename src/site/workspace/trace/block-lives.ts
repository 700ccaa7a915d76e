import type { MisuseKind } from '../../../abi/index.ts';
import { mistakeOf, type TraceEntry } from '../../../lab/index.ts';
import { type Place, placeOf } from '../finding/place.ts';

/** Something that happened to a block: after how many entries, and at which line. */
interface Moment {
  readonly position: number;
  readonly place: Place | undefined;
}

interface Life {
  readonly instance: number;
  readonly block: number;
  readonly sizeBytes: number;
  readonly call: number;
  readonly made: Moment;
  given: Moment | undefined;
  ended: (Moment & { readonly fate: 'freed' | 'released' | 'leaked' }) | undefined;
  readonly wrongs: (Moment & { readonly words: string })[];
}

/** One block of the host's as it stands at a moment of a run. */
export interface BlockRow {
  readonly instance: number;
  readonly block: number;
  readonly sizeBytes: number;
  /** The call that made it; 0 = outside a call. */
  readonly call: number;
  /** `gone`: the host has its memory back. `nobody`: whoever should give it back is gone. */
  readonly owner: 'plugin' | 'host' | 'gone' | 'nobody';
  /** As in the ledger of the ABI; `given` is held by the host. */
  readonly fate: 'held' | 'given' | 'freed' | 'released' | 'leaked';
  readonly madeAt: Place | undefined;
  /** Where it was given or given back, when the plugin did it. */
  readonly fateAt: Place | undefined;
  /** What else was done to it that must not be, in the order in which it happened. */
  readonly wrongs: readonly { readonly words: string; readonly place: Place | undefined }[];
}

const misuseWords: Readonly<Record<MisuseKind, string>> = {
  'unknown-pointer': 'freed by a wrong pointer',
  'freed-before': 'released twice',
  'wrong-size': 'given back with another size',
  'written-past': 'written past its end',
};
/** Findings that an event of the log tells already. */
const toldByEvents = new Set(['leak', 'double-release', 'wrong-size']);

/** What became of each block that a plugin took from its host, at every moment of a run. */
export class BlockLives {
  readonly #lives: Life[] = [];
  readonly #byBlock = new Map<string, Life>();

  /** @param position how many entries there are with this one */
  add(entry: TraceEntry, position: number): void {
    if (entry.type === 'finding') {
      const { finding, instance } = entry;
      const { kind, block, at } = finding;
      if (block === undefined || block.number === 0 || toldByEvents.has(kind)) return;
      const words = mistakeOf(kind).title.replace(/^./, (first) => first.toLowerCase());
      this.#find(instance, block.number)?.wrongs.push({ position, place: at && placeOf(at), words });
    }
    if (entry.type !== 'event') return;
    const { event, instance } = entry;
    const moment = { position, place: entry.at && placeOf(entry.at) };
    switch (event.type) {
      case 'alloc': {
        const { block, sizeBytes, call } = event;
        const life: Life = {
          ...{ instance, block, sizeBytes, call, made: moment },
          ...{ given: undefined, ended: undefined, wrongs: [] },
        };
        this.#lives.push(life);
        this.#byBlock.set(`${instance} ${block}`, life);
        break;
      }
      case 'give': {
        const life = this.#find(instance, event.block);
        if (life) life.given = moment;
        break;
      }
      case 'free': {
        const life = this.#find(instance, event.block);
        if (life) life.ended ??= { ...moment, fate: life.given ? 'released' : 'freed' };
        break;
      }
      case 'leak': {
        const life = this.#find(instance, event.block);
        if (life) life.ended ??= { ...moment, fate: 'leaked' };
        break;
      }
      case 'misuse':
        this.#find(instance, event.block)?.wrongs.push({ ...moment, words: misuseWords[event.kind] });
    }
  }

  /** Every block that was made in the first entries, in the order of allocation. */
  rowsAt(position: number): BlockRow[] {
    const rows: BlockRow[] = [];
    for (const life of this.#lives) {
      if (life.made.position > position) break;
      rows.push(rowAt(life, position));
    }
    return rows;
  }

  #find(instance: number, block: number): Life | undefined {
    return this.#byBlock.get(`${instance} ${block}`);
  }
}

function rowAt({ given, ended, made, wrongs, ...block }: Life, position: number): BlockRow {
  const { instance, block: number, sizeBytes, call } = block;
  const isGiven = given !== undefined && given.position <= position;
  const isEnded = ended !== undefined && ended.position <= position;
  const fate = isEnded ? ended.fate : isGiven ? 'given' : 'held';
  return {
    ...{ instance, block: number, sizeBytes, call, fate },
    owner: fate === 'held' ? 'plugin' : fate === 'given' ? 'host' : fate === 'leaked' ? 'nobody' : 'gone',
    madeAt: made.place,
    fateAt: isEnded ? ended.place : isGiven ? given.place : undefined,
    wrongs: wrongs
      .filter((wrong) => wrong.position <= position)
      .map(({ words, place }) => ({ words, place })),
  };
}

/** Rows that are shown when there are many: whatever is held or wrong, and the latest of the rest. */
export interface ShownBlocks {
  readonly rows: readonly BlockRow[];
  /** Blocks that went back as they should, and are left out. */
  readonly quiet: number;
  /** Others that are left out: there are more of them than anyone reads. */
  readonly loud: number;
}

/** @param most rows that went back as they should; of the others, four times as many are shown */
export function shownBlocks(rows: readonly BlockRow[], most = 12): ShownBlocks {
  const loud = rows.filter(isLoud);
  const quiet = rows.filter((row) => !isLoud(row));
  const shownLoud = loud.slice(0, 4 * most);
  const kept = new Set([...shownLoud, ...quiet.slice(-most)]);
  return {
    rows: rows.filter((row) => kept.has(row)),
    quiet: Math.max(0, quiet.length - most),
    loud: loud.length - shownLoud.length,
  };
}

function isLoud({ owner, wrongs }: BlockRow): boolean {
  return owner !== 'gone' || wrongs.length > 0;
}
