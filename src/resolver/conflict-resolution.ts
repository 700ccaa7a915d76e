import type { CompiledIndex } from './compiled-index.ts';
import { createIncompatibility, type Incompatibility, type Term } from './incompatibility.ts';
import type { PartialSolution } from './partial-solution.ts';
import { union } from './version-set.ts';

/** What a conflict teaches: where to go back to and what to know there. */
export interface Lesson {
  /** Without terms when nothing can help: the root cause. */
  readonly learned: Incompatibility;
  readonly level: number;
  readonly pivot: number;
}

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
  for (let learned = violated; ; ) {
    const lesson = findSatisfier(solution, learned);
    const { cause, pivot } = lesson;
    if (cause === undefined) return lesson;
    const terms = [...learned.terms, ...cause.terms];
    const why = { kind: 'derived', left: learned, right: cause, pivot } as const;
    // Both hold but for the pivot, so that what follows holds too.
    learned = createIncompatibility(terms, compiled.fullSets, why, pivot)[0]!;
  }
}

/** What can be learned once the satisfier has no cause. */
interface Satisfier extends Lesson {
  /** Of the assignment that made the last term hold, unless all else was known at a lower level. */
  readonly cause: Incompatibility | undefined;
  /** Highest level at which everything else the conflict needs was known. */
  readonly level: number;
  /** The package of the last term; -1 when there are no terms. */
  readonly pivot: number;
}

function findSatisfier(solution: PartialSolution, learned: Incompatibility): Satisfier {
  let satisfier = -1;
  let level = 0;
  // Stays as it is when there are no terms.
  let last: Term = { package: -1, set: [] };
  const need = (position: number) => {
    if (position >= 0) level = Math.max(level, solution.levelAt(position));
  };
  for (const term of learned.terms) {
    const position = solution.satisfierOf(term.package, term.set);
    need(Math.min(position, satisfier));
    if (position <= satisfier) continue;
    satisfier = position;
    last = term;
  }
  const pivot = last.package;
  const cause = solution.causeAt(satisfier);
  // The satisfier may hold only a part of the term; what makes up the rest is needed too.
  for (const own of cause?.terms ?? [])
    if (own.package === pivot) need(solution.satisfierOf(pivot, union(last.set, own.set)));
  return { learned, cause: level < solution.levelAt(satisfier) ? undefined : cause, level, pivot };
}
