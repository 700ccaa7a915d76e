import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  audioCapability,
  enumeration,
  flags,
  isComposite,
  type Kind,
  list,
  optional,
  record,
  resultOf,
  type Value,
  valueProblem,
  wordsCapability,
} from '../../src/abi/index.ts';
import { printValue, readValue } from '../../src/cli/value-text.ts';
import { anyKindAndValue } from '../abi/message/random-kinds.ts';

const note = audioCapability.functions.play.parameters[0].type;
const colour = enumeration('colour', { red: 0, blue: 1 });

// kind, text, value
test.each<[Kind, string, unknown]>([
  ['string', '[1]', '[1]'],
  ['u8', '7', 7],
  ['i64', '-9223372036854775808', -(2n ** 63n)],
  ['f32', '0.5', 0.5],
  ['f64', '-Infinity', Number.NEGATIVE_INFINITY],
  ['bool', 'false', false],
  ['bytes', '00fF', Uint8Array.of(0, 255)],
  ['bytes', '', new Uint8Array(0)],
  [colour, 'blue', 'blue'],
  [flags('features', { a: 1, b: 2 }), 'b,a', ['b', 'a']],
  [flags('features', { a: 1, b: 2 }), '', []],
  [note, '[{"frame":1,"pitch":60,"velocity":0.5}]', [{ frame: 1n, pitch: 60, velocity: 0.5 }]],
  [
    list('u64'),
    '[1, "18446744073709551615", 18446744073709551615]',
    BigUint64Array.of(1n, 2n ** 64n - 1n, 2n ** 64n - 1n),
  ],
  [list('f32'), '[0.5, "NaN"]', Float32Array.of(0.5, Number.NaN)],
  [list('bytes'), '["00", ""]', [Uint8Array.of(0), new Uint8Array(0)]],
  [optional('u32'), 'null', undefined],
  [optional('u32'), '3', 3],
  [resultOf('u32', colour), '{"ok":false,"error":"red"}', { ok: false, error: 'red' }],
])('%j reads %s', (kind, text, value) => {
  expect(readValue(kind, text, 'it')).toEqual({ value });
  expect(valueProblem(kind, value, 'it')).toBeUndefined();
});

describe('text that does not fit', () => {
  // kind, text, whole problem
  test.each<[Kind, string, string]>([
    ['bytes', 'abc', '"it" must be bytes in hexadecimal: got "abc"'],
    [note, '[{', '"it" must be JSON: got "[{"'],
    ['u8', '1e2', '"it" must be a whole number from 0 to 255: got "1e2"'],
    ['u64', '0.5', '"it" must be a bigint from 0 to 18446744073709551615: got "0.5"'],
    ['f64', 'much', '"it" must be a number: got "much"'],
    ['bool', 'yes', '"it" must be true or false: got "yes"'],
    [colour, 'green', '"it" must be one of "red", "blue": got "green"'],
    [flags('features', { a: 1 }), 'a,b', '"it[1]" must be "a": got "b"'],
    [
      note,
      '[{"frame":1,"pitch":300,"velocity":1}]',
      '"it[0].pitch" must be a whole number from 0 to 255: got 300',
    ],
    [list('u8'), '[1, 300]', '"it" must be a Uint8Array: got [1, 300]'],
    [record('row', { cell: 'u8' }), '[]', '"it" must be a record of cell: got []'],
  ])('%j refuses %s', (kind, text, problem) => {
    const read = readValue(kind, text, 'it');
    const found = 'problem' in read ? read.problem : valueProblem(kind, read.value, 'it');
    expect(found).toBe(problem);
  });
});

// kind, value, text
test.each<[Kind | 'none', Value, string]>([
  ['none', undefined, 'done'],
  ['string', 'la', 'la'],
  ['u64', 2n ** 64n - 1n, '18446744073709551615'],
  ['bytes', Uint8Array.of(0, 255), '00ff'],
  [colour, 'red', 'red'],
  [flags('features', { a: 1, b: 2 }), ['a', 'b'], 'a,b'],
  [
    wordsCapability.functions.total.result,
    { words: 3n, lines: 0n, bytes: 8n },
    '{"words":3,"lines":0,"bytes":8}',
  ],
  [list('u8'), Uint8Array.of(1, 2), '[1,2]'],
  [list('f64'), Float64Array.of(0.5, Number.NaN), '[0.5,"NaN"]'],
  [optional('u32'), undefined, 'null'],
])('%j prints %o as %s', (kind, value, text) => {
  expect(printValue(kind, value)).toBe(text);
});

test('what is printed of any composite value is read as the same value', () => {
  fc.assert(
    fc.property(
      anyKindAndValue.filter(([kind]) => isComposite(kind)),
      ([kind, value]) => {
        const read = readValue(kind, printValue(kind, value), 'it');
        // JSON has one zero.
        expect(JSON.stringify(read, simple)).toBe(JSON.stringify({ value }, simple));
      },
    ),
    { seed: 20_260_301, numRuns: 500 },
  );
});

const simple = (_key: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value);
