import type { CompiledIndex } from './compiled-index.ts';
import { type Conflict, createConflict } from './conflict.ts';
import { resolveConflict } from './conflict-resolution.ts';
import { DecisionOrder } from './decision.ts';
import type { Incompatibility } from './incompatibility.ts';
import { PartialSolution } from './partial-solution.ts';
import { DEFAULT_BUDGET, findProblems, type Request, sortRequest } from './request.ts';
import { createHostDemands, rootIncompatibilities } from './request-incompatibilities.ts';
import { type Binding, bindCapabilities, type Selection } from './selection.ts';
import { UnitPropagation } from './unit-propagation.ts';

/** How much work an answer took. The same for the same question, on every machine. */
export interface Effort {
  readonly decisions: number;
  readonly conflicts: number;
  /** Selections that were tried, the last one included: 1 when no decision had to be taken back. */
  readonly attempts: number;
}

export type Resolution =
  | {
      readonly outcome: 'resolved';
      readonly selection: Selection;
      /** Which selected plugin provides each required capability. */
      readonly bindings: readonly Binding[];
      readonly effort: Effort;
    }
  | { readonly outcome: 'conflict'; readonly conflict: Conflict; readonly effort: Effort }
  | { readonly outcome: 'unknown'; readonly effort: Effort };

/**
 * Finds a selection that satisfies the roots, newest versions first, or proves that there is none.
 *
 * @param compiled compiled index; not modified
 * @returns the same for the same question, whatever the order of the index's releases and keys
 * @throws RangeError when `checkRequest` would name a problem
 * @remarks Complete within `request.budget`; stops with `outcome: "unknown"` once that many conflicts were met.
 * @see content/docs/explanation/resolver.mdx
 */
export function resolve(compiled: CompiledIndex, request: Request): Resolution {
  const [problem] = findProblems(request, (range) => compiled.ranges.find(range) !== undefined);
  if (problem !== undefined) throw new RangeError(problem.message);
  const budget = request.budget ?? DEFAULT_BUDGET;
  const solution = new PartialSolution(compiled);
  const propagation = new UnitPropagation(solution, compiled, createHostDemands(compiled, request));
  const order = new DecisionOrder(compiled, request);
  let decisions = 0;
  let conflicts = 0;
  let attempts = 1;

  let violated: Incompatibility | undefined;
  for (const root of rootIncompatibilities(compiled, request)) violated ??= propagation.add(root);
  for (;;) {
    violated ??= propagation.propagate();
    while (violated !== undefined) {
      conflicts++;
      const lesson = resolveConflict(compiled, solution, violated);
      if (lesson.kind === 'root-cause') {
        const conflict = createConflict(compiled, sortRequest(request), lesson.rootCause);
        return { outcome: 'conflict', conflict, effort: { decisions, conflicts, attempts } };
      }
      if (conflicts > budget.conflicts)
        return { outcome: 'unknown', effort: { decisions, conflicts, attempts } };
      attempts++;
      order.noteConflict(lesson.pivot);
      solution.backjump(lesson.level);
      order.forget();
      propagation.forget();
      const isNew = lesson.learned !== violated;
      violated = isNew ? propagation.add(lesson.learned) : propagation.conclude(lesson.learned);
      violated ??= propagation.propagate();
    }
    const decision = order.next(solution);
    if (decision === undefined) break;
    decisions++;
    solution.decide(decision.package, decision.value);
  }
  const selection = selectionOf(compiled, solution);
  const bindings = bindCapabilities(compiled, selection);
  return { outcome: 'resolved', selection, bindings, effort: { decisions, conflicts, attempts } };
}

function selectionOf(compiled: CompiledIndex, solution: PartialSolution): Selection {
  const entries: [string, string][] = [];
  for (const number of Int32Array.from(solution.required).sort()) {
    const entry = compiled.packages[number]!;
    entries.push([entry.id, entry.releases[solution.newestOf(number) - 1]!.version]);
  }
  return Object.fromEntries(entries);
}
