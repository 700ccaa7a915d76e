import { beforeAll, describe, expect, test } from 'vitest';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { readFixedTwins } from './faults/fixed-twins.ts';
import { readMistakes } from './faults/mistake-file.ts';
import { sanitizerReport, whyNotNative } from './faults/native-verdict.ts';
import { runMistake } from './faults/wasm-verdict.ts';

const root = process.cwd();
const workspace = workspaceAt(root);
const builds = new DebugBuilds(workspace);
const twins = readFixedTwins(root);
const noNative = whyNotNative();
const answers = new Map<string, readonly (string | undefined)[]>([
  ['borrowed-written.c', ['Coolcoolcool', 'Calalalalala']],
  // It refuses both calls, mistaken or not: it takes no memory from its host.
  ['exception-thrown.cpp', [undefined, undefined]],
]);

beforeAll(async () => {
  await buildServices({ workspace });
});

test('each fixed twin has a mistake of the same name', () => {
  const seeded = readMistakes(root).map(({ file }) => file);
  expect(twins.map(({ file }) => file).filter((file) => !seeded.includes(file))).toEqual([]);
});

describe.each(twins)('$file, fixed', (twin) => {
  test('runs clean in the lab', async () => {
    const { findings, results, outcome } = await runMistake(root, builds, twin);
    expect({ findings, outcome }).toEqual({ findings: [], outcome: 'finished' });
    expect(results).toEqual(answers.get(twin.file) ?? ['coolcoolcool', 'lalalalalala']);
  });

  test("gcc's sanitizers have nothing to say", (context) => {
    if (noNative !== undefined && process.env.CI !== 'true') context.skip(noNative);
    expect(sanitizerReport(root, { file: `fixed/${twin.file}`, text: twin.text })).toBe('');
  });
});
