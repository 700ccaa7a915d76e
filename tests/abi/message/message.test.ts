import { describe, expect, test } from 'vitest';
import {
  audioCapability,
  decode,
  decodeArguments,
  decodeScalar,
  encode,
  encodeArguments,
  enumeration,
  flags,
  type Kind,
  list,
  optional,
  record,
  resultOf,
  textCapability,
  type Value,
  wordsCapability,
} from '../../../src/abi/index.ts';

const hex = (bytes: Uint8Array) =>
  (
    Buffer.from(bytes)
      .toString('hex')
      .match(/.{1,8}/g) ?? []
  ).join(' ');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

const wordCount = record('wordCount', { word: 'string', count: 'u64' });
const colour = enumeration('colour', { red: 1, blue: 7 });
const pair = record('pair', { small: 'u8', big: 'u32' });

// kind, value, bytes: four a group, little-endian
const forms: [Kind, Value, string][] = [
  ['u8', 7, '07'],
  ['i32', -2, 'feffffff'],
  ['u64', 1n, '01000000 00000000'],
  ['f32', 1, '0000803f'],
  ['bool', true, '01'],
  [colour, 'blue', '07000000'],
  [flags('f', { a: 1, b: 4 }), ['a', 'b'], '05000000'],
  ['string', 'né', '08000000 03000000 6ec3a9'],
  ['string', '', '00000000 00000000'],
  ['bytes', Uint8Array.of(255, 0), '08000000 02000000 ff00'],
  [pair, { small: 1, big: 2 }, '01000000 02000000'],
  [list('u16'), Uint16Array.of(1, 2, 3), '08000000 03000000 01000200 0300'],
  [list('u64'), BigUint64Array.of(5n), '08000000 01000000 05000000 00000000'],
  [
    list(pair),
    [
      { small: 1, big: 2 },
      { small: 3, big: 4 },
    ],
    '08000000 02000000 01000000 02000000 03000000 04000000',
  ],
  [list('bool'), [true, false], '08000000 02000000 0100'],
  [
    list(wordCount),
    [
      { word: 'la', count: 2n },
      { word: 'o', count: 1n },
    ],
    '08000000 02000000 28000000 02000000 02000000 00000000 2a000000 01000000 01000000 00000000 6c616f',
  ],
  [optional('u32'), undefined, '00000000 00000000'],
  [optional('u32'), 9, '01000000 09000000'],
  [resultOf('u32', colour), { ok: true, value: 3 }, '00000000 03000000'],
  [resultOf('u8', 'u64'), { ok: false, error: 3n }, '01000000 00000000 03000000 00000000'],
  [
    list(list('u8')),
    [Uint8Array.of(1), new Uint8Array(0)],
    '08000000 02000000 18000000 01000000 00000000 00000000 01',
  ],
];

describe('a message is laid out as C does', () => {
  test.each(forms)('%j', (kind, value, bytes) => {
    expect(hex(encode(kind, value)).replaceAll(' ', '')).toBe(bytes.replaceAll(' ', ''));
    expect(decode(kind, unhex(bytes))).toEqual({ ok: true, value });
  });

  test('arguments are a record, and a composite one is a message within it, aligned to 8', () => {
    const { repeat } = textCapability.functions;
    expect(hex(encodeArguments(repeat, ['la', 3]))).toBe('0c000000 02000000 03000000 6c61');
    const { play } = audioCapability.functions;
    const notes = [{ frame: 1n, pitch: 60, velocity: 1 }];
    expect(hex(encodeArguments(play, [notes]))).toBe(
      '08000000 18000000 08000000 01000000 01000000 00000000 3c000000 0000803f',
    );
    expect(encodeArguments(wordsCapability.functions.total, [])).toEqual(new Uint8Array(0));
    expect(decodeArguments(play, encodeArguments(play, [notes]))).toEqual({ ok: true, value: [notes] });
  });

  test('text may be given as bytes that are no text, for a plugin to refuse', () => {
    const { repeat } = textCapability.functions;
    const bytes = encodeArguments(repeat, [Uint8Array.of(0xff), 3]);
    expect(hex(bytes)).toBe('0c000000 01000000 03000000 ff');
    expect(decodeArguments(repeat, bytes)).toEqual({ ok: false, problem: '"text" is not UTF-8' });
  });
});

