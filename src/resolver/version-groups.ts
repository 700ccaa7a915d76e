import type { Package } from './compiled-index.ts';
import type { Term } from './incompatibility.ts';
import type { Ranges, Release } from './release.ts';
import { emptySet, insert, union, type VersionSet } from './version-set.ts';

/** Versions of one plugin that say the same: one incompatibility for all of them. */
export interface Group {
  readonly versions: VersionSet;
  readonly ranges: readonly string[];
  /** What the ranges mean, as terms of other packages. */
  readonly others: readonly Term[];
}

/**
 * Groups a package's versions by what `rangesOf` says, in an order that the input's key order cannot change.
 *
 * @param othersOf what a range for `target` means
 */
export function groupVersions(
  entry: Package,
  rangesOf: (release: Release) => Ranges | undefined,
  othersOf: (target: string, range: string) => readonly Term[],
): [string, Group[]][] {
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
    .map(([target, sets]) => [target, mergeGroups(sets, (range) => othersOf(target, range))]);
}

/** Makes one group of the ranges that mean the same. */
function mergeGroups(
  sets: ReadonlyMap<string, VersionSet>,
  othersOf: (range: string) => readonly Term[],
): Group[] {
  const groups = new Map<string, Group>();
  for (const [range, versions] of sets) {
    const others = othersOf(range);
    const key = others.map((term) => `${term.package}:${term.set}`).join();
    const known = groups.get(key);
    groups.set(key, {
      versions: known === undefined ? versions : union(known.versions, versions),
      ranges: [...(known?.ranges ?? []), range],
      others,
    });
  }
  return [...groups.values()];
}
