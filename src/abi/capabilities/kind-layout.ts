import { type Kind, scalars } from './kinds.ts';

/** How a kind lies inline in a message: exactly as a C struct of fixed-width members. */
export interface KindLayout {
  readonly sizeBytes: number;
  readonly alignment: number;
  /**
   * Bytes from its start to each part: the fields of a record; `isSome` and `value` of an optional; `isError`,
   * `value` and `error` of a result (the two share their place); `offset` and `count` of what lies elsewhere.
   */
  readonly offsets: Readonly<Record<string, number>>;
}

const reference: KindLayout = { sizeBytes: 8, alignment: 4, offsets: { offset: 0, count: 4 } };
const word: KindLayout = { sizeBytes: 4, alignment: 4, offsets: {} };

export function alignUp(at: number, alignment: number): number {
  return Math.ceil(at / alignment) * alignment;
}

/** Lays parts out one after the other, each at the next multiple of its alignment. */
export function layoutInOrder(parts: readonly (readonly [name: string, layout: KindLayout])[]): KindLayout {
  const offsets: Record<string, number> = {};
  let end = 0;
  let widest = 1;
  for (const [name, { sizeBytes, alignment }] of parts) {
    offsets[name] = alignUp(end, alignment);
    end = offsets[name] + sizeBytes;
    widest = Math.max(widest, alignment);
  }
  return { sizeBytes: alignUp(end, widest), alignment: widest, offsets };
}

/** A byte that says which, and behind it room for the widest of `choices`. */
function layoutTagged(
  tag: string,
  choices: readonly (readonly [name: string, layout: KindLayout])[],
): KindLayout {
  const alignment = Math.max(...choices.map(([, layout]) => layout.alignment));
  const sizeBytes = Math.max(...choices.map(([, layout]) => layout.sizeBytes));
  const offsets = { [tag]: 0, ...Object.fromEntries(choices.map(([name]) => [name, alignment])) };
  return { sizeBytes: alignUp(alignment + sizeBytes, alignment), alignment, offsets };
}

/** The layout of a kind; the same for every size of pointer, since a message holds none. */
export function layoutOfKind(kind: Kind): KindLayout {
  if (typeof kind === 'string') {
    if (kind === 'string' || kind === 'bytes') return reference;
    const { sizeBytes } = scalars[kind];
    return { sizeBytes, alignment: sizeBytes, offsets: {} };
  }
  switch (kind.kind) {
    case 'enumeration':
    case 'flags':
      return word;
    case 'list':
      return reference;
    case 'record':
      return layoutInOrder(Object.entries(kind.fields).map(([name, field]) => [name, layoutOfKind(field)]));
    case 'optional':
      return layoutTagged('isSome', [['value', layoutOfKind(kind.some)]]);
    case 'result':
      return layoutTagged('isError', [
        ['value', layoutOfKind(kind.ok)],
        ['error', layoutOfKind(kind.error)],
      ]);
  }
}
