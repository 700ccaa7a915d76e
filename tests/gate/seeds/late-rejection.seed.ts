import { test } from 'vitest';

test('leaves a promise behind that nobody awaits', () => {
  void Promise.reject(new Error('nobody heard this'));
});
