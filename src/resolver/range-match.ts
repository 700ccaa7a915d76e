import type { Package } from './compiled-index.ts';
import type { RangeTable } from './range-table.ts';
import type { Version } from './version.ts';
import { admits, type Bound, isBeyond, type VersionIntervals } from './version-intervals.ts';
import { emptySet, insert, insertRun, type VersionSet } from './version-set.ts';

/** Which versions of each package the ranges mean that anybody has for it; each pair is looked at once. */
export class RangeMatches {
  readonly #packages: readonly Package[];
  readonly #ranges: RangeTable;
  readonly #known: (Map<string, VersionSet> | undefined)[] = [];

  constructor(packages: readonly Package[], ranges: RangeTable) {
    this.#packages = packages;
    this.#ranges = ranges;
  }

  /** The versions in the range; `undefined` when the text is no range. */
  find(number: number, text: string): VersionSet | undefined {
    const sets = this.#known[number];
    const known = sets?.get(text);
    if (known !== undefined) return known;
    const range = this.#ranges.find(text);
    if (range === undefined) return undefined;
    const set = matchVersions(range, this.#packages[number]!);
    if (sets === undefined) this.#known[number] = new Map([[text, set]]);
    else sets.set(text, set);
    return set;
  }
}

/** The versions of `entry` that the range means, as values of its domain. */
export function matchVersions(
  range: VersionIntervals,
  { versions, size, hasPrereleases }: Package,
): VersionSet {
  const set = emptySet(size);
  if (hasPrereleases) {
    for (let position = 0; position < versions.length; position++)
      if (admits(range, versions[position]!)) insert(set, position + 1);
    return set;
  }
  // Without prereleases every interval is a run of versions.
  for (const { lower, upper } of range.intervals) {
    const first = upper === undefined ? 0 : firstBelow(versions, upper, -1);
    const end = lower === undefined ? versions.length : firstBelow(versions, lower, 1);
    if (first < end) insertRun(set, first + 1, end + 1);
  }
  return set;
}

/** Position of the newest version that an upper bound (-1) admits, or that a lower one (1) does no longer. */
function firstBelow(versions: readonly Version[], bound: Bound, direction: 1 | -1): number {
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBeyond(versions[middle]!, bound, direction) === direction < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
