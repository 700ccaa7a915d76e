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
import { errorCode, readTextFile, ToolkitError, type Workspace } from '../toolkit/index.ts';

/**
 * Reads a lockfile.
 *
 * @returns `undefined` when there is no such file
 * @throws ToolkitError `manifest-rejected` with one note for each problem
 */
export async function readLockfile(workspace: Workspace, name: string): Promise<Lockfile | undefined> {
  const read = await readTextFile(path.resolve(workspace.dir, name));
  if (!read.ok) {
    if (read.isMissing) return undefined;
    throw new ToolkitError('manifest-rejected', `Cannot read ${name}: it ${read.state}.`);
  }
  const parsed = parseLockfile(read.text, name);
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

/**
 * The lockfile of a selection. What `before` knows of the libraries of a release that stays is kept where the folders
 * here say nothing: a lockfile has the hashes of all targets, and few machines build them all.
 */
export function lockSelection(
  request: Request,
  selection: Selection,
  findHashes: FindHashes,
  before?: Lockfile,
): Lockfile {
  const lockfile = createLockfile(request, selection, (id, version) => {
    const locked = before?.plugins[id];
    return { ...(locked?.version === version && locked.sha256), ...findHashes(id, version) };
  });
  return before?.$schema === undefined ? lockfile : { ...lockfile, $schema: before.$schema };
}

/** The overrides that a lockfile was made with, and those that are asked for besides. */
export function overridesOf({ overrides }: Lockfile, request: Request): Pick<Request, 'overrides'> {
  if (overrides === undefined && request.overrides === undefined) return {};
  return { overrides: { ...overrides, ...request.overrides } };
}

export async function writeLockfile(workspace: Workspace, name: string, lockfile: Lockfile): Promise<void> {
  await writeText(workspace, name, formatLockfile(lockfile));
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
