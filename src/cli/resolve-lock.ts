import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  createLockfile,
  type FindHashes,
  formatLockfile,
  formatProblem,
  type LibraryHashes,
  type Lockfile,
  type Manifest,
  parseLockfile,
  TARGETS,
} from '../manifest/index.ts';
import type { Request, Selection } from '../resolver/index.ts';
import { errorCode, ToolkitError, type Workspace } from '../toolkit/index.ts';

/**
 * Reads a lockfile.
 *
 * @returns `undefined` when there is no such file
 * @throws ToolkitError `manifest-rejected` with one note for each problem
 */
export async function readLockfile(workspace: Workspace, name: string): Promise<Lockfile | undefined> {
  let text: string;
  try {
    text = await readFile(path.resolve(workspace.dir, name), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new ToolkitError('manifest-rejected', `Cannot read ${name}: ${errorCode(error)}.`, {
      cause: error,
    });
  }
  const parsed = parseLockfile(text, name);
  if (parsed.ok) return parsed.lockfile;
  const count = parsed.problems.length === 1 ? 'a problem' : `${parsed.problems.length} problems`;
  throw new ToolkitError('manifest-rejected', `Cannot read ${name}: it has ${count}.`, {
    notes: parsed.problems.map(formatProblem),
  });
}

/** The same for a command that cannot do without it. */
export async function requireLockfile(workspace: Workspace, name: string): Promise<Lockfile> {
  const lockfile = await readLockfile(workspace, name);
  if (lockfile !== undefined) return lockfile;
  throw new ToolkitError('manifest-rejected', `Cannot read ${name}: there is no such file.`);
}

/** Locks a selection in the file. */
export async function writeLockfile(
  workspace: Workspace,
  name: string,
  request: Request,
  selection: Selection,
  findHashes: FindHashes,
): Promise<void> {
  await writeText(workspace, name, formatLockfile(createLockfile(request, selection, findHashes)));
}

/** @throws ToolkitError `folder-unwritable` */
export async function writeText(workspace: Workspace, name: string, text: string): Promise<void> {
  try {
    await writeFile(path.resolve(workspace.dir, name), text);
  } catch (error) {
    throw new ToolkitError('folder-unwritable', `Cannot write ${name}: ${errorCode(error)}.`, {
      cause: error,
    });
  }
}

/** The hashes of the libraries that lie where the manifests of these folders name them; those not built are left out. */
export async function hashLibraries(
  folders: readonly { readonly dir: string; readonly manifest: Manifest }[],
): Promise<FindHashes> {
  const hashes = new Map<string, LibraryHashes>();
  for (const { dir, manifest } of folders) {
    const found: Partial<Record<(typeof TARGETS)[number], string>> = {};
    for (const target of TARGETS) {
      const file = manifest.entry?.[target];
      if (file === undefined) continue;
      const bytes = await readFile(path.join(dir, file)).catch(() => undefined);
      if (bytes !== undefined) found[target] = createHash('sha256').update(bytes).digest('hex');
    }
    hashes.set(`${manifest.id} ${manifest.version}`, found);
  }
  return (id, version) => hashes.get(`${id} ${version}`);
}
