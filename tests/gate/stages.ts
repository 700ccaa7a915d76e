import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { chromiumKind, firefoxKind, provideBrowser, thisMachine } from './browser.ts';
import type { Command, CommandRunner } from './command.ts';
import { describeEnding, judgeStage, type Outcome } from './outcome.ts';
import { readOutcomesReport } from './outcomes-report.ts';
import { readPlaywrightReport } from './playwright-report.ts';
import type { StageName } from './selection.ts';

/** Runs one stage to its end. @returns what it came to, never an empty list */
export type Stage = (runner: CommandRunner, filters: readonly string[]) => Promise<Outcome[]>;

const minuteMs = 60_000;
const unitReport = 'build/unit-outcomes.json';
const browserReport = 'build/browser-results.json';
const browserOptions = [
  '--config=tests/browser/playwright.config.ts',
  '--output=build/browser',
  '--reporter=list,json',
  '--forbid-only',
];

/** What each stage runs. Each type check, the lint and the build count as one test. */
export const stages: Readonly<Record<StageName, Stage>> = {
  async types(runner) {
    // First Astro: it also writes the types of the site's content, which tsc reads.
    const astro = await runCheck(runner, 'astro check', ['node_modules/astro/bin/astro.mjs', 'check']);
    const tsc = await runCheck(runner, 'tsc --noEmit', ['node_modules/typescript/bin/tsc', '--noEmit']);
    return [tsc, astro];
  },

  async lint(runner) {
    const args = ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'];
    return [await runCheck(runner, 'biome check', args)];
  },

  async build(runner) {
    return [await runCheck(runner, 'build', ['src/cli/project.ts', 'build'], 'shown')];
  },

  async unit(runner, filters) {
    rmSync(unitReport, { force: true });
    const ending = await runner.run({
      args: ['node_modules/vitest/vitest.mjs', 'run', ...filters],
      env: { TUTTI_UNIT_OUTCOMES: unitReport },
      timeoutMs: 28 * minuteMs,
      output: 'shown',
    });
    const outcomes = readOutcomesReport(readReport(unitReport));
    // Vitest calls a test that the filters leave out skipped, without a reason.
    const wanted = outcomes.filter(
      (it) => filters.length === 0 || it.state !== 'skipped' || it.reason !== '',
    );
    return judgeStage('unit', wanted, ending);
  },

  async browser(runner, filters) {
    const machine = thisMachine();
    const search = provideBrowser(chromiumKind, machine);
    if (!search.ok) return [{ state: 'failed', name: 'browser', message: search.message }];
    // Without Firefox its tests are skipped with their reason, which fails the gate in CI.
    const firefox = provideBrowser(firefoxKind, machine);
    if (!firefox.ok) process.stdout.write(`  ${firefox.message}\n`);
    rmSync(browserReport, { force: true });
    const ending = await runner.run({
      args: ['node_modules/playwright/cli.js', 'test', ...browserOptions, ...filters],
      env: {
        TUTTI_CHROMIUM: search.path,
        ...(firefox.ok && { TUTTI_FIREFOX: firefox.path }),
        PLAYWRIGHT_JSON_OUTPUT_FILE: resolve(browserReport),
      },
      timeoutMs: 28 * minuteMs,
      output: 'shown',
    });
    return judgeStage('browser', readPlaywrightReport(readReport(browserReport)), ending);
  },
};

/** Runs a tool whose exit code is the answer. Its output is the failure's message. */
async function runCheck(
  runner: CommandRunner,
  name: string,
  args: readonly string[],
  output: Command['output'] = 'held',
): Promise<Outcome> {
  const ended = await runner.run({ args, timeoutMs: 10 * minuteMs, output });
  const fault = describeEnding(ended);
  if (fault === undefined) return { state: 'passed', name };
  process.stdout.write(ended.output);
  const message = output === 'shown' ? '' : stripVTControlCharacters(ended.output).trim();
  return { state: 'failed', name, message: message === '' ? `${name} ${fault}; see above.` : message };
}

function readReport(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
