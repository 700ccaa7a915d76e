import { expect, test } from 'vitest';
import { judgeStage, type Outcome } from './outcome.ts';
import { summarize } from './summary.ts';

const laptop = { isCI: false };
const ci = { isCI: true };

const passed: Outcome = { state: 'passed', name: 'adds' };
const failed: Outcome = { state: 'failed', name: 'divides', message: 'expected 2\n  got 3' };
const skipped: Outcome = { state: 'skipped', name: 'compiles', reason: 'missing: rustc' };

test('the summary repeats failures, lists skips with reasons, and ends with the counts alone', () => {
  const stages = [
    { stage: 'lint', durationMs: 1234, outcomes: [passed] },
    { stage: 'unit', durationMs: 65_000, outcomes: [passed, failed, skipped] },
  ];
  expect(summarize(stages, laptop)).toEqual({
    lines: [
      'Failed',
      '',
      '✗ divides',
      '    expected 2',
      '      got 3',
      '',
      'Skipped',
      '',
      '- compiles: missing: rustc',
      '',
      'Stages',
      '',
      'lint        1.2 s  1 passed, 0 failed, 0 skipped.',
      'unit       65.0 s  1 passed, 1 failed, 1 skipped.',
      '',
      '2 passed, 1 failed, 1 skipped',
    ],
    exitCode: 1,
  });
});

test.each([
  // [what, outcomes, options, last line, exit code]
  ['all passed', [passed, passed], laptop, '2 passed, 0 failed, 0 skipped', 0],
  ['a tool is missing on a laptop', [passed, skipped], laptop, '1 passed, 0 failed, 1 skipped', 0],
  ['a tool is missing in CI', [passed, skipped], ci, '1 passed, 1 failed, 0 skipped', 1],
  [
    'a skip has another reason in CI',
    [passed, { state: 'skipped', name: 'opens', reason: 'Windows only' }],
    ci,
    '1 passed, 0 failed, 1 skipped',
    0,
  ],
  [
    'a skip has no reason',
    [passed, { state: 'skipped', name: 'opens', reason: ' ' }],
    laptop,
    '1 passed, 1 failed, 0 skipped',
    1,
  ],
  ['nothing passed', [], laptop, '0 passed, 0 failed, 0 skipped', 1],
] satisfies [string, Outcome[], { isCI: boolean }, string, number][])(
  'the last line counts and the exit code follows when %s',
  (_what, outcomes, options, lastLine, exitCode) => {
    const summary = summarize([{ stage: 'unit', durationMs: 0, outcomes }], options);
    expect([summary.lines.at(-1), summary.exitCode]).toEqual([lastLine, exitCode]);
    expect(summary.lines.filter((line) => /^\d+ passed, \d+ failed, \d+ skipped$/.test(line))).toHaveLength(
      1,
    );
  },
);

test('a message that is very long is cut in the summary', () => {
  const message = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');
  const outcomes: Outcome[] = [{ state: 'failed', name: 'types', message }];
  const { lines } = summarize([{ stage: 'types', durationMs: 0, outcomes }], laptop);
  expect(lines.slice(62, 64)).toEqual(['    line 59', '    … and 40 more lines above']);
});

const success = { exitCode: 0, signal: null };

test.each([
  // [what, outcomes, ending, message of the failure that is added]
  [
    'the process failed and no test did',
    [passed],
    { exitCode: 1, signal: null },
    'The unit stage ended with exit code 1, and no test says why.',
  ],
  [
    'the process was killed',
    [passed],
    { exitCode: null, signal: 'SIGSEGV' },
    'The unit stage was ended by SIGSEGV, and no test says why.',
  ],
  [
    'the process hung',
    [passed],
    { exitCode: null, signal: 'SIGINT', timedOutMs: 900_000 },
    'The unit stage did not end within 15 minutes, and no test says why.',
  ],
  ['no test was found', [], success, 'The unit stage executed no test.'],
  ['every test was skipped', [skipped], success, 'The unit stage executed no test.'],
] satisfies [string, Outcome[], object, string][])(
  'a stage gets a failure of its own when %s',
  (_what, outcomes, ending, message) => {
    expect(judgeStage('unit', outcomes, ending)).toEqual([
      ...outcomes,
      { state: 'failed', name: 'unit', message },
    ]);
  },
);

test('a stage whose failing test explains the exit code gets no second failure', () => {
  expect(judgeStage('unit', [failed], { exitCode: 1, signal: null })).toEqual([failed]);
});
