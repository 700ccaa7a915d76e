import {
  type Conflict,
  checkRequest,
  type Explanation,
  explain,
  findConflicts,
  type Request,
  type Resolution,
  resolve,
  verifyProof,
  verifySelection,
} from '../../../resolver/index.ts';
import type { DeskIndex } from './desk-index.ts';
import type { LocatedProblem } from './read-manifest.ts';

/** One reason why there is no selection. */
export interface Reason {
  readonly conflict: Conflict;
  readonly explanation: Explanation;
  /** What an independent program says of the proof. */
  readonly check: Check;
}

/** Whether the second program accepts what the first one found; `fault` says why not. */
export interface Check {
  readonly steps: number;
  readonly fault?: string;
}

/** What the page says about one question, before it draws anything. */
export interface Answer {
  readonly problems: readonly (readonly LocatedProblem[])[];
  /** Why the question has no meaning; then there is no resolution. */
  readonly questionProblems: readonly string[];
  readonly resolution: Resolution | undefined;
  /** Why not, the reason with the fewest roots first. */
  readonly reasons: readonly Reason[];
  /** Of a selection. */
  readonly check: Check | undefined;
}

/** Answers with all independent reasons, each with its proof checked. */
export function answerOf(desk: DeskIndex, request: Request): Answer {
  const { compiled, problems, clashes } = desk;
  const questionProblems = [...clashes, ...checkRequest(request).map(({ message }) => message)];
  const unanswered = { problems, questionProblems, resolution: undefined, reasons: [], check: undefined };
  if (questionProblems.length > 0) return unanswered;
  const resolution = resolve(compiled, request);
  if (resolution.outcome === 'resolved') {
    const [fault] = verifySelection(compiled, request, resolution.selection);
    const steps = Object.keys(resolution.selection).length;
    return { ...unanswered, resolution, check: fault === undefined ? { steps } : { steps, fault } };
  }
  if (resolution.outcome === 'unknown') return { ...unanswered, resolution };
  return { ...unanswered, resolution, reasons: reasonsOf(desk, resolution.conflict) };
}

export function reasonsOf({ compiled }: DeskIndex, conflict: Conflict): Reason[] {
  return findConflicts(compiled, conflict, 3).map((one) => {
    const verdict = verifyProof(compiled, one);
    const steps = one.steps.length;
    const check = verdict.valid ? { steps } : { steps, fault: `step ${verdict.step + 1}: ${verdict.reason}` };
    return { conflict: one, explanation: explain(one), check };
  });
}
