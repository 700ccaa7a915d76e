import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../src/checks/index.ts';
import { type Finding, judge, type RunResult } from '../../../src/lab/index.ts';
import { plan } from './plan.ts';

const nothing: RunResult = {
  outcome: 'finished',
  trace: [],
  findings: [],
  results: [],
  checks: [],
  coverage: [],
  steps: 0,
  elapsedMs: 0,
};
const passed = (id: string): CheckResult => ({
  ...{ id, title: `${id} holds`, driver: 'wasm', outcome: 'passed', detail: '', ms: 0, events: [] },
});
const both = [passed('repeats-the-text'), passed('goes-on-after-a-refusal')];
const leak: Finding = {
  kind: 'leak',
  message: 'a block of malloc, 4 bytes, was never given back',
  at: { file: 'plugin.c', line: 12, column: 3, function: 'repeat', isExact: true },
  stack: [],
  block: undefined,
  call: 1,
  isFatal: false,
};

/** Whether it is passed, and the sentence. */
function judged(result: Partial<RunResult>) {
  const { isPassed, sentence } = judge(plan, { ...nothing, ...result });
  return [isPassed, sentence];
}

// what happened, the result, whether it is passed and what is said
test.each([
  [
    'every check passed',
    { checks: both },
    true,
    'Both checks pass. One length sizes the block and is handed over.',
  ],
  [
    'Run alone',
    {},
    false,
    'It ran to its end, and no mistake was seen. Check tells whether it does what this step asks for.',
  ],
  [
    'a check failed',
    { checks: [{ ...passed('repeats-the-text'), outcome: 'failed', detail: 'it was "cool"' }, both[1]!] },
    false,
    'This should be true: repeats-the-text holds. What was seen: it was "cool". 1 of 2 checks pass already.',
  ],
  [
    'a mistake was found, whatever the checks say',
    { checks: both, findings: [leak] },
    false,
    'Look at line 12: a block of malloc, 4 bytes, was never given back. A block is still held after destroy, when nobody is left who could give it back.',
  ],
  [
    'a mistake without a line, and another one',
    { findings: [{ ...leak, at: undefined }, leak] },
    false,
    'A block of malloc, 4 bytes, was never given back. A block is still held after destroy, when nobody is left who could give it back. It is the first of 2 mistakes: the others may follow from it.',
  ],
  [
    'the run was ended',
    { outcome: 'terminated', findings: [leak] },
    false,
    'It was ended before it was done. Its log shows how far it came: look at the last line that ran.',
  ],
  [
    'the plugin refused',
    { trace: [{ type: 'failure', code: 'call-failed', message: 'Cannot call it: no', line: undefined }] },
    false,
    'No mistake was seen. The plugin refused, in these words: Cannot call it: no.',
  ],
] as const)('%s', (_what, result, isPassed, sentence) => {
  expect(judged(result as Partial<RunResult>)).toEqual([isPassed, sentence]);
});

describe('what a verdict lists', () => {
  test("checks stand in the step's order, those of others are left out", () => {
    const { checks, isPassed } = judge(plan, { ...nothing, checks: [passed('other'), ...both.toReversed()] });
    expect([checks.map(({ id }) => id), isPassed]).toEqual([
      ['repeats-the-text', 'goes-on-after-a-refusal'],
      true,
    ]);
  });

  test('a mistake that every check makes again is told once', () => {
    const other: Finding = { ...leak, kind: 'double-free' };
    expect(judge(plan, { ...nothing, findings: [leak, other, { ...leak, call: 2 }] }).findings).toEqual([
      leak,
      other,
    ]);
  });

  test('a check that was not made passes no step', () => {
    expect(judge(plan, { ...nothing, checks: both.slice(0, 1) }).isPassed).toBe(false);
  });
});
