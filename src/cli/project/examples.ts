import { glob } from 'node:fs/promises';
import path from 'node:path';
import { type Artifact, buildPlugin, type Toolchain, type Workspace } from '../../toolkit/index.ts';
import { readFails } from './lab/step-folder.ts';

const places = ['examples/*/tutti.json', 'content/docs/tutorials/*/*/solution/tutti.json'];

/** The folders that hold a plugin, examples and tutorials' steps, as a person would type them, sorted. */
export async function findExamples(workspace: Workspace): Promise<string[]> {
  const folders: string[] = [];
  for await (const file of glob(places, { cwd: workspace.dir })) {
    folders.push(path.dirname(file).split(path.sep).join('/'));
  }
  return folders.sort(
    (a, b) => Number(a.startsWith('content')) - Number(b.startsWith('content')) || (a < b ? -1 : 1),
  );
}

/**
 * The checks that an example is not meant to pass: none, but for a tutorial's step, whose `step.json` names
 * what its reader has yet to learn.
 *
 * @throws ToolkitError `step-rejected` when the file does not say what it must
 */
export async function expectedFailures(workspace: Workspace, example: string): Promise<readonly string[]> {
  if (!example.endsWith('/solution')) return [];
  return (await readFails(workspace, path.posix.dirname(example))).fails;
}

/** Builds each example natively and for the page, one after the other: the compiler uses all cores itself. */
export async function buildExamples(
  examples: readonly string[],
  options: { readonly workspace: Workspace; readonly toolchain: Toolchain; readonly signal: AbortSignal },
): Promise<Artifact[]> {
  const artifacts: Artifact[] = [];
  for (const example of examples) {
    for (const target of ['native', 'wasm32'] as const) {
      artifacts.push(await buildPlugin(example, { ...options, target }));
    }
  }
  return artifacts;
}
