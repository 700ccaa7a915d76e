import { type Conflict, type FactStep, isRoot, type ProofStep, termOf } from './conflict.ts';
import type { RelationFact } from './fact.ts';

/** What an explanation says: lines that tell facts, each named by its first fact, and steps that follow. */
export interface Outline {
  /** What each line of facts tells, one group after the other: a group is what one plugin says of another. */
  readonly chainOf: ReadonlyMap<FactStep, readonly (readonly FactStep[])[]>;
  /** What each step follows from: steps that are told, and first facts of lines. The last step is told in any case. */
  readonly premisesOf: ReadonlyMap<ProofStep, readonly ProofStep[]>;
  /** How many lines tell facts, and steps. */
  readonly lineCount: number;
  /** Whether the steps are so many that none is told: the last line then follows from all facts at once. */
  readonly isSummary: boolean;
}

/** So many lines may flow into one before a step between them is spelled out; what was asked is not counted. */
const PREMISES_PER_LINE = 6;

/** More steps than this nobody follows. */
const MOST_STEPS = 40;

/**
 * Chooses the steps of a proof that are worth a sentence. A proof resolves two steps at a time; a person follows a
 * handful of facts at once, so that most steps go without saying.
 */
export function outline(conflict: Conflict): Outline {
  const { steps } = conflict;
  const chainOf = joinChains(conflict, groupFacts(steps));
  const last = steps.at(-1)!;
  const told = new Set([last]);
  // A fact follows from the line that tells it.
  const premisesOf = new Map<ProofStep, ProofStep[]>(
    [...chainOf].flatMap(([line, chain]) => chain.flat().map((fact) => [fact, [line]])),
  );
  for (let position = 0; position < steps.length; position++) {
    const step = steps[position]!;
    if ('fact' in step) continue;
    const parents = step.parents.map((number) => steps[number]!);
    const premises = parents.flatMap((parent) => (told.has(parent) ? parent : premisesOf.get(parent)!));
    const found = [...new Set(premises)];
    premisesOf.set(step, found);
    if (weightOf(found) <= PREMISES_PER_LINE) continue;
    const next = chooseStep(steps, step.parents, told, premisesOf);
    if (next === undefined) continue;
    told.add(steps[next]!);
    if (told.size > MOST_STEPS)
      return {
        chainOf,
        premisesOf: premisesOf.set(last, [...chainOf.keys()]),
        lineCount: chainOf.size + 1,
        isSummary: true,
      };
    // What follows from the step that is now told is looked at again.
    position = next;
  }
  return { chainOf, premisesOf, lineCount: chainOf.size + told.size, isSummary: false };
}

/** Facts that one plugin says of another are told in one sentence, and every other one by itself. */
function groupFacts(steps: readonly ProofStep[]): FactStep[][] {
  const facts = steps.filter((step) => 'fact' in step);
  const groups = Map.groupBy(facts, (step) => {
    const { kind, plugin, target } = step.fact as RelationFact;
    return isRelation(step) ? `${kind} ${plugin} ${target}` : step;
  });
  return [...groups.values()];
}

/** Whether one plugin needs or rules out versions that another has. */
function isRelation(step: FactStep): boolean {
  const { kind, plugin, target } = step.fact as RelationFact;
  const isEither = kind === 'dependency' || kind === 'conflict';
  return isEither && target !== plugin && termOf(step, target) !== undefined;
}

/** Joins "a needs b" and "b needs c" where nothing else is said of b, and c is needed whichever b it is. */
function joinChains({ versions }: Conflict, groups: readonly FactStep[][]): Map<FactStep, FactStep[][]> {
  const about = new Map<string, Set<FactStep[]>>();
  for (const group of groups)
    for (const { terms } of group)
      for (const { plugin } of terms) about.set(plugin, (about.get(plugin) ?? new Set()).add(group));
  const nextOf = new Map<FactStep[], FactStep[]>();
  for (const group of groups) {
    const { kind, plugin, target } = group[0]!.fact as RelationFact;
    if (kind !== 'dependency' || !isRelation(group[0]!)) continue;
    const [next, ...more] = [...about.get(target)!].filter((other) => other !== group);
    if (next === undefined || more.length > 0) continue;
    const follows = next[0]!.fact as RelationFact;
    if (follows.kind !== 'dependency' || follows.plugin !== target || follows.target === plugin) continue;
    const isCovered = versions[target]!.every(
      (version) =>
        next.some((step) => termOf(step, target)!.versions.includes(version)) ||
        group.every((step) => termOf(step, target)!.versions.includes(version)),
    );
    if (isCovered) nextOf.set(group, next);
  }
  const chains = new Map<FactStep, FactStep[][]>();
  const followers = new Set(nextOf.values());
  for (const group of groups) {
    if (followers.has(group)) continue;
    const chain: FactStep[][] = [];
    for (let link: FactStep[] | undefined = group; link; link = nextOf.get(link)) chain.push(link);
    chains.set(group[0]!, chain);
  }
  return chains;
}

/** Among the steps that lead to one with too many premises: the one that says most with the fewest terms. */
function chooseStep(
  steps: readonly ProofStep[],
  parents: readonly number[],
  told: ReadonlySet<ProofStep>,
  premisesOf: ReadonlyMap<ProofStep, readonly ProofStep[]>,
): number | undefined {
  let best: number | undefined;
  let bestScore = Number.POSITIVE_INFINITY;
  const open = new Set(parents);
  for (const current of open) {
    const step = steps[current]!;
    if ('fact' in step || told.has(step)) continue;
    for (const parent of step.parents) open.add(parent);
    const weight = weightOf(premisesOf.get(step)!);
    const score = step.terms.length - weight / 2;
    if (weight > 2 && (score < bestScore || (score === bestScore && current > best!)))
      [best, bestScore] = [current, score];
  }
  return best;
}

/** How many premises are more than what was asked. */
function weightOf(premises: readonly ProofStep[]): number {
  return premises.filter((premise) => !isRoot(premise)).length;
}
