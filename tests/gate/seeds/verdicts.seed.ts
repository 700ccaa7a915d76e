import { expect, test } from 'vitest';

test('adds', () => {
  expect(1 + 1).toBe(2);
});

test('subtracts', () => {
  throw new Error('three is not two');
});

test('repeats', () => {
  expect({ text: 'cool' }).toEqual({ text: 'coolcool' });
});

test('compiles', (context) => {
  context.skip('missing: rustc');
});
