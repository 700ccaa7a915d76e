import { expect, test } from 'vitest';

test('adds', () => {
  expect(1 + 1).toBe(2);
});

test('subtracts', () => {
  throw new Error('three is not two');
});

test('compiles', (context) => {
  context.skip('missing: rustc');
});
