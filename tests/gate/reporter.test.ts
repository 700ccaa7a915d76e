import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CommandRunner } from './command.ts';
import type { Outcome } from './outcome.ts';
import { readOutcomesReport } from './outcomes-report.ts';

/** Runs one file of `seeds/` in a Vitest of its own. */
async function runSeed(name: string): Promise<{ exitCode: number | null; outcomes: Outcome[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-gate-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const report = join(folder, 'outcomes.json');
  const { exitCode } = await new CommandRunner().run({
    args: [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config=tests/gate/seeds/vitest.config.ts',
      '--root=.',
      name,
    ],
    env: { TUTTI_UNIT_OUTCOMES: report },
    timeoutMs: 300_000,
    output: 'held',
  });
  return { exitCode, outcomes: readOutcomesReport(readFileSync(report, 'utf8')) };
}

const seeds = 'tests/gate/seeds';

test('a pass, a failure and a skip are reported with message and reason', async () => {
  expect(await runSeed('verdicts')).toEqual({
    exitCode: 1,
    outcomes: [
      { state: 'passed', name: `${seeds}/verdicts.seed.ts > adds` },
      {
        state: 'failed',
        name: `${seeds}/verdicts.seed.ts > subtracts`,
        message: `Error: three is not two\n  at ${seeds}/verdicts.seed.ts:8:9`,
      },
      {
        state: 'failed',
        name: `${seeds}/verdicts.seed.ts > repeats`,
        message: [
          "AssertionError: expected { text: 'cool' } to deeply equal { text: 'coolcool' }",
          `  at ${seeds}/verdicts.seed.ts:12:28`,
          '- Expected',
          '+ Received',
          '',
          '  {',
          '-   "text": "coolcool",',
          '+   "text": "cool",',
          '  }',
        ].join('\n'),
      },
      { state: 'skipped', name: `${seeds}/verdicts.seed.ts > compiles`, reason: 'missing: rustc' },
    ],
  });
});

test('a file that cannot be loaded is a failure', async () => {
  expect(await runSeed('broken-import')).toEqual({
    exitCode: 1,
    outcomes: [
      {
        state: 'failed',
        name: `${seeds}/broken-import.seed.ts`,
        message: `Error: this file cannot be loaded\n  at ${seeds}/broken-import.seed.ts:5:7`,
      },
    ],
  });
});

test('an error that comes after its test has passed is a failure', async () => {
  const { exitCode, outcomes } = await runSeed('late-rejection');
  expect([exitCode, outcomes.map(({ state, name }) => [state, name])]).toEqual([
    1,
    [
      ['passed', `${seeds}/late-rejection.seed.ts > leaves a promise behind that nobody awaits`],
      ['failed', 'error outside of a test'],
    ],
  ]);
  expect(outcomes[1]).toHaveProperty(
    'message',
    expect.stringMatching(/^Error: nobody heard this\n {2}at .*late-rejection/),
  );
});

test('a test that takes its process down is a failure', async () => {
  const { exitCode, outcomes } = await runSeed('crash');
  expect([exitCode, outcomes[0]]).toEqual([
    1,
    {
      state: 'failed',
      name: `${seeds}/crash.seed.ts > takes its process down`,
      message: 'The test did not finish: its process may have crashed.',
    },
  ]);
});
