import { type CompiledIndex, findPackage, valueOfVersion } from './compiled-index.ts';
import { type Conflict, orderParentsFirst } from './conflict.ts';
import { findHittingSet } from './hitting-set.ts';
import { createIncompatibility, type Incompatibility } from './incompatibility.ts';
import { ownValue } from './record.ts';
import type { Request } from './request.ts';
import { resolve } from './resolve.ts';
import { search } from './search.ts';
import type { Selection } from './selection.ts';
import { compareSelections, type SelectionChange } from './selection-difference.ts';
import { admits } from './version-intervals.ts';
import { ABSENT, difference, emptySet, insert } from './version-set.ts';

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

/**
 * Brings plugins to the newest version they can have, and changes as little as possible of everything else.
 *
 * @param request `locked` is the selection to start from
 * @param plugins which to bring forward, in the order of their importance; all roots when absent
 * @remarks Supposes that everything stays, and lets go of what each refusal names: the least that must change is the
 *   smallest set that has something of every refusal. Costs as many searches as there are refusals.
 */
export function upgrade(
  compiled: CompiledIndex,
  request: Request,
  plugins: readonly string[] = Object.keys(request.roots).sort(),
): Upgrade {
  const { effort: _, ...first } = resolve(compiled, request);
  if (first.outcome !== 'resolved') return first;
  let { selection } = first;
  let asked = request;
  for (const plugin of plugins) {
    const { roots } = asked;
    const allowed = compiled.ranges.find(ownValue(roots, plugin) ?? '*')!;
    for (const version of findPackage(compiled, plugin)?.versions ?? []) {
      if (!admits(allowed, version)) continue;
      const pinned = { ...asked, roots: { ...roots, [plugin]: version.text } };
      const found = search(compiled, pinned);
      if (found.outcome !== 'resolved') continue;
      asked = pinned;
      selection = found.selection;
      break;
    }
  }
  return changeLeast(compiled, asked, selection);
}

function changeLeast(compiled: CompiledIndex, request: Request, selection: Selection): Upgrade {
  const { locked = {} } = request;
  const refusals: number[][] = [];
  let least = selection;
  let lowerBound = 0;
  for (;;) {
    const { set: free, isSmallest } = findHittingSet(refusals);
    if (isSmallest) lowerBound = Math.max(lowerBound, free.length);
    if (refusals.length === ROUNDS) break;
    const found = search(compiled, request, (number) =>
      free.includes(number) ? [] : supposeKept(compiled, locked, number),
    );
    if (found.outcome === 'resolved') least = found.selection;
    if (found.outcome !== 'conflict') break;
    // The request has a selection, so that every refusal rests on something supposed.
    const supposed = orderParentsFirst(found.rootCause).flatMap(({ cause }) =>
      cause.kind === 'supposed' ? cause.package : [],
    );
    refusals.push(supposed.sort((left, right) => left - right));
  }
  const changes = compareSelections(locked, least);
  const cost = changes.filter(({ after }) => after !== undefined).length;
  return { outcome: 'upgraded', selection: least, changes, cost, lowerBound };
}

/** Supposes that a package stays as it is: in its locked version, or absent. */
function supposeKept(compiled: CompiledIndex, locked: Selection, number: number): Incompatibility[] {
  const entry = compiled.packages[number]!;
  const kept = emptySet(entry.size);
  insert(kept, ABSENT);
  insert(kept, valueOfVersion(entry, ownValue(locked, entry.id)));
  const set = difference(compiled.fullSets[number]!, kept);
  const cause = { kind: 'supposed', package: number } as const;
  return createIncompatibility([{ package: number, set }], compiled.fullSets, cause);
}
