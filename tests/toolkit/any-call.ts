import fc from 'fast-check';
import { type FunctionDeclaration, type Kind, scalars, type Value } from '../../src/abi/index.ts';
import { everyKind } from './every-kind.ts';

const functions: Readonly<Record<string, FunctionDeclaration>> = everyKind.functions;

const integers = (kind: keyof typeof scalars) => {
  const { least, most } = scalars[kind] as { least: number | bigint; most: number | bigint };
  return typeof least === 'bigint'
    ? fc.bigInt({ min: least, max: BigInt(most) })
    : fc.integer({ min: least, max: Number(most) });
};

const floats = { f32: fc.float(), f64: fc.double() };

/** Any value of a kind, small. */
function anyOf(kind: Kind): fc.Arbitrary<Value> {
  if (kind === 'string') return fc.string({ unit: 'grapheme', maxLength: 12 });
  if (kind === 'bytes') return fc.uint8Array({ maxLength: 12 });
  if (kind === 'bool') return fc.boolean();
  if (kind === 'f32' || kind === 'f64') return floats[kind];
  if (typeof kind === 'string') return integers(kind);
  switch (kind.kind) {
    case 'enumeration':
      return fc.constantFrom(...Object.keys(kind.cases));
    case 'flags':
      return fc.subarray(Object.keys(kind.bits));
    case 'record':
      return fc.record(
        Object.fromEntries(Object.entries(kind.fields).map(([name, part]) => [name, anyOf(part)])),
      );
    case 'list': {
      if (kind.item === 'u64') return fc.bigUint64Array({ maxLength: 6 });
      if (kind.item === 'i16') return fc.int16Array({ maxLength: 6 });
      return fc.array(anyOf(kind.item), { maxLength: 4 });
    }
    case 'optional':
      return fc.option(anyOf(kind.some), { nil: undefined });
    case 'result':
      return fc.oneof(
        fc.record({ ok: fc.constant(true), value: anyOf(kind.ok) }),
        fc.record({ ok: fc.constant(false), error: anyOf(kind.error) }),
      );
  }
}

/** A call of one of the functions of `everyKind`. */
export type AnyCall = { readonly name: string; readonly args: readonly Value[] };

/** Any call, of any function. */
export const anyCall: fc.Arbitrary<AnyCall> = fc
  .constantFrom(...Object.keys(functions))
  .chain((name) =>
    fc
      .tuple(...(functions[name]?.parameters ?? []).map(({ type }) => anyOf(type)))
      .map((args) => ({ name, args })),
  );

/** A call with some bytes of its arguments changed, or cut short. */
export const corruptedCall = fc.tuple(
  anyCall,
  fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 4, 8, 255))), { maxLength: 3 }),
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat() }),
);
