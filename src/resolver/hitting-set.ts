type Groups = readonly (readonly number[])[];

/** How many choices to try at most. */
const CHOICES = 20_000;

/**
 * Finds a smallest set of numbers that has at least one of each group; of equally small ones, the first when the
 * numbers are sorted.
 *
 * @param groups none of them empty
 * @returns the set, and whether no smaller one exists: not known once all choices that may be tried are spent
 */
export function findHittingSet(groups: Groups): {
  readonly set: number[];
  readonly isSmallest: boolean;
} {
  let best = greedy(groups);
  let left = CHOICES;
  const search = (chosen: readonly number[]): void => {
    const open = withoutAny(groups, chosen);
    if (left-- <= 0 || chosen.length + countDisjoint(open) >= best.length) return;
    if (open.length === 0) {
      best = [...chosen];
      return;
    }
    const shortest = open.reduce((least, group) => (group.length < least.length ? group : least));
    for (const one of shortest) search([...chosen, one]);
  };
  search([]);
  return { set: best.sort((left, right) => left - right), isSmallest: left >= 0 };
}

/** Takes what most of the open groups have, until none is open. */
function greedy(groups: Groups): number[] {
  const set: number[] = [];
  for (let open = groups; open.length > 0; open = withoutAny(groups, set)) {
    const [[most]] = [...Map.groupBy(open.flat(), (one) => one)].sort(
      ([one, had], [other, hadMore]) => hadMore.length - had.length || one - other,
    ) as [[number, number[]]];
    set.push(most);
  }
  return set;
}

/** How many of the groups certainly need a number each of their own. */
function countDisjoint([first, ...rest]: Groups): number {
  return first === undefined ? 0 : 1 + countDisjoint(withoutAny(rest, first));
}

/** The groups that have none of the numbers. */
function withoutAny(groups: Groups, numbers: readonly number[]): Groups {
  return groups.filter((group) => !group.some((one) => numbers.includes(one)));
}
