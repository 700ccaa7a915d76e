import { expect, test } from 'vitest';
import { readOutcomesReport } from './outcomes-report.ts';
import { readPlaywrightReport } from './playwright-report.ts';

test.each([
  // [what, report, message]
  ['missing', undefined, 'Vitest wrote no report: it crashed before the end.'],
  ['cut off', '[{"state":"pas', 'Vitest’s report is not JSON: it was cut off while being written.'],
  ['of another form', '{"numTotalTests":3}', 'Vitest’s report is not a list of outcomes.'],
  [
    'holding a strange state',
    '[{"state":"green","name":"adds"}]',
    'Entry 0 of Vitest’s report is not an outcome.',
  ],
  [
    'holding a failure without message',
    '[{"state":"failed","name":"adds"}]',
    'Entry 0 of Vitest’s report is not an outcome.',
  ],
])('a unit report that is %s is a failure', (_what, report, message) => {
  expect(readOutcomesReport(report)).toEqual([{ state: 'failed', name: 'unit', message }]);
});

test('a unit report is read as it was written', () => {
  const outcomes = [
    { state: 'passed', name: 'adds' },
    { state: 'skipped', name: 'compiles', reason: 'missing: rustc' },
    { state: 'failed', name: 'divides', message: 'by zero' },
  ];
  expect(readOutcomesReport(JSON.stringify(outcomes))).toEqual(outcomes);
});

test.each([
  // [what, report, message]
  ['missing', undefined, 'Playwright wrote no report: it crashed before the end.'],
  ['cut off', '{"suites":[', 'Playwright’s report is not JSON: it was cut off while being written.'],
  ['of another form', 'null', 'Playwright’s report holds no suites and errors.'],
])('a browser report that is %s is a failure', (_what, report, message) => {
  expect(readPlaywrightReport(report)).toEqual([{ state: 'failed', name: 'browser', message }]);
});

/** A spec with one test, in Playwright's form. */
function spec(title: string, test: object) {
  return { title, tests: [{ projectName: '', annotations: [], results: [], ...test }] };
}

test('a browser report tells a pass from a skip, a flake, and a test that was never run', () => {
  const report = {
    errors: [{ message: 'Cannot listen on port 4321' }],
    suites: [
      {
        title: 'home.spec.ts',
        specs: [
          spec('opens', { status: 'expected', projectName: 'wide', results: [{ errors: [] }] }),
          spec('was planned', { status: 'skipped' }),
        ],
        suites: [
          {
            title: 'search',
            specs: [
              spec('finds', {
                status: 'unexpected',
                results: [{ errors: [{ message: '\u001b[31mno result\u001b[39m' }] }],
              }),
              spec('closes', {
                status: 'flaky',
                results: [{ errors: [{ message: 'too slow' }] }, { errors: [] }],
              }),
              spec('touches', {
                status: 'skipped',
                annotations: [{ type: 'skip', description: 'touch screens only' }],
                results: [{ errors: [] }],
              }),
            ],
          },
        ],
      },
    ],
  };
  expect(readPlaywrightReport(JSON.stringify(report))).toEqual([
    { state: 'passed', name: 'home.spec.ts > opens [wide]' },
    { state: 'failed', name: 'home.spec.ts > was planned', message: 'The test was never run.' },
    { state: 'failed', name: 'home.spec.ts > search > finds', message: 'no result' },
    {
      state: 'failed',
      name: 'home.spec.ts > search > closes',
      message: 'Passed only when tried again:\ntoo slow',
    },
    { state: 'skipped', name: 'home.spec.ts > search > touches', reason: 'touch screens only' },
    { state: 'failed', name: 'error outside of a test', message: 'Cannot listen on port 4321' },
  ]);
});