describe('what is decoded', () => {
  test('shares no memory with the bytes, not even those of a Buffer', () => {
    const bytes = Buffer.from(encode(list('u8'), Uint8Array.of(1, 2)));
    const decoded = decode(list('u8'), bytes);
    bytes.fill(0xff);
    expect(decoded).toEqual({ ok: true, value: Uint8Array.of(1, 2) });
  });

  test('may begin anywhere in its memory', () => {
    const message = encode(list('f64'), Float64Array.of(0.5, 2));
    const shifted = new Uint8Array(message.length + 3);
    shifted.set(message, 3);
    expect(decode(list('f64'), shifted.subarray(3))).toEqual({ ok: true, value: Float64Array.of(0.5, 2) });
  });
});

// kind, bytes, whole problem
test.each<[Kind, string, string]>([
  ['u32', '000000', 'the value has 3 bytes and needs at least 4'],
  ['bool', '02', 'the value is 2, and a bool is 0 or 1'],
  [colour, '02000000', 'the value is 2, which is no case of colour'],
  [flags('f', { a: 1 }), '03000080', 'the value has the bits 2147483650, which are no flags of f'],
  ['string', '08000000 02000000 ff', 'the value has 2 bytes at 8, beyond the end of the message at 9'],
  ['string', '08000000 01000000 ff', 'the value is not UTF-8'],
  ['string', '08000000 03000000 eda080', 'the value is not UTF-8'],
  ['string', '08000000 00000000', 'the value is empty and lies at 8 instead of 0'],
  ['bytes', '00000000 08000000', 'the value lies where something else lies'],
  [list('u32'), '0a000000 01000000 00000000 0000', 'the value lies at 10, which is no multiple of 4'],
  [
    list('u64'),
    '08000000 ffffffff',
    'the value has 34359738360 bytes at 8, beyond the end of the message at 8',
  ],
  [optional('u8'), '0201', 'the value has the tag 2, and a tag is 0 or 1'],
  [resultOf('u8', 'bool'), '0102', '"error" is 2, and a bool is 0 or 1'],
  [list(wordCount), '08000000 01000000 18000000 01000000 00000000 00000000 ff', '"[0].word" is not UTF-8'],
  [
    list('string'),
    '08000000 03000000 20000000 02000000 20000000 02000000 20000000 02000000 6c61',
    '"[1]" lies where something else lies',
  ],
])('%j does not take the bytes %s', (kind, bytes, problem) => {
  expect(decode(kind, unhex(bytes))).toEqual({ ok: false, problem });
});

test('a nested argument that is cut off names its parameter', () => {
  const { process } = audioCapability.functions;
  expect(decodeArguments(process, unhex('08000000 04000000 00000000'))).toEqual({
    ok: false,
    problem: '"samples" has 4 bytes and needs at least 8',
  });
  expect(decodeArguments(process, unhex('0c000000 08000000 00000000 00000000 00000000'))).toEqual({
    ok: false,
    problem: '"samples" lies at 12, which is no multiple of 8',
  });
});

test('a message never grows beyond its limit, and one that just fits is taken', () => {
  const bytes = encode(list('string'), ['né', '𝄞𝄞']);
  expect(encode(list('string'), ['né', '𝄞𝄞'], bytes.length)).toEqual(bytes);
  expect(() => encode(list('string'), ['né', '𝄞𝄞'], bytes.length - 1)).toThrow(
    new RangeError(`a message of more than ${bytes.length - 1} bytes`),
  );
  expect(() => encode(list('f64'), new Float64Array(100), 800)).toThrow(
    new RangeError('a message of more than 800 bytes'),
  );
});

test('a value whose getter encodes another value is encoded whole', () => {
  const inner = record('inner', { a: 'u32', b: 'string' });
  const value = {
    a: 1,
    get b() {
      encode(list('u32'), Uint32Array.of(9, 9, 9, 9));
      return 'la';
    },
  };
  expect(decode(inner, encode(inner, value))).toEqual({ ok: true, value: { a: 1, b: 'la' } });
});

// kind, 64 bits, value or problem
test.each<[Parameters<typeof decodeScalar>[0], bigint, object]>([
  ['i8', -1n, { ok: true, value: -1 }],
  ['i32', 0xffff_fffen, { ok: true, value: -2 }],
  ['u64', 2n ** 64n - 1n, { ok: true, value: 2n ** 64n - 1n }],
  ['f32', 0x3f80_0000n, { ok: true, value: 1 }],
  ['bool', 1n, { ok: true, value: true }],
  ['bool', 2n, { ok: false, problem: 'the value is 2, and a bool is 0 or 1' }],
  [colour, 7n, { ok: true, value: 'blue' }],
])('a scalar %j in 64 bits %s', (kind, bits, expected) => {
  expect(decodeScalar(kind, bits)).toEqual(expected);
});
