import type { CompiledIndex } from './compiled-index.ts';
import { createIncompatibility, type Incompatibility } from './incompatibility.ts';
import type { PartialSolution } from './partial-solution.ts';
import { isSubset, union } from './version-set.ts';

/** What a conflict teaches: where to go back to and what to know there, or that nothing can help. */
export type Lesson =
  | {
      readonly kind: 'backjump';
      readonly level: number;
      readonly learned: Incompatibility;
      readonly pivot: number;
    }
  | { readonly kind: 'root-cause'; readonly rootCause: Incompatibility };

/**
 * Finds the root cause of a conflict: while the last assignment that made `violated` hold was itself derived,
 * at the same level as something else the conflict needs, its cause is resolved with the conflict.
 *
 * @param violated all its terms hold in `solution`
 * @see content/docs/explanation/resolver.mdx#learning-from-a-conflict
 */
export function resolveConflict(
  compiled: CompiledIndex,
  solution: PartialSolution,
  violated: Incompatibility,
): Lesson {
  let current = violated;
  while (current.terms.length > 0) {
    const { satisfier, previousLevel, pivot } = findSatisfier(compiled, solution, current);
    const cause = solution.causeAt(satisfier);
    if (cause === undefined || previousLevel < solution.levelAt(satisfier)) {
      return { kind: 'backjump', level: previousLevel, learned: current, pivot };
    }
    const terms = [...current.terms, ...cause.terms];
    const why = { kind: 'derived', left: current, right: cause, pivot } as const;
    // Both hold but for the pivot, so that what follows holds too.
    current = createIncompatibility(terms, compiled.fullSets, why, pivot)[0]!;
  }
  return { kind: 'root-cause', rootCause: current };
}

interface Satisfier {
  /** Position in the trail of the assignment that made the last term hold. */
  readonly satisfier: number;
  readonly pivot: number;
  /** Highest level at which everything else the conflict needs was known. */
  readonly previousLevel: number;
}

function findSatisfier(
  compiled: CompiledIndex,
  solution: PartialSolution,
  current: Incompatibility,
): Satisfier {
  let satisfier = -1;
  let previousLevel = 0;
  let last = current.terms[0]!;
  for (const term of current.terms) {
    const position = solution.satisfierOf(term.package, term.set);
    const earlier = Math.min(position, satisfier);
    if (earlier >= 0) previousLevel = Math.max(previousLevel, solution.levelAt(earlier));
    if (position > satisfier) {
      satisfier = position;
      last = term;
    }
  }
  // The satisfier may hold only a part of the term; what makes up the rest is needed too.
  const cause = solution.causeAt(satisfier);
  const own = cause?.terms.find((term) => term.package === last.package);
  if (own !== undefined) {
    const rest = union(last.set, own.set);
    if (!isSubset(compiled.fullSets[last.package]!, rest)) {
      const position = solution.satisfierOf(last.package, rest);
      previousLevel = Math.max(previousLevel, solution.levelAt(position));
    }
  }
  return { satisfier, pivot: last.package, previousLevel };
}
