import { expect, test } from 'vitest';
import { decide, restartPolicy, type SeenFault } from '../../../src/host/supervisor/restart-policy.ts';

const policy = {
  ...restartPolicy,
  firstDelayMs: 100,
  factor: 3,
  longestDelayMs: 500,
  faults: 6,
  withinMs: 1000,
};
const faultsAt = (...times: number[]): SeenFault[] =>
  times.map((at) => ({ at, code: 'crashed', message: `at ${at}` }));

// when the faults happened, what follows the last
test.each([
  [[0], { restartAfterMs: 0 }],
  [[0, 10], { restartAfterMs: 100 }],
  [[0, 10, 20], { restartAfterMs: 300 }],
  [[0, 10, 20, 30], { restartAfterMs: 500 }],
  [[0, 10, 20, 30, 40, 50], { quarantine: faultsAt(0, 10, 20, 30, 40, 50) }],
  [[0, 999], { restartAfterMs: 100 }],
  [[0, 1000], { restartAfterMs: 0 }],
  [[0, 10, 20, 30, 40, 1005], { restartAfterMs: 500 }],
])('after faults at %j the next step is %j', (times, sequel) => {
  expect(decide(faultsAt(...times), policy).sequel).toEqual(sequel);
});

test('faults of long ago are forgotten', () => {
  expect(decide(faultsAt(0, 10, 1005), policy).recent).toEqual(faultsAt(10, 1005));
});
