import type { CompiledIndex } from './compiled-index.ts';
import { formatPlatform, type Ranges, type Release, runsOn } from './release.ts';
import type { Request } from './request.ts';
import type { Selection } from './selection.ts';
import type { Version } from './version.ts';
import { admits } from './version-intervals.ts';
import { readContractVersion } from './version-range.ts';

/**
 * Checks a selection against the index and the request, straight from the manifests' words and without
 * incompatibilities or anything else the search is made of.
 *
 * @returns what is wrong with it, one sentence each; empty when it is right
 * @remarks O(what the selected releases say): quick enough to run on every start of a host.
 */
export function verifySelection(compiled: CompiledIndex, request: Request, selection: Selection): string[] {
  const faults: string[] = [];
  const { ranges } = compiled;
  const releases: Release[] = [];
  const versions = new Map<string, Version>();
  for (const id of Object.keys(selection)) {
    const position = positionOf(compiled, id, selection[id]!);
    if (position < 0) continue;
    const entry = compiled.packages[compiled.numberOf.get(id)!]!;
    releases.push(entry.releases[position]!);
    versions.set(id, entry.versions[position]!);
  }
  const isIn = (version: Version, range: string) => admits(ranges.find(range)!, version);
  if (releases.length !== Object.keys(selection).length)
    faults.push('The selection holds a release that is not in the index.');
  for (const [id, range] of Object.entries(request.roots)) {
    const version = versions.get(id);
    if (version === undefined || !isIn(version, range)) faults.push(`Root ${id} ${range} is not met.`);
  }
  const abi = readContractVersion(request.host.abi)!;
  for (const release of releases) {
    const name = `${release.id} ${release.version}`;
    if (!isIn(abi, release.abi)) faults.push(`${name} does not run on ABI ${request.host.abi}.`);
    if (!runsOn(release, request.platform))
      faults.push(`${name} does not run on ${formatPlatform(request.platform)}.`);
    const isYanked = release.yanked !== undefined && release.yanked !== false;
    if (isYanked && request.locked?.[release.id] !== release.version) faults.push(`${name} is yanked.`);
    for (const id of idsOf(release.dependencies)) {
      const range = release.dependencies![id]!;
      const version = versions.get(id);
      if (version === undefined || !isIn(version, range)) faults.push(`${name} lacks ${id} ${range}.`);
    }
    for (const id of idsOf(release.optionalDependencies)) {
      const range = release.optionalDependencies![id]!;
      const version = versions.get(id);
      if (id !== release.id && version !== undefined && !isIn(version, range)) {
        faults.push(`${name} does not work with ${id} ${selection[id]}.`);
      }
    }
    for (const id of idsOf(release.conflicts)) {
      const range = release.conflicts![id]!;
      const version = versions.get(id);
      if (id === release.id || version === undefined) continue;
      if (admits(ranges.findWithPrereleases(range)!, version))
        faults.push(`${name} conflicts with ${id} ${selection[id]}.`);
    }
    for (const capability of idsOf(release.requires)) {
      const range = release.requires![capability]!;
      const offers = releases.map((one) => one.provides?.[capability]).filter((offer) => offer !== undefined);
      const isProvided = offers.some((offer) => isIn(readContractVersion(offer)!, range));
      if (!isProvided) faults.push(`${name} lacks a provider of ${capability} ${range}.`);
    }
    for (const capability of release.exclusive ?? []) {
      if (!Object.hasOwn(release.provides ?? {}, capability)) continue;
      for (const other of releases) {
        if (other === release || !Object.hasOwn(other.provides ?? {}, capability)) continue;
        faults.push(`${name} is not the only provider of ${capability}: ${other.id} is selected.`);
      }
    }
  }
  return faults;
}

/** Position among the plugin's releases, or -1. */
function positionOf(compiled: CompiledIndex, id: string, version: string): number {
  const number = compiled.numberOf.get(id);
  if (number === undefined) return -1;
  return compiled.packages[number]!.releases.findIndex((release) => release.version === version);
}

function idsOf(ranges: Ranges | undefined): string[] {
  return ranges === undefined ? [] : Object.keys(ranges);
}
