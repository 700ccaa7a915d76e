import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { prebuildSteps } from '../../src/cli/project/lab/prebuilt-steps.ts';
import { findSteps } from '../../src/cli/project/lab/step-folder.ts';
import { ToolkitError, workspaceAt } from '../../src/toolkit/index.ts';
import { refrainProject } from '../tutorials/refrain.ts';

/** Builds of the real project, each content once; the modules go into the small one. */
const builds = new DebugBuilds(workspaceAt(process.cwd()));

test('each variant becomes a module, once; what a step has no more is taken away', async () => {
  const { dir, folder, plan, file } = refrainProject();
  const workspace = { dir, buildDir: path.join(dir, 'build') };
  const prebuild = async () => prebuildSteps(workspace, await findSteps(workspace), builds);
  const modules = () => readdirSync(path.join(dir, 'build/lab/steps/songs/1-refrain')).sort();
  expect(await prebuild()).toEqual({ modules: 3, built: 3 });
  expect(modules()).toEqual(['forgot-the-draft.wasm', 'solution.wasm', 'start.wasm']);
  expect(await prebuild()).toEqual({ modules: 3, built: 0 });
  plan((each) => {
    each.mistakes = {};
  });
  rmSync(path.join(dir, folder, 'mistakes'), { recursive: true });
  file('start/c/plugin.c', (text) => text.replace('text.len;', 'text.len + count;'));
  expect(await prebuild()).toEqual({ modules: 2, built: 1 });
  expect(modules()).toEqual(['solution.wasm', 'start.wasm']);
});

test('a variant that does not build is refused with the lines that the reader would see', async () => {
  const { dir, file } = refrainProject();
  const workspace = { dir, buildDir: path.join(dir, 'build') };
  file('start/c/plugin.c', (text) => text.replace('text.len;', 'text.length;'));
  const error = await prebuildSteps(workspace, await findSteps(workspace), builds).catch(
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ToolkitError)) throw error;
  expect([error.code, error.message, ...error.notes]).toEqual([
    'step-rejected',
    'Cannot build content/docs/tutorials/songs/1-refrain/start/c/plugin.c.',
    "line 11: no member named 'length' in 'struct tutti_span'",
  ]);
});
