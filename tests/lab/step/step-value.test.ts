import { expect, test } from 'vitest';
import { type Kind, list, optional, record, resultOf, type Value } from '../../../src/abi/index.ts';
import type { StepValue } from '../../../src/lab/index.ts';
import { isSame, valueFrom, withInvalidText, writtenOf } from '../../../src/lab/step/step-value.ts';

const note = record('note', { pitch: 'u8', at: 'u64' });

// kind, as it is written, as a value
const values: readonly (readonly [Kind, StepValue, Value])[] = [
  ['string', 'cool', 'cool'],
  ['string', [0xff, 0xfe], Uint8Array.of(0xff, 0xfe)],
  ['bytes', [1, 2], Uint8Array.of(1, 2)],
  ['bytes', [256], [256]],
  ['u64', 3, 3n],
  ['u64', 0.5, 0.5],
  ['bool', true, true],
  [list('u16'), [1, 2], Uint16Array.of(1, 2)],
  [list('u64'), [1], BigUint64Array.of(1n)],
  [list('string'), ['a', [0xff]], ['a', Uint8Array.of(0xff)]],
  [list('u8'), ['x'], ['x']],
  [note, { pitch: 60, at: 7 }, { pitch: 60, at: 7n }],
  [note, 'x', 'x'],
  [optional(note), null, undefined],
  [optional('u64'), 1, 1n],
  [resultOf('u64', 'string'), { ok: true, value: 1 }, { ok: true, value: 1n }],
  [resultOf('u64', 'bytes'), { ok: false, error: [1] }, { ok: false, error: Uint8Array.of(1) }],
];

test.each(values)('%j written as %j is a value', (kind, written, value) => {
  expect(valueFrom(kind, written)).toEqual(value);
});

test('what no capability declares keeps its field', () => {
  expect(valueFrom(note, { pitch: 60, colour: 'red' })).toEqual({ pitch: 60, colour: 'red' });
});

test('a value is written as a step.json would', () => {
  const value = { total: 3n, words: ['la'], counts: Uint32Array.of(1, 2), none: undefined };
  expect(writtenOf(value)).toEqual({ total: 3, words: ['la'], counts: [1, 2], none: null });
});

// left, right, whether they are the same
test.each([
  [{ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 }, true],
  [[1, 2], [2, 1], false],
  ['1', 1, false],
  [null, null, true],
])('%j and %j', (left, right, same) => {
  expect(isSame(left, right)).toBe(same);
});

// kind, value, the same with its text spoilt
test.each<readonly [Kind, Value, Value]>([
  ['string', 'ab', Uint8Array.of(0x61, 0xff)],
  ['string', '', Uint8Array.of(0xff)],
  ['u32', 3, 3],
  [list('string'), ['a'], [Uint8Array.of(0xff)]],
  [
    record('line', { text: 'string', count: 'u8' }),
    { text: 'a', count: 1 },
    { text: Uint8Array.of(0xff), count: 1 },
  ],
  [optional('string'), 'a', Uint8Array.of(0xff)],
  [optional('string'), undefined, undefined],
])('text within %j is spoilt', (kind, value, spoilt) => {
  expect(withInvalidText(kind, value)).toEqual(spoilt);
});
