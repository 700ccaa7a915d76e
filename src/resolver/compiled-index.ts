import type SemVer from 'semver/classes/semver.js';
import type { Incompatibility } from './incompatibility.ts';
import { compileIncompatibilities } from './index-incompatibilities.ts';
import type { Index, Release } from './release.ts';
import { compareNewestFirst, parseContractVersion, parseRange, parseVersion } from './version-range.ts';
import { fullSet, type VersionSet } from './version-set.ts';

/** All releases of one plugin. Value k of its domain is `releases[k - 1]`; value 0 is "absent". */
export interface Package {
  readonly id: string;
  /** Newest first. */
  readonly releases: readonly Release[];
  readonly versions: readonly SemVer[];
  readonly size: number;
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
  readonly offers: SemVer;
}

/** An index made ready for any number of `resolve` calls. Holds no state of a search. */
export interface CompiledIndex {
  /** Sorted by id. */
  readonly packages: readonly Package[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly fullSets: readonly VersionSet[];
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
  const byId = new Map<string, Release[]>();
  for (const release of index.releases) {
    assertReadable(release);
    const releases = byId.get(release.id);
    if (releases === undefined) byId.set(release.id, [release]);
    else releases.push(release);
  }
  const ids = [...byId.keys()].sort();
  const packages = ids.map((id) => createPackage(id, byId.get(id)!));
  const numberOf = new Map(ids.map((id, number) => [id, number]));
  const fullSets = packages.map((entry) => fullSet(entry.size));
  return { packages, numberOf, fullSets, ...compileIncompatibilities(packages, numberOf, fullSets) };
}

function createPackage(id: string, unsorted: readonly Release[]): Package {
  const sorted = unsorted
    .map((release) => ({ release, version: parseVersion(release.version)! }))
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
  };
}

function assertReadable(release: Release): void {
  const refuse = (what: string, text: string): never => {
    throw new RangeError(`Cannot compile the index: ${release.id} ${release.version} has ${what} "${text}"`);
  };
  if (!/^\d/.test(release.version) || parseVersion(release.version) === undefined)
    refuse('the version', release.version);
  if (parseRange(release.abi) === undefined) refuse('the ABI range', release.abi);
  const { dependencies, optionalDependencies, conflicts, requires } = release;
  for (const ranges of [dependencies, optionalDependencies, conflicts, requires]) {
    for (const range of Object.values(ranges ?? {})) {
      if (parseRange(range) === undefined) refuse('the range', range);
    }
  }
  for (const version of Object.values(release.provides ?? {})) {
    if (parseContractVersion(version) === undefined) refuse('the capability version', version);
  }
}
