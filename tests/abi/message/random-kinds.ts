import fc from 'fast-check';
import {
  enumeration,
  flags,
  type Kind,
  list,
  type NumberName,
  numberLists,
  optional,
  record,
  resultOf,
  type ScalarName,
  scalars,
  type Value,
} from '../../../src/abi/index.ts';

const scalarNames = Object.keys(scalars) as ScalarName[];
const fieldNames = ['a', 'b', 'c', 'd', 'e'] as const;

/** A kind of any shape, at most a few levels deep. */
export const anyKind: fc.Arbitrary<Kind> = fc.letrec<{ kind: Kind; plain: Kind }>((tie) => ({
  plain: fc.oneof(
    fc.constantFrom<Kind[]>(...scalarNames, 'string', 'bytes'),
    fc
      .uniqueArray(fc.integer({ min: 0, max: 0xffff_ffff }), { minLength: 1, maxLength: 3 })
      .map((cases) => enumeration('e', Object.fromEntries(cases.map((n, i) => [`case${i}`, n])))),
    fc
      .uniqueArray(fc.integer({ min: 0, max: 31 }), { minLength: 1, maxLength: 4 })
      .map((bits) => flags('f', Object.fromEntries(bits.map((bit, i) => [`flag${i}`, 2 ** bit])))),
  ),
  kind: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('plain'),
    fc
      .array(tie('kind'), { minLength: 1, maxLength: fieldNames.length })
      .map((kinds) => record('r', Object.fromEntries(kinds.map((each, i) => [fieldNames[i], each])))),
    tie('kind').map((item) => list(item)),
    tie('kind')
      .filter((some) => typeof some === 'string' || some.kind !== 'optional')
      .map((some) => optional(some)),
    fc.tuple(tie('kind'), tie('kind')).map(([ok, bad]) => resultOf(ok, bad)),
  ),
})).kind;

function anyNumber(name: NumberName): fc.Arbitrary<number | bigint> {
  if (name === 'f32') return fc.float();
  if (name === 'f64') return fc.double();
  const { least, most } = scalars[name];
  if (typeof least === 'bigint' || typeof most === 'bigint')
    return fc.bigInt({ min: BigInt(least), max: BigInt(most) });
  return fc.integer({ min: least, max: most });
}

function anyNumbers(name: NumberName): fc.Arbitrary<Value> {
  const Numbers = numberLists[name] as unknown as { from(items: readonly unknown[]): Value };
  return fc.array(anyNumber(name), { maxLength: 20 }).map((items) => Numbers.from(items));
}

/** A value of a kind. */
export function anyValue(kind: Kind): fc.Arbitrary<Value> {
  if (kind === 'string')
    return fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => text.isWellFormed());
  if (kind === 'bytes') return fc.uint8Array({ maxLength: 40 });
  if (kind === 'bool') return fc.boolean();
  if (typeof kind === 'string') return anyNumber(kind);
  switch (kind.kind) {
    case 'enumeration':
      return fc.constantFrom(...Object.keys(kind.cases));
    case 'flags': {
      const byBit = Object.keys(kind.bits).sort((a, b) => (kind.bits[a] ?? 0) - (kind.bits[b] ?? 0));
      return fc.subarray(byBit);
    }
    case 'record':
      return fc.record(
        Object.fromEntries(Object.entries(kind.fields).map(([name, field]) => [name, anyValue(field)])),
      );
    case 'list': {
      const { item } = kind;
      const isNumber = typeof item === 'string' && item !== 'bool' && item !== 'string' && item !== 'bytes';
      return isNumber ? anyNumbers(item) : fc.array(anyValue(item), { maxLength: 5 });
    }
    case 'optional':
      return fc.oneof(fc.constant(undefined), anyValue(kind.some));
    case 'result':
      return fc.oneof(
        anyValue(kind.ok).map((value) => ({ ok: true, value })),
        anyValue(kind.error).map((error) => ({ ok: false, error })),
      );
  }
}

/** A kind and a value of it. */
export const anyKindAndValue: fc.Arbitrary<readonly [Kind, Value]> = anyKind.chain((kind) =>
  anyValue(kind).map((value) => [kind, value] as const),
);

/** How many levels of kinds are within each other. */
export function depthOf(kind: Kind): number {
  if (typeof kind === 'string' || kind.kind === 'enumeration' || kind.kind === 'flags') return 0;
  const parts =
    kind.kind === 'record'
      ? Object.values(kind.fields)
      : kind.kind === 'list'
        ? [kind.item]
        : kind.kind === 'optional'
          ? [kind.some]
          : [kind.ok, kind.error];
  return 1 + Math.max(...parts.map(depthOf));
}

/** A rough measure of the memory that a value takes: every item, field, byte and character counts one. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return 1 + value.length;
  if (typeof value !== 'object') return 1;
  if (ArrayBuffer.isView(value)) return 1 + value.byteLength;
  return Object.values(value).reduce<number>((sum, part) => sum + sizeOf(part as Value), 1);
}
