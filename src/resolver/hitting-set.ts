/** How many choices to try at most. */
const CHOICES = 20_000;

/**
 * Finds a smallest set of numbers that has at least one of each group; of equally small ones, the first when the
 * numbers are sorted.
 *
 * @param groups none of them empty
 * @returns the set, and whether no smaller one exists: not known once all choices that may be tried are spent
 */
export function findHittingSet(groups: readonly (readonly number[])[]): {
  readonly set: number[];
  readonly isSmallest: boolean;
} {
  let best = greedy(groups);
  let left = CHOICES;
  const chosen: number[] = [];
  const search = (): void => {
    if (left-- <= 0) return;
    const open = groups.filter((group) => !group.some((one) => chosen.includes(one)));
    if (open.length === 0) {
      if (chosen.length < best.length) best = [...chosen];
      return;
    }
    if (chosen.length + countDisjoint(open) >= best.length) return;
    const shortest = open.reduce((least, group) => (group.length < least.length ? group : least));
    for (const one of shortest) {
      chosen.push(one);
      search();
      chosen.pop();
    }
  };
  search();
  return { set: best.sort((left, right) => left - right), isSmallest: left >= 0 };
}

/** Takes what most of the open groups have, until none is open. */
function greedy(groups: readonly (readonly number[])[]): number[] {
  const set: number[] = [];
  for (let open = groups; open.length > 0; ) {
    const [[most]] = [...Map.groupBy(open.flat(), (one) => one)].sort(
      ([one, had], [other, hadMore]) => hadMore.length - had.length || one - other,
    ) as [[number, number[]]];
    set.push(most);
    open = open.filter((group) => !group.includes(most));
  }
  return set;
}

/** How many of the groups certainly need a number each of their own. */
function countDisjoint(groups: readonly (readonly number[])[]): number {
  const used = new Set<number>();
  let count = 0;
  for (const group of groups) {
    if (group.some((one) => used.has(one))) continue;
    count++;
    for (const one of group) used.add(one);
  }
  return count;
}
