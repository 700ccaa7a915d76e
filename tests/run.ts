import { CommandRunner } from './gate/command.ts';
import type { Outcome } from './gate/outcome.ts';
import { selectStages } from './gate/selection.ts';
import { stages } from './gate/stages.ts';
import { type StageOutcomes, summarize } from './gate/summary.ts';

/**
 * The gate: `npm test`, and what CI runs. One stage after the other, one summary at the end.
 *
 *     npm test                                      everything
 *     npm test -- --only types,lint                 parts
 *     npm test -- --only unit tests/resolver        one part, filtered; the filters go to Vitest or Playwright
 */
async function main(): Promise<number> {
  const selection = selectStages(process.argv.slice(2));
  if (!selection.ok) {
    process.stderr.write(`${selection.message}\n`);
    return 2;
  }
  const runner = new CommandRunner();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => runner.stop());

  const results: StageOutcomes[] = [];
  let isBuilt = true;
  for (const stage of selection.stages) {
    process.stdout.write(`\n▸ ${stage}\n`);
    const start = performance.now();
    const outcomes: Outcome[] =
      stage === 'browser' && !isBuilt
        ? [
            {
              state: 'failed',
              name: stage,
              message: 'Not run: the build failed, so there is no site to open.',
            },
          ]
        : await stages[stage](runner, selection.filters);
    if (runner.isStopped) {
      process.stdout.write(`\nStopped in the ${stage} stage.\n`);
      return 130;
    }
    const failed = outcomes.filter((outcome) => outcome.state === 'failed');
    if (stage === 'build') isBuilt = failed.length === 0;
    const durationMs = performance.now() - start;
    results.push({ stage, durationMs, outcomes });
    const verdict = failed.length === 0 ? 'done' : `${failed.length} failed`;
    process.stdout.write(`  ${verdict} in ${(durationMs / 1000).toFixed(1)} s\n`);
  }

  const summary = summarize(results, { isCI: process.env.CI === 'true' });
  process.stdout.write(`\n${summary.lines.join('\n')}\n`);
  return summary.exitCode;
}

process.exitCode = await main();
