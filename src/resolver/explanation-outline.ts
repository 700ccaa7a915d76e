import type { Conflict, ProofStep } from './conflict.ts';
import type { Fact } from './fact.ts';

/** What an explanation says, as positions of the proof's steps: facts that are one line together, and steps. */
export interface Outline {
  /** For each fact, the position that stands for its line: the same for facts that are told in one sentence. */
  readonly lineOf: ReadonlyMap<number, number>;
  /** For each line of facts, the groups it tells one after the other: each is what one plugin says of another. */
  readonly groupsOf: ReadonlyMap<number, readonly (readonly number[])[]>;
  /** For each step that is told, what it follows from: positions of lines. */
  readonly premisesOf: ReadonlyMap<number, readonly number[]>;
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
  const groupsOf = joinChains(conflict, groupFacts(conflict));
  const lineOf = new Map(
    [...groupsOf].flatMap(([line, groups]) => groups.flat().map((fact) => [fact, line])),
  );
  const last = steps.length - 1;
  const told = new Set<number>([last]);
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
    if (told.size > MOST_STEPS) {
      return { lineOf, groupsOf, premisesOf: new Map([[last, [...groupsOf.keys()]]]), isSummary: true };
    }
    // What follows from the step that is now told is looked at again.
    position = next;
  }
  const open = [...told].filter((position) => !('fact' in steps[position]!));
  const premisesOf = new Map(open.map((position) => [position, premises[position]!]));
  return { lineOf, groupsOf, premisesOf, isSummary: false };
}

/** The facts that are one sentence: all that the versions of one plugin say of another in one way. */
function groupFacts({ steps }: Conflict): number[][] {
  const groups = new Map<string, number[]>();
  steps.forEach((step, position) => {
    if (!('fact' in step)) return;
    const { fact, terms } = step;
    const isOfPair =
      (fact.kind === 'dependency' || fact.kind === 'conflict') &&
      fact.target !== fact.plugin &&
      terms.some((term) => term.plugin === fact.target);
    const key = isOfPair ? `${fact.kind} ${fact.plugin} ${fact.target}` : `#${position}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [position]);
    else known.push(position);
  });
  return [...groups.values()];
}

/** Joins "a needs b" and "b needs c" where nothing else is said of b, and c is needed whichever b it is. */
function joinChains({ steps, versions }: Conflict, groups: readonly number[][]): Map<number, number[][]> {
  const factOf = (group: readonly number[]) => (steps[group[0]!] as Extract<ProofStep, { fact: Fact }>).fact;
  const termsOf = (group: readonly number[], plugin: string) =>
    group.flatMap((position) => steps[position]!.terms.filter((term) => term.plugin === plugin));
  const about = new Map<string, number[][]>();
  for (const group of groups) {
    const fact = factOf(group);
    const named = new Set(group.flatMap((position) => steps[position]!.terms.map((term) => term.plugin)));
    for (const plugin of named.add(fact.plugin)) {
      const known = about.get(plugin);
      if (known === undefined) about.set(plugin, [group]);
      else known.push(group);
    }
  }
  const nextOf = new Map<number[], number[]>();
  const followers = new Set<number[]>();
  for (const group of groups) {
    const fact = factOf(group);
    if (fact.kind !== 'dependency' || fact.target === fact.plugin) continue;
    const [one, other, ...more] = about.get(fact.target) ?? [];
    const next = one === group ? other : one;
    if (next === undefined || more.length > 0) continue;
    const follows = factOf(next);
    if (follows.kind !== 'dependency' || follows.plugin !== fact.target || follows.target === fact.plugin)
      continue;
    const excluded = termsOf(group, fact.target);
    const owners = new Set(termsOf(next, fact.target).flatMap((term) => term.versions));
    const isCovered = (versions[fact.target] ?? []).every(
      (version) => owners.has(version) || excluded.every((term) => term.versions.includes(version)),
    );
    if (!isCovered || excluded.length === 0) continue;
    nextOf.set(group, next);
    followers.add(next);
  }
  const chains = new Map<number, number[][]>();
  for (const group of groups) {
    if (followers.has(group)) continue;
    const chain = [group];
    for (let next = nextOf.get(group); next !== undefined; next = nextOf.get(next)) chain.push(next);
    chains.set(group[0]!, chain);
  }
  return chains;
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
