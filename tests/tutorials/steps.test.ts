import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checksFor, runChecks } from '../../src/checks/index.ts';
import { wasmDriver } from '../../src/lab/index.ts';
import { buildPlugin, buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { nativeDriver } from '../../src/toolkit/native-driver.ts';

interface Step {
  /** The plugin as it stands at the end of the step, relative to the step. */
  readonly solution: string;
  /** Checks that it is not meant to pass yet. */
  readonly fails: readonly string[];
}

const workspace = workspaceAt(process.cwd());
const files = globSync('content/docs/tutorials/*/*/step.json').sort();
const checks = checksFor(['tutti.text']);

beforeAll(async () => {
  await buildServices({ workspace });
});

test('the first tutorial has steps', () => {
  expect(files.map((file) => dirname(file).split(/[\\/]/).at(-1))).toEqual(['1-write', '3-own', '4-refuse']);
});

describe.each(files)('%s', (file) => {
  const { solution, fails } = JSON.parse(readFileSync(file, 'utf8')) as Step;
  const folder = normalize(join(dirname(file), solution));

  test('names checks that exist', () => {
    expect(fails.filter((id) => !checks.some((check) => check.id === id))).toEqual([]);
  });

  test('fails those checks and passes all others, in both hosts', async () => {
    const native = await buildPlugin(folder, { workspace, target: 'native' });
    const wasm = await buildPlugin(folder, { workspace, target: 'wasm32' });
    for (const driver of [nativeDriver(native.file), wasmDriver(readFileSync(wasm.file), 'step.wasm')]) {
      const results = await runChecks(checks, driver);
      expect(results.filter((r) => r.outcome !== 'passed').map((r) => r.id)).toEqual(fails);
    }
  });
});
