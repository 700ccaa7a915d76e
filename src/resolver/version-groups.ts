import type { Package } from './compiled-index.ts';
import type { Ranges, Release } from './release.ts';
import { emptySet, insert, union, type VersionSet } from './version-set.ts';

/** While versions are grouped: the range met last, its versions, and all ranges. */
interface Sets {
  range: string;
  versions: VersionSet;
  readonly all: Map<string, VersionSet>;
}

/** Versions of one plugin that say the same: one incompatibility for all of them. */
export interface Group {
  readonly versions: VersionSet;
  readonly ranges: readonly string[];
}

/** Groups a package's versions by what `rangesOf` says, in an order that the input's key order cannot change. */
export function groupVersions(
  entry: Package,
  rangesOf: (release: Release) => Ranges | undefined,
  keyOf: (target: string, range: string) => string,
): [string, Group[]][] {
  const targets = new Map<string, Sets>();
  for (let position = 0; position < entry.releases.length; position++) {
    const said = rangesOf(entry.releases[position]!);
    for (const target in said) {
      const range = said[target]!;
      const sets = targets.get(target);
      if (sets !== undefined && sets.range === range) {
        insert(sets.versions, position + 1);
        continue;
      }
      const versions = sets?.all.get(range) ?? emptySet(entry.size);
      insert(versions, position + 1);
      if (sets === undefined) targets.set(target, { range, versions, all: new Map([[range, versions]]) });
      else {
        sets.range = range;
        sets.versions = versions;
        sets.all.set(range, versions);
      }
    }
  }
  return [...targets]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([target, sets]) => [target, mergeGroups(sets.all, (range) => keyOf(target, range))]);
}

/** Makes one group of the ranges that mean the same. */
function mergeGroups(sets: ReadonlyMap<string, VersionSet>, keyOf: (range: string) => string): Group[] {
  if (sets.size === 1) return [...sets].map(([range, versions]) => ({ versions, ranges: [range] }));
  const groups = new Map<string, Group>();
  for (const [range, versions] of sets) {
    const key = keyOf(range);
    const known = groups.get(key);
    const ranges = known === undefined ? [range] : [...known.ranges, range];
    groups.set(key, { versions: known === undefined ? versions : union(known.versions, versions), ranges });
  }
  return [...groups.values()];
}
