import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Artifact, buildPlugin, type Toolchain, type Workspace } from '../../toolkit/index.ts';

/** The folders of `examples/` that hold a plugin, as a person would type them, sorted. */
export async function findExamples(workspace: Workspace): Promise<string[]> {
  const dir = path.join(workspace.dir, 'examples');
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const isPlugin = await Promise.all(
    names.map(async (name) =>
      (await stat(path.join(dir, name, 'tutti.json')).catch(() => undefined))?.isFile(),
    ),
  );
  return names
    .filter((_, i) => isPlugin[i])
    .sort()
    .map((name) => `examples/${name}`);
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
