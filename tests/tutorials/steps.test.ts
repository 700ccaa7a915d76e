import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { checksFor, runChecks } from '../../src/checks/index.ts';
import { expectedFailures, findExamples } from '../../src/cli/project/examples.ts';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { findSteps } from '../../src/cli/project/lab/step-folder.ts';
import { checksOfStep, Sanitizer, wasmDriver } from '../../src/lab/index.ts';
import { buildPlugin, buildServices, readPluginFolder, workspaceAt } from '../../src/toolkit/index.ts';
import { nativeDriver } from '../../src/toolkit/native-driver.ts';
import { comparableLogs } from '../checks/comparable-logs.ts';
import { whyNotNative } from '../lab/faults/native-verdict.ts';
import { nativeDifferences } from './proof/native-differences.ts';
import { nativeProblems } from './proof/native-proof.ts';
import { pageProblems, variantModule } from './proof/page-proof.ts';

const workspace = workspaceAt(process.cwd());
const builds = new DebugBuilds(workspace);
const steps = await findSteps(workspace);
const noNative = whyNotNative();

beforeAll(async () => {
  await buildServices({ workspace });
});

test('the native half of the proof can run here', (context) => {
  if (noNative !== undefined && process.env.CI !== 'true') context.skip(noNative);
  expect(noNative).toBe(undefined);
});

test('each native difference is about a variant that there is', () => {
  const variants = steps.flatMap(({ id, sources }) => Object.keys(sources).map((name) => `${id}/${name}`));
  expect(Object.keys(nativeDifferences).filter((name) => !variants.includes(name))).toEqual([]);
});

describe.each(steps.map((step) => ({ ...step, step })))('$id', ({ step, folder, plan, sources }) => {
  test.each(Object.keys(sources))('%s is in the page what the step says', async (variant) => {
    expect(await pageProblems(builds, step, variant)).toEqual([]);
  });

  test.skipIf(noNative).each(Object.keys(sources))('%s is natively what the step says', (variant) => {
    expect(nativeProblems(workspace.dir, step, variant)).toEqual([]);
  });

  test('the solution passes each check in both hosts, and their event logs are equal', async () => {
    const native = await buildPlugin(`${folder}/solution`, { workspace, target: 'native' });
    const wasm = await variantModule(builds, step, 'solution');
    const checks = checksOfStep(plan);
    const inProcess = await runChecks(checks, nativeDriver(native.file));
    const inPage = await runChecks(
      checks,
      wasmDriver(wasm, 'plugin.wasm', () => new Sanitizer(wasm)),
    );
    expect(inProcess.map(({ id, outcome, detail }) => ({ id, outcome, detail }))).toEqual(
      checks.map(({ id }) => ({ id, outcome: 'passed', detail: '' })),
    );
    expect(comparableLogs(inPage)).toEqual(comparableLogs(inProcess));
  });
});

const solutions = (await findExamples(workspace)).filter((folder) => folder.endsWith('/solution'));

test.each(solutions)(
  '%s fails the checks that its step names and passes all others, in both hosts',
  async (folder) => {
    const { manifest } = await readPluginFolder(workspace, folder);
    const fails = await expectedFailures(workspace, folder);
    const native = await buildPlugin(folder, { workspace, target: 'native' });
    const wasm = await buildPlugin(folder, { workspace, target: 'wasm32' });
    const checks = checksFor(Object.keys(manifest.provides ?? {}));
    for (const driver of [nativeDriver(native.file), wasmDriver(readFileSync(wasm.file), 'step.wasm')]) {
      const results = await runChecks(checks, driver);
      expect(results.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id)).toEqual(fails);
    }
  },
);
