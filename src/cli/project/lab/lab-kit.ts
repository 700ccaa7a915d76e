import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type FileTree, type Kit, runtimeArguments, type Tool } from '../../../lab/index.ts';
import { type Workspace, writeWhole } from '../../../toolkit/index.ts';

/** The SDK as the page's compiler sees it, without `runtime.o`; all of it is text. */
export function sdkFiles({ dir }: Pick<Workspace, 'dir'>): FileTree {
  return {
    include: treeOf(path.join(dir, 'native/include')),
    c: treeOf(path.join(dir, 'native/sdk/c')),
    cpp: treeOf(path.join(dir, 'native/sdk/cpp')),
    layout: treeOf(path.join(dir, 'src/lab/runtime/layout')),
  };
}

/** The runtime that debug builds are linked with, compiled by the page's own compiler; once, kept in build/lab. */
export async function labRuntime(workspace: Workspace, tool: () => Promise<Tool>): Promise<Uint8Array> {
  const source = readFileSync(path.join(workspace.dir, 'src/lab/runtime/runtime.c'), 'utf8');
  const command = runtimeArguments('runtime.c', 'runtime.o');
  const key = fingerprint(source, command.join('\0'), packageVersion(workspace));
  const file = path.join(workspace.buildDir, 'lab/runtime', `${key}.o`);
  const known = await readFile(file).catch(() => undefined);
  if (known !== undefined) return known;
  const { exitCode, stderr, files } = await (await tool())(command, { 'runtime.c': source });
  const object = files['runtime.o'];
  if (exitCode !== 0 || !(object instanceof Uint8Array))
    throw new Error(`Cannot compile src/lab/runtime/runtime.c: the compiler says:\n${stderr}`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeWhole(file, object);
  return object;
}

/** What a compiler in Node works with: the package's resources hold C++ too. */
export async function labKit(workspace: Workspace, tool: () => Promise<Tool>): Promise<Kit> {
  const runtime = await labRuntime(workspace, tool);
  return { sdk: { ...sdkFiles(workspace), 'runtime.o': runtime }, sysroot: { cpp: '/usr' } };
}

/** Version of the package that holds the compiler. */
export function packageVersion({ dir }: Pick<Workspace, 'dir'>): string {
  const file = path.join(dir, 'node_modules/@yowasp/clang/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** A short name for contents: equal contents have equal names. */
export function fingerprint(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\0`).update(part);
  return hash.digest('hex').slice(0, 24);
}

/** A folder's text files as a tree. */
function treeOf(dir: string): FileTree {
  return Object.fromEntries(
    readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || /\.(h|hpp)$/.test(entry.name))
      .map((entry) => {
        const file = path.join(dir, entry.name);
        return [entry.name, entry.isDirectory() ? treeOf(file) : readFileSync(file, 'utf8')];
      }),
  );
}
