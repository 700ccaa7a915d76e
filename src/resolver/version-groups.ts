import type { Package } from './compiled-index.ts';
import type { Term } from './incompatibility.ts';
import type { Ranges, Release } from './release.ts';
import { emptySet, insert, union, type VersionSet } from './version-set.ts';

/** Versions of one plugin that say the same of a target: one incompatibility for all of them. */
export interface Group {
  readonly target: string;
  readonly versions: VersionSet;
  readonly ranges: readonly string[];
  /** What the ranges mean, as terms of other packages. */
  readonly others: readonly Term[];
}

/**
 * Groups a package's versions by what `rangesOf` says, in an order that the input's key order cannot change; ranges
 * that mean the same make one group.
 *
 * @param othersOf what a range for `target` means
 */
export function groupVersions(
  entry: Package,
  rangesOf: (release: Release) => Ranges | undefined,
  othersOf: (target: string, range: string) => readonly Term[],
): Group[] {
  const targets = new Map<string, Map<string, VersionSet>>();
  entry.releases.forEach((release, position) => {
    const said = rangesOf(release);
    for (const target in said) {
      const sets = targets.get(target) ?? new Map<string, VersionSet>();
      const versions = sets.get(said[target]!) ?? emptySet(entry.size);
      insert(versions, position + 1);
      targets.set(target, sets.set(said[target]!, versions));
    }
  });
  return [...targets]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([target, sets]) => {
      const groups = new Map<string, Group>();
      for (const [range, own] of sets) {
        const others = othersOf(target, range);
        const key = others.map((term) => `${term.package}:${term.set}`).join();
        const { versions, ranges } = groups.get(key) ?? { versions: own, ranges: [] };
        groups.set(key, { target, versions: union(versions, own), ranges: [...ranges, range], others });
      }
      return [...groups.values()];
    });
}
