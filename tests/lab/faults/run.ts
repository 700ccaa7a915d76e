import { writeFileSync } from 'node:fs';
import { workspaceAt } from '../../../src/toolkit/index.ts';
import { faultMatrix } from './fault-matrix.ts';
import { captureReport, reportFile } from './fault-report.ts';

/**
 * The fault matrix: every seeded mistake in both runtimes.
 *
 *     npm run lab:faults                one line each
 *     npm run lab:faults -- --json      the same as data
 *     npm run lab:faults -- --write     writes content/reports/lab-faults.json, which the pages of "It crashed" show
 *
 * @returns 0 when at least 95 % of what can be found is found exactly, else 1
 */
const workspace = workspaceAt(process.cwd());
const { verdicts, exactShare, leastShare } = await faultMatrix(workspace);
if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify({ exactShare, leastShare, verdicts }, null, 2)}\n`);
} else {
  for (const { mistake, runtime, expected, found, isExact, why } of verdicts) {
    const state = isExact ? 'exact' : `${why}${found === '' ? '' : `: ${found}`}`;
    process.stdout.write(`${mistake.padEnd(26)} ${runtime.padEnd(6)} ${expected.padEnd(40)} ${state}\n`);
  }
  process.stdout.write(`\n${(100 * exactShare).toFixed(1)} % exact\n`);
}
if (process.argv.includes('--write')) {
  writeFileSync(reportFile, `${JSON.stringify(await captureReport(workspace), undefined, 2)}\n`);
  process.stdout.write(`Wrote ${reportFile}; read the difference.\n`);
}
process.exitCode = exactShare >= leastShare ? 0 : 1;
