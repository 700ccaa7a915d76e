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
 * @param pivot the package that is left open: of it either term may hold, so its sets unite
 * @returns one, or none when the terms can never all hold, so that nothing is forbidden
 */
export function createIncompatibility(
  terms: readonly Term[],
  fullSets: readonly VersionSet[],
  cause: Cause,
  pivot = -1,
): Incompatibility[] {
  const merged: Term[] = [];
  for (const term of terms.toSorted((left, right) => left.package - right.package)) {
    const last = merged.at(-1);
    if (last?.package !== term.package) merged.push(term);
    else {
      const unite = term.package === pivot ? union : intersection;
      merged.push({ package: term.package, set: unite(merged.pop()!.set, term.set) });
    }
  }
  if (merged.some((term) => isEmptySet(term.set))) return [];
  return [{ terms: merged.filter((term) => !isSubset(fullSets[term.package]!, term.set)), cause }];
}

/** The incompatibility that a fact makes of terms, or none when they can never all hold. */
export function forbid(
  fullSets: readonly VersionSet[],
  terms: readonly Term[],
  fact: Fact,
): Incompatibility[] {
  return createIncompatibility(terms, fullSets, { kind: 'fact', fact });
}
