import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  argumentProblem,
  decode,
  decodeArguments,
  encode,
  encodeArguments,
  type FunctionDeclaration,
  type Kind,
  layoutOfKind,
  type Value,
  valueProblem,
} from '../../../src/abi/index.ts';
import { anyKind, anyKindAndValue, anyValue, depthOf, sizeOf } from './random-kinds.ts';

const seed = 20_260_301;

function functionOf(kinds: readonly Kind[]): FunctionDeclaration {
  return {
    meaning: '',
    since: '1.0',
    parameters: kinds.map((type, i) => ({ name: `p${i}`, type, meaning: '' })),
    result: 'none',
  };
}

const anyCall = fc
  .array(anyKind, { maxLength: 4 })
  .chain((kinds) =>
    fc.tuple(fc.constant(functionOf(kinds)), fc.tuple(...kinds.map((kind) => anyValue(kind)))),
  );

/** Bytes changed at a few places, or cut, or followed by more; the changed ones are often small or all ones. */
function corrupted(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(fc.integer({ min: 0, max: 16 }), fc.constantFrom(0x7f, 0x80, 0xff), fc.nat(255));
  const places = fc.array(fc.tuple(fc.nat(Math.max(0, bytes.length - 1)), byte), {
    minLength: 1,
    maxLength: 4,
  });
  return fc.oneof(
    {
      weight: 4,
      arbitrary: places.map((all) => {
        const changed = bytes.slice();
        for (const [at, value] of all) if (at < changed.length) changed[at] = value;
        return changed;
      }),
    },
    { weight: 1, arbitrary: fc.nat(bytes.length).map((length) => bytes.slice(0, length)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }) },
  );
}

test('the generated kinds are of every sort, and deep enough', () => {
  const kinds = fc.sample(anyKind, { numRuns: 1000, seed });
  const sorts = new Map<string, number>();
  for (const kind of kinds) {
    const sort = typeof kind === 'string' ? kind : kind.kind;
    sorts.set(sort, (sorts.get(sort) ?? 0) + 1);
  }
  expect(sorts.size).toBe(11 + 2 + 6);
  expect(kinds.filter((kind) => depthOf(kind) >= 2).length).toBeGreaterThan(250);
});

describe('any value of any kind', () => {
  test('comes back as it was, from bytes of its own', () => {
    fc.assert(
      fc.property(anyKindAndValue, ([kind, value]) => {
        expect(valueProblem(kind, value, 'it')).toBeUndefined();
        const bytes = encode(kind, value);
        expect(decode(kind, bytes)).toEqual({ ok: true, value });
      }),
      { seed, numRuns: 2000 },
    );
  });

  test('is the same in bytes whatever was encoded before', () => {
    fc.assert(
      fc.property(anyKindAndValue, anyKindAndValue, ([kind, value], [other, noise]) => {
        const bytes = encode(kind, value);
        encode(other, noise);
        expect(encode(kind, value)).toEqual(bytes);
      }),
      { seed, numRuns: 300 },
    );
  });

  test('begins with its layout, and what it refers to lies behind', () => {
    fc.assert(
      fc.property(anyKindAndValue, ([kind, value]) => {
        const { sizeBytes, alignment } = layoutOfKind(kind);
        expect(encode(kind, value).length).toBeGreaterThanOrEqual(sizeBytes);
        expect(sizeBytes % alignment).toBe(0);
      }),
      { seed, numRuns: 300 },
    );
  });

  test('comes back as an argument too', () => {
    fc.assert(
      fc.property(anyCall, ([declaration, args]) => {
        expect(argumentProblem(declaration, args as Value[])).toBeUndefined();
        const bytes = encodeArguments(declaration, args as Value[]);
        expect(decodeArguments(declaration, bytes)).toEqual({ ok: true, value: args });
      }),
      { seed, numRuns: 1000 },
    );
  });
});

describe('hostile bytes', () => {
  const anyCorrupted = anyKindAndValue.chain(([kind, value]) =>
    fc.tuple(fc.constant(kind), corrupted(encode(kind, value))),
  );

  test('are a value of the kind or a problem in words, and take no more memory than they have', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyCorrupted, ([kind, bytes]) => {
        const decoded = decode(kind, bytes);
        if (decoded.ok) {
          expect(valueProblem(kind, decoded.value, 'it')).toBeUndefined();
          // A byte of a message is at most one item; a record or a result around it a few more.
          expect(sizeOf(decoded.value)).toBeLessThanOrEqual(64 + bytes.length * 16);
          expect(decode(kind, encode(kind, decoded.value))).toEqual(decoded);
        } else {
          refused++;
          expect(decoded.problem).toMatch(/^(the value|"[^"]+") [a-z].*[^.]$/);
        }
      }),
      { seed, numRuns: 5000 },
    );
    expect(refused).toBeGreaterThan(1000);
    expect(refused).toBeLessThan(4500);
  });

  test('are refused as arguments in the same way', () => {
    const anyCorruptedCall = anyCall.chain(([declaration, args]) =>
      fc.tuple(fc.constant(declaration), corrupted(encodeArguments(declaration, args as Value[]))),
    );
    fc.assert(
      fc.property(anyCorruptedCall, ([declaration, bytes]) => {
        const decoded = decodeArguments(declaration, bytes);
        if (decoded.ok) expect(argumentProblem(declaration, decoded.value)).toBeUndefined();
      }),
      { seed, numRuns: 2000 },
    );
  });
});
