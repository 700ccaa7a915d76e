import type { CompiledIndex } from './compiled-index.ts';
import { type Conflict, factsOf } from './conflict.ts';
import { findConflicts } from './independent-conflicts.ts';
import { hostVersions } from './matrix.ts';
import { omitUndefined } from './record.ts';
import type { Request } from './request.ts';
import { resolve } from './resolve.ts';
import { search } from './search.ts';

/** The host ABI versions that keep a set of plugins alive, and who keeps it from being more. */
export interface AbiWindow {
  /** Lowest and highest version of the longest run of versions that all leave a selection; absent when none does. */
  readonly window?: { readonly lowest: string; readonly highest: string };
  /** What is wrong with the version right below the window, and right above it. */
  readonly below?: AbiLimit;
  readonly above?: AbiLimit;
  /** Every version that was looked at, lowest first. */
  readonly versions: readonly { readonly abi: string; readonly isAlive: boolean }[];
}

/** Why a version of the host's ABI is out of the window. */
export interface AbiLimit {
  readonly abi: string;
  /** Plugins whose ABI ranges do not admit it, sorted: those that narrow the window. */
  readonly narrowedBy: readonly string[];
  readonly conflict: Conflict;
}

/**
 * Finds the widest window of host ABI versions for which the request has a selection, not necessarily the same one.
 * The request's own host plays no part.
 *
 * @param versions `major.minor`, lowest first; those at which anything in the index changes when absent
 * @remarks One search for each version.
 */
export function negotiateAbi(
  compiled: CompiledIndex,
  request: Request,
  versions: readonly string[] = hostVersions(compiled),
): AbiWindow {
  const askedOf = (abi: string) => ({ ...request, host: { abi } });
  const tried = versions.map((abi) => ({
    abi,
    isAlive: search(compiled, askedOf(abi)).outcome === 'resolved',
  }));
  let [start, first, last] = [0, 0, -1];
  tried.forEach(({ isAlive }, position) => {
    if (!isAlive) start = position + 1;
    else if (position - start > last - first) [first, last] = [start, position];
  });
  if (last < 0) return { versions: tried };
  const limitAt = (position: number): AbiLimit | undefined => {
    const abi = versions[position];
    if (abi === undefined) return undefined;
    const resolution = resolve(compiled, askedOf(abi));
    if (resolution.outcome !== 'conflict') return undefined;
    const conflicts = findConflicts(compiled, resolution.conflict);
    const facts = conflicts.flatMap(({ steps }) => factsOf(steps));
    const narrow = facts.flatMap(({ kind, plugin }) => (kind === 'abi' ? plugin : []));
    return { abi, narrowedBy: [...new Set(narrow)].sort(), conflict: conflicts[0]! };
  };
  const window = { lowest: versions[first]!, highest: versions[last]! };
  return omitUndefined({ window, below: limitAt(first - 1), above: limitAt(last + 1), versions: tried });
}
