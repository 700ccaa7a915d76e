import { compileIncompatibilities, type DemandTable } from './index-incompatibilities.ts';
import { RangeTable, refuseRelease } from './range-table.ts';
import { type Index, isYanked, type Release } from './release.ts';
import { compareNewestFirst, readVersion, type Version } from './version.ts';
import { readContractVersion } from './version-range.ts';
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
  readonly owner: number;
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
  /** By capability: every release that provides it, in any version. */
  readonly providersOf: ReadonlyMap<string, readonly CapabilityProvider[]>;
  /** What the versions of a package demand. It matters only once the package must be selected. */
  readonly demands: DemandTable;
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
  // An index mostly lists the releases of a plugin together.
  let last: Release[] = [];
  let abi: string | undefined;
  for (const release of index.releases) {
    assertReadable(release, ranges, abi);
    abi = release.abi;
    if (last[0]?.id !== release.id) {
      last = byId.get(release.id) ?? [];
      if (last.length === 0) byId.set(release.id, last);
    }
    last.push(release);
  }
  const ids = [...byId.keys()].sort();
  const read = new Map<string, Version>();
  const packages = ids.map((id, number) => createPackage(id, number, byId.get(id)!, read));
  const numberOf = new Map(ids.map((id, number) => [id, number]));
  const fullSets = packages.map((entry) => fullSet(entry.size));
  const offsets = new Int32Array(packages.length + 1);
  fullSets.forEach((set, number) => {
    offsets[number + 1] = offsets[number]! + set.length;
  });
  const incompatibilities = compileIncompatibilities(packages, numberOf, fullSets, offsets, ranges);
  const fullWords = Int32Array.from([...fullSets.flat(), -1]);
  return { packages, numberOf, fullSets, fullWords, offsets, ranges, ...incompatibilities };
}

/** The plugin with this id, if the index holds any release of it. */
export function findPackage(compiled: CompiledIndex, id: string): Package | undefined {
  return compiled.packages[compiled.numberOf.get(id) ?? -1];
}

/** Value of a plugin's domain that stands for the version: 0, as if it were absent, when there is no such release. */
export function valueOfVersion({ releases }: Package, version: string | undefined): number {
  return releases.findIndex((release) => release.version === version) + 1;
}

function createPackage(id: string, number: number, unsorted: Release[], read: Map<string, Version>): Package {
  const [releases, versions] = sortNewestFirst(unsorted, read);
  for (let i = 1; i < releases.length; i++) {
    if (releases[i]!.version !== releases[i - 1]!.version) continue;
    throw new RangeError(`Cannot compile the index: ${id} ${releases[i]!.version} is in it twice`);
  }
  const abis: string[] = [];
  let hasPlatforms = false;
  for (const { abi, platforms } of releases) {
    if (abi !== abis.at(-1) && !abis.includes(abi)) abis.push(abi);
    hasPlatforms ||= platforms !== undefined && platforms !== 'any';
  }
  const hasYanked = releases.some(isYanked);
  const hasPrereleases = versions.some(({ prerelease }) => prerelease.length > 0);
  const size = releases.length + 1;
  return { id, number, releases, versions, size, abis, hasPlatforms, hasYanked, hasPrereleases };
}

/** An index mostly lists a plugin's releases in the order of their versions, oldest or newest first. */
function sortNewestFirst(releases: Release[], read: Map<string, Version>): [Release[], Version[]] {
  const versions = releases.map((release) => versionOf(release, read));
  let [isRising, isFalling] = [true, true];
  for (let i = 1; i < versions.length && (isRising || isFalling); i++) {
    const order = compareNewestFirst(versions[i - 1]!, versions[i]!);
    isRising &&= order > 0;
    isFalling &&= order < 0;
  }
  if (isFalling) return [releases, versions];
  if (isRising) return [releases.reverse(), versions.reverse()];
  const order = versions
    .map((_, position) => position)
    .sort((left, right) => compareNewestFirst(versions[left]!, versions[right]!));
  return [order.map((position) => releases[position]!), order.map((position) => versions[position]!)];
}

/** Many plugins have a 1.0.0: each text is read once. */
function versionOf(release: Release, read: Map<string, Version>): Version {
  const known = read.get(release.version);
  if (known !== undefined) return known;
  const version = readVersion(release.version) ?? refuseRelease(release, 'the version', release.version);
  read.set(release.version, version);
  return version;
}

/**
 * Checks what the incompatibilities are not made of; those check the ranges they read.
 *
 * @param checkedAbi an ABI range that was found right before
 */
function assertReadable(release: Release, ranges: RangeTable, checkedAbi: string | undefined): void {
  const { version, abi, provides } = release;
  const first = version.charCodeAt(0);
  if (!(first >= 0x30 && first <= 0x39)) refuseRelease(release, 'the version', version);
  if (abi !== checkedAbi) ranges.expect(release, abi, 'the ABI range');
  if (provides === undefined) return;
  for (const offered of Object.values(provides)) {
    if (readContractVersion(offered) === undefined) refuseRelease(release, 'the capability version', offered);
  }
}
