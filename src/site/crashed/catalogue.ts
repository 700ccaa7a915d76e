import { type CollectionEntry, getCollection } from 'astro:content';
import { type Mistake, type MistakeKind, mistakeOf } from '../../lab/index.ts';
import { type FaultRow, faultRows } from './fault-rows.ts';
import { crashGroups } from './groups.ts';
import { type SignId, signOf } from './signs.ts';

/** A kind of mistake with all that its page shows. */
export interface CrashEntry extends Mistake {
  readonly kind: MistakeKind;
  readonly group: string;
  readonly text: CollectionEntry<'crashed'>;
  /** The seeded mistake that stands for the kind; undefined where nothing is known to make it. */
  readonly exhibit: FaultRow | undefined;
  /** The other seeded mistakes of the kind. */
  readonly others: readonly FaultRow[];
  /** The signs that were captured of any of them. */
  readonly seen: readonly SignId[];
  /** Signs that it can have as well. */
  readonly canBe: readonly SignId[];
}

/** Every kind, group by group. @throws when a kind has no text, or names an exhibit that is none of its own */
export async function crashCatalogue(): Promise<CrashEntry[]> {
  const texts = await getCollection('crashed');
  return crashGroups.flatMap(({ label, kinds }) =>
    kinds.map((kind) => {
      const text = texts.find(({ id }) => id === kind);
      if (text === undefined) throw new Error(`content/crashed/${kind}.md is missing`);
      const rows = faultRows.filter((row) => row.kind === kind);
      const { exhibit: file, canLookLike } = text.data;
      const exhibit = rows.find((row) => row.file === file);
      if (file !== undefined && exhibit === undefined)
        throw new Error(`content/crashed/${kind}.md shows ${file}, which is no seeded mistake of that kind`);
      const seen = [...new Set(rows.map(({ natively }) => signOf(natively)))];
      return {
        ...mistakeOf(kind),
        kind,
        group: label,
        text,
        exhibit,
        others: rows.filter((row) => row !== exhibit),
        seen,
        canBe: canLookLike.filter((sign) => !seen.includes(sign)),
      };
    }),
  );
}
