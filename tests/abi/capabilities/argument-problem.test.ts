import { expect, test } from 'vitest';
import {
  argumentProblem,
  audioCapability,
  enumeration,
  flags,
  formatValue,
  type Kind,
  list,
  optional,
  record,
  resultOf,
  wordsCapability,
} from '../../../src/abi/index.ts';

const takes = (type: Kind) => ({
  meaning: '',
  since: '1.0',
  parameters: [{ name: 'it', type, meaning: '' }],
  result: 'none' as const,
});
const format = record('audioFormat', {
  channels: 'u16',
  layout: enumeration('layout', { interleaved: 0, planar: 1 }),
});

// kind, value, whole problem
test.each<[Kind, unknown, string]>([
  ['u8', 256, '"it" must be a whole number from 0 to 255: got 256'],
  ['i8', -129, '"it" must be a whole number from -128 to 127: got -129'],
  ['i16', 0.5, '"it" must be a whole number from -32768 to 32767: got 0.5'],
  ['u32', Number.NaN, '"it" must be a whole number from 0 to 4294967295: got NaN'],
  ['i32', '3', '"it" must be a whole number from -2147483648 to 2147483647: got "3"'],
  ['i32', 3n, '"it" must be a whole number from -2147483648 to 2147483647: got 3n'],
  ['u64', 3, '"it" must be a bigint from 0 to 18446744073709551615: got 3'],
  ['u64', -1n, '"it" must be a bigint from 0 to 18446744073709551615: got -1n'],
  [
    'i64',
    2n ** 63n,
    '"it" must be a bigint from -9223372036854775808 to 9223372036854775807: got 9223372036854775808n',
  ],
  ['f32', '1', '"it" must be a number: got "1"'],
  ['f64', undefined, '"it" must be a number: got nothing'],
  ['bool', 1, '"it" must be true or false: got 1'],
  ['string', 7, '"it" must be text: got 7'],
  ['string', 'a\ud800', '"it" must be text without half a surrogate pair: got "a\\ud800"'],
  ['bytes', 'la', '"it" must be a Uint8Array: got "la"'],
  [enumeration('colour', { red: 0, blue: 1 }), 'green', '"it" must be one of "red", "blue": got "green"'],
  [enumeration('colour', { red: 0 }), 0, '"it" must be "red": got 0'],
  [enumeration('colour', { red: 0 }), 'toString', '"it" must be "red": got "toString"'],
  [flags('features', { a: 1, b: 2 }), 'a', '"it" must be a list of flags: got "a"'],
  [flags('features', { a: 1, b: 2 }), ['a', 'c'], '"it[1]" must be one of "a", "b": got "c"'],
  [flags('features', { a: 1, b: 2 }), ['b', 'b'], '"it" must name each flag once: got ["b", "b"]'],
  [list('f32'), [1, 2], '"it" must be a Float32Array: got [1, 2]'],
  [list('u8'), new Int8Array(2), '"it" must be a Uint8Array: got [0, 0]'],
  [list('bool'), [true, 0], '"it[1]" must be true or false: got 0'],
  [list('string'), null, '"it" must be a list: got null'],
  [format, 3, '"it" must be a record of channels, layout: got 3'],
  [format, [], '"it" must be a record of channels, layout: got []'],
  [
    format,
    { channels: -1, layout: 'planar' },
    '"it.channels" must be a whole number from 0 to 65535: got -1',
  ],
  [format, { channels: 2 }, '"it.layout" must be one of "interleaved", "planar": got nothing'],
  [
    format,
    { channels: 2, layout: 'planar', rate: 1 },
    '"it" has no field "rate": its fields are channels, layout',
  ],
  [optional('u8'), null, '"it" must be a whole number from 0 to 255: got null'],
  [resultOf('u8', 'string'), 3, '"it" must be { ok: true, value } or { ok: false, error }: got 3'],
  [resultOf('u8', 'string'), { ok: false, error: 3 }, '"it.error" must be text: got 3'],
  [
    resultOf('u8', 'string'),
    { ok: true, value: 'x' },
    '"it.value" must be a whole number from 0 to 255: got "x"',
  ],
])('%j does not take %o', (kind, value, problem) => {
  expect(argumentProblem(takes(kind), [value])).toBe(problem);
});

test('a problem deep inside names its whole path', () => {
  const notes = [
    { frame: 0n, pitch: 60, velocity: 1 },
    { frame: 0n, pitch: 300, velocity: 1 },
  ];
  expect(argumentProblem(audioCapability.functions.play, [notes])).toBe(
    '"notes[1].pitch" must be a whole number from 0 to 255: got 300',
  );
});

test('too few or too many arguments are counted', () => {
  expect(argumentProblem(wordsCapability.functions.add, [])).toBe('it takes 1 argument (text): got 0');
  expect(argumentProblem(wordsCapability.functions.total, [1])).toBe('it takes 0 arguments: got 1');
});

test('what fits has no problem', () => {
  const { prepare, play } = audioCapability.functions;
  expect(
    argumentProblem(prepare, [
      { sampleRate: 48_000, channels: 2, layout: 'planar', features: ['silenceAware', 'realtime'] },
    ]),
  ).toBeUndefined();
  expect(argumentProblem(play, [[{ frame: 1n, pitch: 60, velocity: 0.5 }]])).toBeUndefined();
  expect(argumentProblem(takes(optional(list('i64'))), [undefined])).toBeUndefined();
  expect(argumentProblem(takes(optional(list('i64'))), [new BigInt64Array(3)])).toBeUndefined();
  expect(argumentProblem(takes('string'), [Uint8Array.of(0xff)])).toBeUndefined();
});

// value, as a log shows it
test.each<[unknown, string]>([
  ['la', '"la"'],
  ['la'.repeat(60), `"${'la'.repeat(28)}l..."`],
  [3n, '3'],
  [undefined, 'nothing'],
  [Uint8Array.of(1, 2), '<2 bytes>'],
  [Float32Array.of(0.5, 1, 2, 3, 4, 5), '[0.5, 1, 2, 3, and 2 more]'],
  [{ words: 2n, lines: 1n }, '{ words: 2, lines: 1 }'],
  [[{ word: 'la', count: 2n }], '[{ word: "la", count: 2 }]'],
  [[], '[]'],
  [{}, '{}'],
  [[[[[[[1]]]]]], '[[[[...]]]]'],
])('%o is shown as %s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});
