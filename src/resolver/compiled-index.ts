import type { Incompatibility } from './incompatibility.ts';
import { compileIncompatibilities } from './index-incompatibilities.ts';
import { RangeTable, refuseRelease } from './range-table.ts';
import type { Index, Release } from './release.ts';
import { compareNewestFirst, readVersion, type Version } from './version.ts';
import { readContractVersion } from './version-range.ts';
import { fullSet, type VersionSet } from './version-set.ts';

/** All releases of one plugin. Value k of its domain is `releases[k - 1]`; value 0 is "absent". */
export interface Package {
  readonly id: string;
  /** Newest first. */
  readonly releases: readonly Release[];
  readonly versions: readonly Version[];
  readonly size: number;
  /** The different ABI ranges of its releases. */
  readonly abis: readonly string[];
  /** Whether any release names platforms, or is withdrawn: most plugins need no look at either. */
  readonly hasPlatforms: boolean;
  readonly hasYanked: boolean;
}

/** A capability that some versions of a plugin require, and who can provide it. */
export interface CapabilityNeed {
  readonly owner: number;
  readonly versions: VersionSet;
  readonly providers: readonly CapabilityProvider[];
}

export interface CapabilityProvider {
  readonly package: number;
  readonly value: number;
  readonly offers: Version;
}

/** An index made ready for any number of `resolve` calls. Holds no state of a search. */
export interface CompiledIndex {
  /** Sorted by id. */
  readonly packages: readonly Package[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly fullSets: readonly VersionSet[];
  readonly ranges: RangeTable;
  /** For each package, what its versions demand. It matters only once the package must be selected. */
  readonly demands: readonly (readonly Incompatibility[])[];
  /** For each package, the capabilities its versions require of others. */
  readonly needs: readonly (readonly CapabilityNeed[])[];
  /** For each package, how many packages depend on it: those with few dependents are decided first. */
  readonly dependents: Int32Array;
}

/**
 * Prepares `index` for resolving.
 *
 * @throws RangeError when a release is twice in the index or holds a version or range that is none; manifests
 *   that were parsed and passed through `toIndex` never do
 */
export function compileIndex(index: Index): CompiledIndex {
  const ranges = new RangeTable();
  const byId = new Map<string, Release[]>();
  for (const release of index.releases) {
    assertReadable(release, ranges);
    const releases = byId.get(release.id);
    if (releases === undefined) byId.set(release.id, [release]);
    else releases.push(release);
  }
  const ids = [...byId.keys()].sort();
  const read = new Map<string, Version>();
  const packages = ids.map((id) => createPackage(id, byId.get(id)!, read));
  const numberOf = new Map(ids.map((id, number) => [id, number]));
  const fullSets = packages.map((entry) => fullSet(entry.size));
  const incompatibilities = compileIncompatibilities(packages, numberOf, fullSets, ranges);
  return { packages, numberOf, fullSets, ranges, ...incompatibilities };
}

function createPackage(id: string, unsorted: readonly Release[], read: Map<string, Version>): Package {
  const sorted = unsorted
    .map((release) => ({ release, version: versionOf(release, read) }))
    .sort((left, right) => compareNewestFirst(left.version, right.version));
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i]!.release.version !== sorted[i - 1]!.release.version) continue;
    throw new RangeError(`Cannot compile the index: ${id} ${sorted[i]!.release.version} is in it twice`);
  }
  return {
    id,
    releases: sorted.map((entry) => entry.release),
    versions: sorted.map((entry) => entry.version),
    size: sorted.length + 1,
    abis: [...new Set(unsorted.map((release) => release.abi))],
    hasPlatforms: unsorted.some(({ platforms }) => platforms !== undefined && platforms !== 'any'),
    hasYanked: unsorted.some(({ yanked }) => yanked !== undefined && yanked !== false),
  };
}

/** Many plugins have a 1.0.0: each text is read once. */
function versionOf(release: Release, read: Map<string, Version>): Version {
  const known = read.get(release.version);
  if (known !== undefined) return known;
  const version = readVersion(release.version) ?? refuseRelease(release, 'the version', release.version);
  read.set(release.version, version);
  return version;
}

/** Checks what the incompatibilities are not made of; those check the ranges they read. */
function assertReadable(release: Release, ranges: RangeTable): void {
  const { version, abi, provides } = release;
  const first = version.charCodeAt(0);
  if (!(first >= 0x30 && first <= 0x39)) refuseRelease(release, 'the version', version);
  ranges.expect(release, abi, 'the ABI range');
  if (provides === undefined) return;
  for (const offered of Object.values(provides)) {
    if (readContractVersion(offered) === undefined) refuseRelease(release, 'the capability version', offered);
  }
}
