import type { Demands } from './demands.ts';
import { collectProviders, countDependents } from './index-incompatibilities.ts';
import { createRangeMatches, type RangeMatches } from './range-match.ts';
import { RangeTable, refuseRelease } from './range-table.ts';
import { memoize } from './record.ts';
import { type Index, isYanked, type Ranges, type Release } from './release.ts';
import { compareNewestFirst, readContractVersion, readVersion, type Version } from './version.ts';
import { fullSet, type VersionSet } from './version-set.ts';

/** All releases of one plugin. Value k of its domain is `releases[k - 1]`; value 0 is "absent". */
export interface Package {
  readonly id: string;
  /** Its position in the compiled index. */
  readonly number: number;
  /** Newest first. */
  readonly releases: readonly Release[];
  readonly versions: readonly Version[];
  readonly size: number;
  /** The different ABI ranges of its releases. */
  readonly abis: readonly string[];
  /** Whether any release names platforms, is withdrawn or a prerelease: most plugins need no look at these. */
  readonly hasPlatforms: boolean;
  readonly hasYanked: boolean;
  readonly hasPrereleases: boolean;
}

/** A capability that some versions of a plugin require, and who can provide it. */
export interface CapabilityNeed {
  readonly versions: VersionSet;
  readonly providers: readonly CapabilityProvider[];
}

export interface CapabilityProvider {
  readonly capability: string;
  readonly package: number;
  readonly value: number;
  readonly offers: Version;
}

/**
 * An index made ready for any number of `resolve` calls. Holds no state of a search; what a package demands is
 * worded when it is first asked for, and kept.
 */
export interface CompiledIndex {
  /** Sorted by id. */
  readonly packages: readonly Package[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly fullSets: readonly VersionSet[];
  /** The same side by side: the words of package k are from `offsets[k]` to `offsets[k + 1]` - 1; one that is full follows. */
  readonly fullWords: Int32Array;
  readonly offsets: Int32Array;
  readonly ranges: RangeTable;
  /** For each package. */
  readonly matches: readonly RangeMatches[];
  /** By capability: every release that provides it, in any version. */
  readonly providersOf: ReadonlyMap<string, readonly CapabilityProvider[]>;
  /** What the versions of each package demand, as far as it was asked for: see `demandsOf`. */
  readonly demands: (Demands | undefined)[];
  /** For each package, how many packages depend on it: those with few dependents are decided first. */
  readonly dependents: Int32Array;
  /** Ranges in the place of those that dependencies give, if any: see `rangesOf`. */
  readonly overrides?: Ranges;
  /** The same index with overrides, as far as it was asked for: see `withOverrides`. */
  readonly overridden: WeakMap<Ranges, CompiledIndex>;
}

/**
 * Prepares `index` for resolving.
 *
 * @throws RangeError when a release is twice in the index or holds a version or range that is none; manifests
 *   that were parsed and passed through `toIndex` never do
 */
export function compileIndex(index: Index): CompiledIndex {
  const ranges = new RangeTable();
  let abi: string | undefined;
  // What the incompatibilities are not made of; those check the ranges they read.
  for (const release of index.releases) {
    if (release.abi !== abi) ranges.expect(release, release.abi, 'ABI range');
    abi = release.abi;
    for (const capability in release.provides) {
      const offered = release.provides[capability]!;
      if (readContractVersion(offered) === undefined)
        refuseRelease(release, `has the capability version "${offered}"`);
    }
  }
  const byId = [...Map.groupBy(index.releases, ({ id }) => id)].sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  // Many plugins have a 1.0.0: each text is read once. node-semver reads a `v` before a version, too.
  const read = memoize((text) => (/^\d/.test(text) ? readVersion(text) : undefined));
  const packages = byId.map(([id, releases], number) => createPackage(id, number, releases, read));
  const numberOf = new Map(packages.map(({ id, number }) => [id, number]));
  const fullSets = packages.map((entry) => fullSet(entry.size));
  const offsets = new Int32Array(packages.length + 1);
  fullSets.forEach((set, number) => {
    offsets[number + 1] = offsets[number]! + set.length;
  });
  const matches = packages.map((entry) => createRangeMatches(entry, ranges));
  return {
    packages,
    numberOf,
    fullSets,
    fullWords: Int32Array.from([...fullSets.flat(), -1]),
    offsets,
    ranges,
    matches,
    providersOf: collectProviders(packages),
    demands: new Array<Demands | undefined>(packages.length),
    dependents: countDependents(packages, numberOf, ranges, matches),
    overridden: new WeakMap(),
  };
}

/** The plugin with this id, if the index holds any release of it. */
export function findPackage(compiled: CompiledIndex, id: string): Package | undefined {
  return compiled.packages[compiled.numberOf.get(id) ?? -1];
}

/** Value of a plugin's domain that stands for the version: 0, as if it were absent, when there is no such release. */
export function valueOfVersion({ releases }: Package, version: string | undefined): number {
  return releases.findIndex((release) => release.version === version) + 1;
}

function createPackage(
  id: string,
  number: number,
  unsorted: readonly Release[],
  read: (text: string) => Version | undefined,
): Package {
  const sorted = unsorted
    .map((release) => ({
      release,
      version: read(release.version) ?? refuseRelease(release, `has the version "${release.version}"`),
    }))
    .sort((left, right) => compareNewestFirst(left.version, right.version));
  const releases = sorted.map(({ release }) => release);
  const versions = sorted.map(({ version }) => version);
  for (let i = 1; i < versions.length; i++)
    if (versions[i] === versions[i - 1]) refuseRelease(releases[i]!, 'is in it twice');
  const abis: string[] = [];
  for (const { abi } of releases) if (abi !== abis.at(-1) && !abis.includes(abi)) abis.push(abi);
  return {
    id,
    number,
    releases,
    versions,
    size: releases.length + 1,
    abis,
    hasPlatforms: releases.some(({ platforms = 'any' }) => platforms !== 'any'),
    hasYanked: releases.some(isYanked),
    hasPrereleases: versions.some(({ prerelease }) => prerelease.length > 0),
  };
}
