import {
  type CompiledIndex,
  checkSelection,
  type Ranges,
  type Release,
  type Request,
  type Selection,
  type SelectionFault,
  selectedReleases,
} from '../resolver/index.ts';
import { type FindHashes, type Lockfile, selectionOfLockfile } from './lockfile.ts';
import type { Target } from './manifest.ts';

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
  for (const [plugin, { version, sha256 = {} }] of Object.entries(lockfile.plugins)) {
    for (const [target, hash] of Object.entries(sha256)) {
      const found = findHashes?.(plugin, version)?.[target as Target] ?? hash;
      if (found === hash) continue;
      const message = `The library of ${plugin} ${version} for ${target} is another one: locked is ${hash}, found was ${found}.`;
      faults.push({ kind: 'other-library', plugin, target, message });
    }
  }
  const releases = selectedReleases(compiled, selection);
  const yanked = releases.flatMap(({ id, version, yanked = false }) => {
    if (yanked === false) return [];
    return `${id} ${version} was yanked${yanked === true ? '' : ` (${yanked})`}; the lock keeps it.`;
  });
  return { faults, notes: [...yanked, ...unneededNotes(releases, request.roots, selection)] };
}

/** Plugins that no root leads to, over dependencies and the capabilities that are required. */
function unneededNotes(releases: readonly Release[], roots: Ranges, selection: Selection): string[] {
  const releaseOf = new Map(releases.map((release) => [release.id, release]));
  const needed = new Set(Object.keys(roots));
  // What is added on the way is looked at, too.
  for (const plugin of needed) {
    const release = releaseOf.get(plugin);
    for (const id in release?.dependencies) needed.add(id);
    for (const capability in release?.requires)
      for (const { id, provides = {} } of releases) if (Object.hasOwn(provides, capability)) needed.add(id);
  }
  return Object.keys(selection)
    .sort()
    .flatMap((id) => (needed.has(id) ? [] : `${id} is locked, and nothing that is asked for needs it.`));
}
