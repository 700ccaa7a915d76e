import type { Package } from './compiled-index.ts';
import type { RangeTable } from './range-table.ts';
import { comparePrecedence, type Version } from './version.ts';
import { admits, type VersionIntervals } from './version-intervals.ts';
import { emptySet, insert, insertRun, type VersionSet } from './version-set.ts';

/** Which versions of each package the ranges mean that anybody has for it; each pair is looked at once. */
export class RangeMatches {
  readonly #packages: readonly Package[];
  readonly #ranges: RangeTable;
  readonly #known: (Map<string, VersionSet> | undefined)[] = [];
  readonly #knownWithPrereleases: (Map<string, VersionSet> | undefined)[] = [];

  constructor(packages: readonly Package[], ranges: RangeTable) {
    this.#packages = packages;
    this.#ranges = ranges;
  }

  /** The versions in the range; `undefined` when the text is no range. */
  find(number: number, range: string): VersionSet | undefined {
    const known = this.#known[number]?.get(range);
    return known ?? this.#evaluate(this.#known, number, range, this.#ranges.find(range));
  }

  /** The same as a conflict means it: a prerelease is a version like any other. */
  findWithPrereleases(number: number, range: string): VersionSet | undefined {
    const known = this.#knownWithPrereleases[number]?.get(range);
    const wanted = known === undefined ? this.#ranges.findWithPrereleases(range) : undefined;
    return known ?? this.#evaluate(this.#knownWithPrereleases, number, range, wanted);
  }

  #evaluate(
    known: (Map<string, VersionSet> | undefined)[],
    number: number,
    text: string,
    range: VersionIntervals | undefined,
  ): VersionSet | undefined {
    if (range === undefined) return undefined;
    const set = matchVersions(range, this.#packages[number]!);
    const sets = known[number];
    if (sets === undefined) known[number] = new Map([[text, set]]);
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
    const first = upper === undefined ? 0 : firstBelow(versions, upper.version, upper.isIncluded);
    const end =
      lower === undefined ? versions.length : firstBelow(versions, lower.version, !lower.isIncluded);
    if (first < end) insertRun(set, first + 1, end + 1);
  }
  return set;
}

/** Position of the newest version below the bound, or the bound itself where it is included. */
function firstBelow(versions: readonly Version[], bound: Version, isIncluded: boolean): number {
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = comparePrecedence(versions[middle]!, bound);
    if (order < 0 || (order === 0 && isIncluded)) high = middle;
    else low = middle + 1;
  }
  return low;
}
