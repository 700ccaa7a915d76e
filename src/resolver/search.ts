import type { CompiledIndex } from './compiled-index.ts';
import { resolveConflict } from './conflict-resolution.ts';
import { DecisionOrder } from './decision.ts';
import type { Incompatibility } from './incompatibility.ts';
import { withOverrides } from './overrides.ts';
import { PartialSolution } from './partial-solution.ts';
import { DEFAULT_BUDGET, findProblems, type Request } from './request.ts';
import { createHostDemands, rootIncompatibilities } from './request-incompatibilities.ts';
import type { Selection } from './selection.ts';
import { UnitPropagation } from './unit-propagation.ts';

/** How much work an answer took. The same for the same question, on every machine. */
export interface Effort {
  readonly decisions: number;
  readonly conflicts: number;
  /** Selections that were tried, the last one included: 1 when no decision had to be taken back. */
  readonly attempts: number;
}

/** What a search comes to; its root cause is an incompatibility without terms. */
export type SearchResult =
  | { readonly outcome: 'resolved'; readonly selection: Selection; readonly effort: Effort }
  | { readonly outcome: 'conflict'; readonly rootCause: Incompatibility; readonly effort: Effort }
  | { readonly outcome: 'unknown'; readonly effort: Effort };

/**
 * Searches for a selection: propagate, learn from each conflict, decide, until nothing is left to decide.
 *
 * @param suppose what is to hold besides, of each package that must be selected
 * @throws RangeError when `checkRequest` would name a problem
 */
export function search(
  index: CompiledIndex,
  request: Request,
  suppose: (number: number) => readonly Incompatibility[] = () => [],
): SearchResult {
  const compiled = withOverrides(index, request.overrides);
  const [problem] = findProblems(request, compiled.ranges.find);
  if (problem !== undefined) throw new RangeError(problem.message);
  const budget = request.budget ?? DEFAULT_BUDGET;
  const solution = new PartialSolution(compiled);
  const hostDemandsOf = createHostDemands(compiled, request);
  const propagation = new UnitPropagation(solution, compiled, (number) => [
    ...hostDemandsOf(number),
    ...suppose(number),
  ]);
  const order = new DecisionOrder(compiled, request);
  const effort = { decisions: 0, conflicts: 0, attempts: 1 };

  let violated: Incompatibility | undefined;
  for (const root of rootIncompatibilities(compiled, request)) violated ??= propagation.add(root);
  for (;;) {
    violated ??= propagation.propagate();
    if (violated === undefined) {
      const decision = order.next(solution);
      if (decision === undefined)
        return { outcome: 'resolved', selection: selectionOf(compiled, solution), effort };
      effort.decisions++;
      solution.decide(decision.package, decision.value);
      continue;
    }
    effort.conflicts++;
    const { learned, level, pivot } = resolveConflict(compiled, solution, violated);
    if (learned.terms.length === 0) return { outcome: 'conflict', rootCause: learned, effort };
    if (effort.conflicts > budget.conflicts) return { outcome: 'unknown', effort };
    effort.attempts++;
    order.noteConflict(pivot);
    solution.backjump(level);
    order.forget(solution);
    propagation.forget();
    violated = learned === violated ? propagation.conclude(learned) : propagation.add(learned);
  }
}

function selectionOf(compiled: CompiledIndex, solution: PartialSolution): Selection {
  const entries = Array.from(Int32Array.from(solution.required).sort(), (number) => {
    const { id, releases } = compiled.packages[number]!;
    return [id, releases[solution.newestOf(number) - 1]!.version];
  });
  return Object.fromEntries(entries);
}
