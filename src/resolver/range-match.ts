import type { Package } from './compiled-index.ts';
import type { RangeTable } from './range-table.ts';
import { memoize } from './record.ts';
import type { Version } from './version.ts';
import { admits, type Bound, isBeyond, type VersionIntervals } from './version-intervals.ts';
import { emptySet, insert, insertRun, type VersionSet } from './version-set.ts';

/** Says which versions of a package a range means, or `undefined` for what is no range; each is looked at once. */
export type RangeMatches = (range: string) => VersionSet | undefined;

export function createRangeMatches(entry: Package, ranges: RangeTable): RangeMatches {
  return memoize((text) => {
    const range = ranges.find(text);
    return range && matchVersions(range, entry);
  });
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
    const first = firstBelow(versions, upper, -1);
    const end = firstBelow(versions, lower, 1);
    if (first < end) insertRun(set, first + 1, end + 1);
  }
  return set;
}

/** Position of the newest version that an upper bound (-1) admits, or that a lower one (1) does no longer. */
function firstBelow(versions: readonly Version[], bound: Bound | undefined, direction: 1 | -1): number {
  let low = 0;
  let high = versions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBeyond(versions[middle]!, bound, direction) === direction < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
