import { expect, test } from 'vitest';
import { compileIndex, resolve, verifyProof } from '../../src/resolver/index.ts';
import { adversarialCases } from '../bench/adversarial.ts';

const cases = adversarialCases();

test.each([
  // question         answer      attempts
  ['pigeonhole-7', 'conflict', 862],
  ['queens-8', 'resolved', 17],
  ['queens-20', 'resolved', 15],
  ['deep-chain-5000', 'conflict', 1],
  ['wide-chain-200', 'conflict', 2],
  ['enemies-300', 'conflict', 1],
] as const)('%s, a question made to be hard, ends with %s after %i attempts', (name, outcome, attempts) => {
  const { releases, request } = cases.find((one) => one.name === name)!;
  const compiled = compileIndex({ releases });
  const resolution = resolve(compiled, request);
  expect([resolution.outcome, resolution.effort.attempts]).toEqual([outcome, attempts]);
  if (resolution.outcome === 'conflict')
    expect(verifyProof(compiled, resolution.conflict)).toEqual({ valid: true });
});

test('pigeonhole-12 has no short proof of this kind: when the budget is spent, the honest answer is "unknown"', () => {
  const { releases, request } = cases.find((one) => one.name === 'pigeonhole-12')!;
  const { outcome, effort } = resolve(compileIndex({ releases }), { ...request, budget: { conflicts: 300 } });
  expect([outcome, effort.conflicts]).toEqual(['unknown', 301]);
});
