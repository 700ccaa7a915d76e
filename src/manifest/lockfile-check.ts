import {
  type CompiledIndex,
  checkSelection,
  type Request,
  type Selection,
  type SelectionFault,
} from '../resolver/index.ts';
import { type FindHashes, type Lockfile, selectionOfLockfile } from './lockfile.ts';

/** Why a lockfile no longer fits: its selection is wrong, or a library is another one than was locked. */
export type LockfileFault =
  | SelectionFault
  | {
      readonly kind: 'other-library';
      readonly plugin: string;
      readonly target: string;
      readonly message: string;
    };

export interface LockfileCheck {
  /** Why it cannot be used as it is; empty when it fits. */
  readonly faults: readonly LockfileFault[];
  /** Sentences about what fits and still deserves a look: withdrawn releases it keeps, plugins nobody needs. */
  readonly notes: readonly string[];
}

/**
 * Says what of a lockfile no longer fits an index and a request, and why.
 *
 * @param request what is wanted now; releases that were yanked since are kept, as the lock promises
 * @param findHashes what the libraries' hashes are now; one that is not known is not compared
 * @remarks O(what the locked releases say); no search.
 */
export function checkLockfile(
  compiled: CompiledIndex,
  lockfile: Lockfile,
  request: Request,
  findHashes?: FindHashes,
): LockfileCheck {
  const selection = selectionOfLockfile(lockfile);
  const faults: LockfileFault[] = checkSelection(compiled, { ...request, locked: selection }, selection);
  for (const [plugin, { version, sha256 }] of Object.entries(lockfile.plugins)) {
    const found = sha256 === undefined ? undefined : findHashes?.(plugin, version);
    if (found === undefined) continue;
    for (const [target, hash] of Object.entries(sha256 ?? {})) {
      const other = found[target as keyof typeof found];
      if (other === undefined || other === hash) continue;
      const message = `The library of ${plugin} ${version} for ${target} is another one: locked is ${hash}, found was ${other}.`;
      faults.push({ kind: 'other-library', plugin, target, message });
    }
  }
  return {
    faults,
    notes: [...yankedNotes(compiled, selection), ...unneededNotes(compiled, request, selection)],
  };
}

function releaseOf(compiled: CompiledIndex, id: string, version: string) {
  const number = compiled.numberOf.get(id);
  return compiled.packages[number ?? -1]?.releases.find((release) => release.version === version);
}

function yankedNotes(compiled: CompiledIndex, selection: Selection): string[] {
  return Object.entries(selection).flatMap(([id, version]) => {
    const yanked = releaseOf(compiled, id, version)?.yanked;
    if (yanked === undefined || yanked === false) return [];
    return `${id} ${version} was yanked${yanked === true ? '' : ` (${yanked})`}; the lock keeps it.`;
  });
}

/** Plugins that no root leads to, over dependencies and the capabilities that are required. */
function unneededNotes(compiled: CompiledIndex, request: Request, selection: Selection): string[] {
  const providersOf = new Map<string, string[]>();
  for (const [id, version] of Object.entries(selection)) {
    for (const capability of Object.keys(releaseOf(compiled, id, version)?.provides ?? {})) {
      providersOf.set(capability, [...(providersOf.get(capability) ?? []), id]);
    }
  }
  const needed = new Set<string>();
  const open = Object.keys(request.roots);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const version = Object.hasOwn(selection, id) ? selection[id] : undefined;
    if (version === undefined || needed.has(id)) continue;
    needed.add(id);
    const release = releaseOf(compiled, id, version);
    open.push(...Object.keys(release?.dependencies ?? {}));
    for (const capability of Object.keys(release?.requires ?? {})) {
      const providers = providersOf.get(capability) ?? [];
      open.push(...providers);
    }
  }
  return Object.keys(selection)
    .filter((id) => !needed.has(id))
    .sort()
    .map((id) => `${id} is locked, and nothing that is asked for needs it.`);
}
