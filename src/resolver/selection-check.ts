import type { CompiledIndex } from './compiled-index.ts';
import { formatPlatform, runsOn } from './release.ts';
import type { Request } from './request.ts';
import { type Selection, selectedReleases } from './selection.ts';
import {
  parseContractVersion,
  parseRange,
  parseRangeWithPrereleases,
  parseVersion,
} from './version-range.ts';

/**
 * Checks a selection against the index and the request, straight from the manifests' words and without
 * anything the search used.
 *
 * @returns what is wrong with it, one sentence each; empty when it is right
 */
export function verifySelection(compiled: CompiledIndex, request: Request, selection: Selection): string[] {
  const faults: string[] = [];
  const releases = selectedReleases(compiled, selection);
  const versionOf = (id: string) => (Object.hasOwn(selection, id) ? selection[id] : undefined);
  const admits = (range: string, version: string) => parseRange(range)!.test(parseVersion(version)!);
  if (releases.length !== Object.keys(selection).length)
    faults.push('The selection holds a release that is not in the index.');
  for (const [id, range] of Object.entries(request.roots)) {
    const version = versionOf(id);
    if (version === undefined || !admits(range, version)) faults.push(`Root ${id} ${range} is not met.`);
  }
  const abi = parseContractVersion(request.host.abi)!;
  for (const release of releases) {
    const name = `${release.id} ${release.version}`;
    if (!parseRange(release.abi)!.test(abi)) faults.push(`${name} does not run on ABI ${request.host.abi}.`);
    if (!runsOn(release, request.platform))
      faults.push(`${name} does not run on ${formatPlatform(request.platform)}.`);
    const isYanked = release.yanked !== undefined && release.yanked !== false;
    if (isYanked && request.locked?.[release.id] !== release.version) faults.push(`${name} is yanked.`);
    for (const [id, range] of Object.entries(release.dependencies ?? {})) {
      const version = versionOf(id);
      if (version === undefined || !admits(range, version)) faults.push(`${name} lacks ${id} ${range}.`);
    }
    for (const [id, range] of Object.entries(release.optionalDependencies ?? {})) {
      const version = versionOf(id);
      if (id !== release.id && version !== undefined && !admits(range, version)) {
        faults.push(`${name} does not work with ${id} ${version}.`);
      }
    }
    for (const [id, range] of Object.entries(release.conflicts ?? {})) {
      const version = versionOf(id);
      if (id === release.id || version === undefined) continue;
      if (parseRangeWithPrereleases(range)!.test(parseVersion(version)!))
        faults.push(`${name} conflicts with ${id} ${version}.`);
    }
    for (const [capability, range] of Object.entries(release.requires ?? {})) {
      const offers = releases.map((one) => one.provides?.[capability]).filter((offer) => offer !== undefined);
      const isProvided = offers.some((offer) => parseRange(range)!.test(parseContractVersion(offer)!));
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
