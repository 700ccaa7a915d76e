import type { Conflict, ProofStep } from './conflict.ts';

/** What an explanation says, as positions of the proof's steps: facts that are one line together, and steps. */
export interface Outline {
  /** For each fact, the position that stands for its line: the same for facts that are told in one sentence. */
  readonly lineOf: ReadonlyMap<number, number>;
  /** For each step that is told, what it follows from: positions of lines. */
  readonly premisesOf: ReadonlyMap<number, readonly number[]>;
}

/** So many lines may flow into one before a step between them is spelled out; what was asked is not counted. */
const PREMISES_PER_LINE = 6;

/**
 * Chooses the steps of a proof that are worth a sentence. A proof resolves two steps at a time; a person follows a
 * handful of facts at once, so that most steps go without saying.
 */
export function outline(conflict: Conflict): Outline {
  const { steps } = conflict;
  const lineOf = groupFacts(conflict);
  const told = new Set<number>([steps.length - 1]);
  const premises: number[][] = [];
  for (let position = 0; position < steps.length; position++) {
    const step = steps[position]!;
    if ('fact' in step) continue;
    const found = new Set<number>();
    for (const parent of step.parents) {
      if ('fact' in steps[parent]!) found.add(lineOf.get(parent)!);
      else if (told.has(parent)) found.add(parent);
      else for (const premise of premises[parent]!) found.add(premise);
    }
    premises[position] = [...found];
    if (weightOf(steps, premises[position]!) <= PREMISES_PER_LINE) continue;
    const next = chooseStep(steps, position, told, premises);
    if (next === undefined) continue;
    told.add(next);
    // What follows from the step that is now told is looked at again.
    position = next;
  }
  const premisesOf = new Map<number, readonly number[]>();
  const open = [...told].filter((position) => !('fact' in steps[position]!));
  for (const position of open) premisesOf.set(position, premises[position]!);
  return { lineOf, premisesOf };
}

/** The facts that are one sentence: what the versions of one plugin need of another. */
function groupFacts({ steps }: Conflict): Map<number, number> {
  const lineOf = new Map<number, number>();
  const groups = new Map<string, number>();
  steps.forEach((step, position) => {
    if (!('fact' in step)) return;
    const { fact, terms } = step;
    const isOfPair = fact.kind === 'dependency' && terms.some((term) => term.plugin === fact.target);
    const key = isOfPair && fact.target !== fact.plugin ? `${fact.plugin} ${fact.target}` : `#${position}`;
    const first = groups.get(key) ?? position;
    groups.set(key, first);
    lineOf.set(position, first);
  });
  return lineOf;
}

/** Among the steps that lead to one with too many premises: the one that says most with the fewest terms. */
function chooseStep(
  steps: readonly ProofStep[],
  position: number,
  told: ReadonlySet<number>,
  premises: readonly (readonly number[])[],
): number | undefined {
  let best: number | undefined;
  let bestScore = Number.POSITIVE_INFINITY;
  const open = [position];
  const seen = new Set<number>();
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    const step = steps[current]!;
    if ('fact' in step || seen.has(current) || (told.has(current) && current !== position)) continue;
    seen.add(current);
    open.push(...step.parents);
    const weight = weightOf(steps, premises[current] ?? []);
    if (current === position || weight < 3) continue;
    const score = step.terms.length - weight / 2;
    if (score < bestScore || (score === bestScore && current > best!)) [best, bestScore] = [current, score];
  }
  return best;
}

function weightOf(steps: readonly ProofStep[], premises: readonly number[]): number {
  let weight = 0;
  for (const premise of premises) {
    const step = steps[premise]!;
    if (!('fact' in step && step.fact.kind === 'root')) weight++;
  }
  return weight;
}
