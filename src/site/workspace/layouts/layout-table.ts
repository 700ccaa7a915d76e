import type { RecordLayout, TargetLayouts } from '../../../lab/index.ts';
import type { FieldSizes } from './size-probes.ts';

/** Where a field lies on one target. */
export interface LayoutCell {
  readonly offsetBytes: number;
  readonly bits: RecordLayout['fields'][number]['bits'];
  /** Undefined for bit-fields, and for fields of nested structs. */
  readonly sizeBytes: number | undefined;
  /** Whether it begins elsewhere than on the first target, or measures something else. */
  readonly isOther: boolean;
}

export interface LayoutRow {
  /** Counts the struct's own fields from 1; undefined for fields of nested structs. */
  readonly number: number | undefined;
  readonly name: string;
  readonly type: string;
  /** 1 for a field of the struct itself. */
  readonly depth: number;
  /** One for each column; undefined where the target has no such field. */
  readonly cells: readonly (LayoutCell | undefined)[];
}

/** What a struct measures on one target. */
export interface LayoutColumn {
  readonly target: string;
  readonly sizeBytes: number;
  readonly alignBytes: number;
  /** Bytes that belong to no field. */
  readonly paddingBytes: number;
  /** For each byte the number of the field it belongs to; 0 = padding. */
  readonly bytes: readonly number[];
  /** Whether the size is another than on the first target. */
  readonly isOther: boolean;
}

export interface LayoutTable {
  readonly name: string;
  /** One for each target that has the struct. */
  readonly columns: readonly LayoutColumn[];
  readonly rows: readonly LayoutRow[];
}

/** Puts the layouts of one struct side by side; the first target is what the others are compared with. */
export function tableOf(all: readonly TargetLayouts[], sizes: FieldSizes, name: string): LayoutTable {
  const found = all.flatMap(({ target, layouts }) => {
    const layout = layouts.find((one) => one.name === name);
    return layout ? [{ target, layout }] : [];
  });
  const first = found[0]?.layout;
  const columns = found.map(({ target, layout }): LayoutColumn => {
    const bytes = bytesOf(layout, (field) => sizes(target, name, field));
    return {
      ...{ target, bytes, sizeBytes: layout.sizeBytes, alignBytes: layout.alignBytes },
      paddingBytes: bytes.filter((field) => field === 0).length,
      isOther: layout.sizeBytes !== first?.sizeBytes,
    };
  });
  let number = 0;
  const rows = (first?.fields ?? []).map((field, at): LayoutRow => {
    const places = found.map(({ target, layout }) => {
      const there = layout.fields[at]?.name === field.name ? layout.fields[at] : undefined;
      const sizeBytes = field.depth === 1 ? sizes(target, name, field.name) : undefined;
      return there && { offsetBytes: there.offsetBytes, bits: there.bits, sizeBytes };
    });
    return {
      number: field.depth === 1 ? ++number : undefined,
      ...{ name: field.name, type: field.type, depth: field.depth },
      cells: places.map((place) => place && { ...place, isOther: differs(place, places[0]) }),
    };
  });
  return { name, columns, rows };
}

type Place = Omit<LayoutCell, 'isOther'>;

function differs(place: Place, first: Place | undefined): boolean {
  return (
    place.offsetBytes !== first?.offsetBytes ||
    place.sizeBytes !== first.sizeBytes ||
    place.bits?.[0] !== first.bits?.[0]
  );
}

/** Which field each byte belongs to; a field whose size is not known reaches to the next one. */
function bytesOf({ fields, sizeBytes }: RecordLayout, size: (field: string) => number | undefined): number[] {
  const bytes = Array<number>(sizeBytes).fill(0);
  const own = fields.filter(({ depth }) => depth === 1);
  own.forEach(({ name, type, offsetBytes, bits }, at) => {
    const next = own.slice(at + 1).find((other) => other.offsetBytes > offsetBytes)?.offsetBytes ?? sizeBytes;
    const last = bits && offsetBytes + Math.ceil((bits[1] + 1) / 8);
    const known = size(name);
    const end =
      last ?? (known === undefined ? (type.endsWith('[]') ? offsetBytes : next) : offsetBytes + known);
    // A byte that fields of a union, or bit-fields, have in common is the first one's.
    for (let byte = offsetBytes; byte < Math.min(end, sizeBytes); byte++) bytes[byte] ||= at + 1;
  });
  return bytes;
}

/** What the table shows, in two sentences. */
export function describeTable({ name, columns, rows }: LayoutTable): string {
  const bySize = new Map<number, string[]>();
  for (const { target, sizeBytes } of columns)
    bySize.set(sizeBytes, [...(bySize.get(sizeBytes) ?? []), target]);
  const own = rows.filter(({ depth }) => depth === 1);
  const moved = own.filter(({ cells }) =>
    cells.some((cell) => cell?.offsetBytes !== cells[0]?.offsetBytes),
  ).length;
  const sizes = [...bySize].map(([size, targets]) => `${bytesWord(size)} on ${listed(targets)}`);
  if (bySize.size === 1 && moved === 0) {
    const [size] = [...bySize.keys()];
    return `${name} takes ${bytesWord(size!)} everywhere, and no field moves.`;
  }
  const which =
    moved === 0 ? 'No field moves' : `${moved} of its ${own.length} fields ${moved === 1 ? 'moves' : 'move'}`;
  return `${name} takes ${listed(sizes)}. ${which}.`;
}

export const bytesWord = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`);

function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
