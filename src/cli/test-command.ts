import { readFile } from 'node:fs/promises';
import { type Check, type CheckResult, checksFor, type Driver, runChecks } from '../checks/index.ts';
import { wasmDriver } from '../lab/index.ts';
import type { Language } from '../manifest/index.ts';
import { buildPlugin, languageTitles, readPluginFolder, runChecksApart } from '../toolkit/index.ts';
import type { Command, Context } from './command.ts';
import { languageOf, languageOption } from './language-option.ts';
import type { Meaning } from './paint.ts';
import { table } from './table.ts';

const meanings = {
  passed: 'good',
  failed: 'bad',
  crashed: 'bad',
  skipped: 'quiet',
  warning: 'warning',
} as const satisfies Record<CheckResult['outcome'], Meaning>;

export const testCommand: Command = {
  name: 'test',
  summary: 'Runs the checks that a plugin owes its host',
  description:
    'Builds the plugin in a folder and runs every check of what it provides, against the native build in a process of its own and against the wasm32 build in the host that the page uses. From C++, Rust and Zig there is no wasm32 build: its checks are skipped. The answer is no when a check fails.',
  parameters: [{ name: 'folder', summary: 'The plugin: a folder with a tutti.json' }],
  options: {
    driver: { type: 'string', choices: ['native', 'wasm'], summary: 'Runs the checks against only this one' },
    language: languageOption,
    json: { type: 'boolean', summary: 'Prints the results as JSON' },
  },
  examples: [
    { line: 'tutti test examples/repeat', meaning: 'all checks, both drivers' },
    { line: 'tutti test examples/repeat --driver native', meaning: 'only as this machine runs it' },
    { line: 'tutti test examples/repeat --language zig', meaning: 'the same checks on its Zig source' },
  ],
  async answer({ values: [folder = '.'], options }, context) {
    const { workspace, paint } = context;
    const language = languageOf(options);
    const plugin = await readPluginFolder(workspace, folder);
    const provided = Object.keys(plugin.manifest.provides ?? {});
    const checks = checksFor(provided);
    const results: CheckResult[] = [];
    for (const name of ['native', 'wasm'] as const) {
      if ((options.driver ?? name) !== name) continue;
      if (name === 'native') results.push(...(await nativeResults(folder, language, provided, context)));
      else if (language !== 'c') results.push(...skipped(checks, name, language));
      else results.push(...(await wasmResults(folder, checks, context)));
    }
    const isYes = results.every(({ outcome }) => outcome !== 'failed' && outcome !== 'crashed');
    if (options.json) {
      return { isYes, text: JSON.stringify(results.map(({ events: _, ...result }) => result)) };
    }
    const lines = table(
      results.flatMap(({ outcome, driver, title, detail }) => [
        [paint(meanings[outcome], outcome), driver, title],
        ...(detail === '' ? [] : [['', '', detail]]),
      ]),
    );
    return { isYes, text: [`${plugin.id} ${plugin.version}`, ...lines, summary(results)].join('\n') };
  },
};

async function nativeResults(
  folder: string,
  language: Language,
  provided: readonly string[],
  { workspace, signal }: Context,
): Promise<CheckResult[]> {
  const { file } = await buildPlugin(folder, { workspace, target: 'native', language, signal });
  return runChecksApart(file, provided, { signal });
}

async function wasmResults(
  folder: string,
  checks: readonly Check[],
  { workspace, signal }: Context,
): Promise<CheckResult[]> {
  const { file, path } = await buildPlugin(folder, { workspace, target: 'wasm32', signal });
  return runChecks(checks, wasmDriver(await readFile(file), path));
}

function skipped(checks: readonly Check[], driver: Driver['name'], language: Language): CheckResult[] {
  const detail = `${languageTitles[language]} is not built for wasm32`;
  return checks.map(({ id, title }) => ({
    id,
    title,
    driver,
    outcome: 'skipped',
    detail,
    ms: 0,
    events: [],
  }));
}

/** `11 passed, 1 failed`; outcomes that did not occur are left out, except these two. */
function summary(results: readonly CheckResult[]): string {
  const count = (outcome: CheckResult['outcome']) =>
    results.filter((each) => each.outcome === outcome).length;
  const rest = (['crashed', 'warning', 'skipped'] as const).filter((outcome) => count(outcome) > 0);
  return (['passed', 'failed', ...rest] as const).map((outcome) => `${count(outcome)} ${outcome}`).join(', ');
}
