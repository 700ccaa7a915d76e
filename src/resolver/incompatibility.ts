import type { Fact } from './fact.ts';
import { intersection, isEmptySet, isSubset, union, type VersionSet } from './version-set.ts';

/** "The value of this package is in this set." */
export interface Term {
  /** Position of the package in the compiled index. */
  readonly package: number;
  readonly set: VersionSet;
}

/**
 * Terms that cannot all hold at once, at most one for each package. Dependencies, conflicts, capabilities and
 * the host are all said in this one form.
 */
export interface Incompatibility {
  readonly terms: readonly Term[];
  readonly cause: Cause;
}

/** An incompatibility and the two of its terms that are watched: only when both hold can it matter. */
export interface Watched {
  readonly incompatibility: Incompatibility;
  first: number;
  second: number;
}

/** What a package demands, as every search takes it in. */
export interface Demand {
  readonly incompatibility: Incompatibility;
  /** Where it has two terms: these never move, so that all searches share the watch. */
  readonly watched: Watched | undefined;
}

export function createDemand(incompatibility: Incompatibility): Demand {
  const isPair = incompatibility.terms.length === 2;
  return { incompatibility, watched: isPair ? { incompatibility, first: 0, second: 1 } : undefined };
}

/** Why an incompatibility holds: a fact of the index or the request, or two earlier incompatibilities. */
export type Cause =
  | { readonly kind: 'fact'; readonly fact: Fact }
  /** Only supposed: that this package keeps its version, or stays away. No proof that leaves the resolver has it. */
  | { readonly kind: 'supposed'; readonly package: number }
  | {
      readonly kind: 'derived';
      readonly left: Incompatibility;
      readonly right: Incompatibility;
      readonly pivot: number;
    };

/**
 * Makes an incompatibility from terms that may name a package twice (both must hold, so their sets intersect)
 * or say nothing (a full set: the term always holds and is dropped).
 *
 * @param fullSets every package's whole domain
 * @returns `undefined` when the terms can never all hold, so that nothing is forbidden
 */
export function createIncompatibility(
  terms: readonly Term[],
  fullSets: readonly VersionSet[],
  cause: Cause,
): Incompatibility | undefined {
  const [first, second] = terms;
  // Nearly all facts are of two plugins and need no merging.
  if (terms.length === 2 && first!.package !== second!.package) {
    const isOrdered = first!.package < second!.package;
    const said: Term[] = [];
    for (const term of isOrdered ? terms : [second!, first!]) {
      if (isEmptySet(term.set)) return undefined;
      if (!isSubset(fullSets[term.package]!, term.set)) said.push(term);
    }
    return { terms: said, cause };
  }
  const merged = new Map<number, VersionSet>();
  for (const term of terms) {
    const known = merged.get(term.package);
    const set = known === undefined ? term.set : intersection(known, term.set);
    if (isEmptySet(set)) return undefined;
    merged.set(term.package, set);
  }
  return { terms: termsOf(merged, fullSets), cause };
}

/**
 * The rule of resolution: what `left` and `right` forbid together once the value of `pivot` is left open. The
 * pivot's sets unite, all others intersect.
 */
export function deriveIncompatibility(
  left: Incompatibility,
  right: Incompatibility,
  pivot: number,
  fullSets: readonly VersionSet[],
): Incompatibility {
  const merged = new Map<number, VersionSet>();
  for (const term of left.terms) merged.set(term.package, term.set);
  for (const term of right.terms) {
    const known = merged.get(term.package);
    if (known === undefined) merged.set(term.package, term.set);
    else
      merged.set(
        term.package,
        term.package === pivot ? union(known, term.set) : intersection(known, term.set),
      );
  }
  return { terms: termsOf(merged, fullSets), cause: { kind: 'derived', left, right, pivot } };
}

function termsOf(merged: ReadonlyMap<number, VersionSet>, fullSets: readonly VersionSet[]): Term[] {
  const terms: Term[] = [];
  for (const [name, set] of merged) if (!isSubset(fullSets[name]!, set)) terms.push({ package: name, set });
  return terms.sort((left, right) => left.package - right.package);
}
