import { type CompiledIndex, findPackage, valueOfVersion } from './compiled-index.ts';
import { type Conflict, orderParentsFirst } from './conflict.ts';
import { findHittingSet } from './hitting-set.ts';
import { createIncompatibility, type Incompatibility } from './incompatibility.ts';
import { matchVersions } from './range-match.ts';
import { ownValue } from './record.ts';
import type { Request } from './request.ts';
import { resolve } from './resolve.ts';
import { search } from './search.ts';
import type { Selection } from './selection.ts';
import { compareSelections, type SelectionChange } from './selection-difference.ts';
import { ABSENT, contains, difference, insert, singleton } from './version-set.ts';

/** A new selection that changes as little as possible of the locked one. */
export type Upgrade =
  | {
      readonly outcome: 'upgraded';
      readonly selection: Selection;
      readonly changes: readonly SelectionChange[];
      /** Plugins in another version or new; one that is no longer needed goes without being counted. */
      readonly cost: number;
      /** No upgrade costs less than this; equal to `cost` when that is proven to be the least. */
      readonly lowerBound: number;
    }
  | { readonly outcome: 'conflict'; readonly conflict: Conflict }
  | { readonly outcome: 'unknown' };

/** How often to search again for a smaller change before the answer is given with its bound. */
const ROUNDS = 200;
const CHOICES = 20_000;

/**
 * Brings plugins to the newest version they can have, and changes as little as possible of everything else.
 *
 * @param request `locked` is the selection to start from
 * @param plugins which to bring forward, in the order of their importance; all roots when absent
 * @remarks Supposes that everything stays, and lets go of what each refusal names: the least that must change is the
 *   smallest set that has something of every refusal. Costs as many searches as there are refusals.
 */
export function upgrade(compiled: CompiledIndex, request: Request, plugins?: readonly string[]): Upgrade {
  const first = resolve(compiled, request);
  if (first.outcome === 'conflict') return { outcome: 'conflict', conflict: first.conflict };
  if (first.outcome === 'unknown') return { outcome: 'unknown' };
  const wanted = plugins ?? Object.keys(request.roots).sort();
  const pinned = wanted.reduce((pins, plugin) => pinNewest(compiled, pins, plugin), request);
  return changeLeast(compiled, pinned, request.locked ?? {}, first.selection);
}

/** The request with the plugin at the newest version that leaves a selection; unchanged when there is none. */
function pinNewest(compiled: CompiledIndex, request: Request, plugin: string): Request {
  const entry = findPackage(compiled, plugin);
  if (entry === undefined) return request;
  const range = ownValue(request.roots, plugin) ?? '*';
  const allowed = matchVersions(compiled.ranges.find(range)!, entry);
  for (const [position, release] of entry.releases.entries()) {
    if (contains(allowed, position + 1)) {
      const pins = { ...request, roots: { ...request.roots, [plugin]: release.version } };
      if (search(compiled, pins).outcome === 'resolved') return pins;
    }
  }
  return request;
}

function changeLeast(
  compiled: CompiledIndex,
  request: Request,
  locked: Selection,
  fallback: Selection,
): Upgrade {
  const refusals: number[][] = [];
  let free = new Set<number>();
  let lowerBound = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const suppose = (number: number) => (free.has(number) ? [] : supposeKept(compiled, locked, number));
    const found = search(compiled, request, suppose);
    if (found.outcome === 'resolved') return answer(locked, found.selection, lowerBound);
    if (found.outcome === 'unknown') break;
    const refusal = supposedIn(found.rootCause);
    if (refusal.length === 0) break;
    refusals.push(refusal);
    const { set, isSmallest } = findHittingSet(refusals, CHOICES);
    free = new Set(set);
    if (isSmallest) lowerBound = Math.max(lowerBound, set.length);
  }
  const last = search(compiled, request);
  return answer(locked, last.outcome === 'resolved' ? last.selection : fallback, lowerBound);
}

function answer(locked: Selection, selection: Selection, lowerBound: number): Upgrade {
  const changes = compareSelections(locked, selection);
  const cost = changes.filter((change) => change.after !== undefined).length;
  return { outcome: 'upgraded', selection, changes, cost, lowerBound };
}

/** Supposes that a package stays as it is: in its locked version, or absent. */
function supposeKept(compiled: CompiledIndex, locked: Selection, number: number): Incompatibility[] {
  const entry = compiled.packages[number]!;
  const kept = singleton(entry.size, ABSENT);
  insert(kept, valueOfVersion(entry, ownValue(locked, entry.id)));
  const set = difference(compiled.fullSets[number]!, kept);
  const cause = { kind: 'supposed', package: number } as const;
  return createIncompatibility([{ package: number, set }], compiled.fullSets, cause);
}

/** The packages of which something was supposed, sorted. */
function supposedIn(rootCause: Incompatibility): number[] {
  const packages = orderParentsFirst(rootCause).flatMap(({ cause }) =>
    cause.kind === 'supposed' ? cause.package : [],
  );
  return [...new Set(packages)].sort((left, right) => left - right);
}
