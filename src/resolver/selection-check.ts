import type { CompiledIndex } from './compiled-index.ts';
import { formatPlatform, isWithdrawn, type Release, runsOn } from './release.ts';
import type { Request } from './request.ts';
import type { Selection } from './selection.ts';
import type { Version } from './version.ts';
import { admits } from './version-intervals.ts';
import { readContractVersion } from './version-range.ts';

/** One reason for which a selection is wrong. */
export interface SelectionFault {
  readonly kind:
    | 'release'
    | 'root'
    | 'abi'
    | 'platform'
    | 'yanked'
    | 'dependency'
    | 'optional-dependency'
    | 'conflict'
    | 'capability'
    | 'exclusive';
  /** Whose release, or which root, is at fault. */
  readonly plugin: string;
  /** The plugin or capability that it speaks of, if any. */
  readonly target?: string;
  /** A sentence: `org.example.synth 1.0.0 lacks org.example.waves ^1.0.0.` */
  readonly message: string;
}

/**
 * Checks a selection against the index and the request, straight from the manifests' words and without
 * incompatibilities or anything else the search is made of.
 *
 * @returns everything that is wrong with it; empty when it is right
 * @remarks O(what the selected releases say): quick enough to run on every start of a host.
 */
export function checkSelection(
  compiled: CompiledIndex,
  request: Request,
  selection: Selection,
): SelectionFault[] {
  const faults: SelectionFault[] = [];
  const chosen = new Map<string, Chosen>();
  for (const id in selection) {
    const found = findRelease(compiled, id, selection[id]!);
    if (found !== undefined) chosen.set(id, found);
    else {
      const message = `${id} ${selection[id]} is not in the index.`;
      faults.push({ kind: 'release', plugin: id, message });
    }
  }
  const { ranges } = compiled;
  for (const id in request.roots) {
    const range = request.roots[id]!;
    const version = chosen.get(id)?.version;
    if (version !== undefined && admits(ranges.find(range)!, version)) continue;
    faults.push({ kind: 'root', plugin: id, message: `Root ${id} ${range} is not met.` });
  }
  checkHost(compiled, request, chosen, faults);
  for (const { release } of chosen.values()) {
    if (release.dependencies !== undefined || release.optionalDependencies !== undefined)
      checkDependencies(compiled, release, chosen, faults);
    if (release.conflicts !== undefined) checkConflicts(compiled, release, chosen, faults);
    if (release.requires !== undefined) checkRequirements(compiled, release, chosen, faults);
    if (release.exclusive !== undefined) checkExclusive(release, chosen, faults);
  }
  return faults;
}

/** The same as sentences. */
export function verifySelection(compiled: CompiledIndex, request: Request, selection: Selection): string[] {
  return checkSelection(compiled, request, selection).map((fault) => fault.message);
}

interface Chosen {
  readonly release: Release;
  readonly version: Version;
}

type ChosenById = ReadonlyMap<string, Chosen>;

function findRelease(compiled: CompiledIndex, id: string, version: string): Chosen | undefined {
  const number = compiled.numberOf.get(id);
  if (number === undefined) return undefined;
  const { releases, versions } = compiled.packages[number]!;
  for (let position = 0; position < releases.length; position++) {
    const release = releases[position]!;
    if (release.version === version) return { release, version: versions[position]! };
  }
  return undefined;
}

function nameOf(release: Release): string {
  return `${release.id} ${release.version}`;
}

function checkHost(
  { ranges }: CompiledIndex,
  { host, platform, locked }: Request,
  chosen: ChosenById,
  faults: SelectionFault[],
): void {
  const abi = readContractVersion(host.abi)!;
  let accepted: string | undefined;
  for (const { release } of chosen.values()) {
    const plugin = release.id;
    // Nearly all releases name the same ABI range: the one met last is not looked at again.
    if (release.abi !== accepted) {
      if (admits(ranges.find(release.abi)!, abi)) accepted = release.abi;
      else
        faults.push({
          kind: 'abi',
          plugin,
          message: `${nameOf(release)} does not run on ABI ${host.abi}.`,
        });
    }
    if (release.platforms !== undefined && !runsOn(release, platform)) {
      const message = `${nameOf(release)} does not run on ${formatPlatform(platform)}.`;
      faults.push({ kind: 'platform', plugin, message });
    }
    if (isWithdrawn(release, locked))
      faults.push({ kind: 'yanked', plugin, message: `${nameOf(release)} is yanked.` });
  }
}

function checkDependencies(
  { ranges }: CompiledIndex,
  release: Release,
  chosen: ChosenById,
  faults: SelectionFault[],
): void {
  const plugin = release.id;
  for (const target in release.dependencies) {
    const range = release.dependencies[target]!;
    const version = chosen.get(target)?.version;
    if (version !== undefined && admits(ranges.find(range)!, version)) continue;
    faults.push({
      kind: 'dependency',
      plugin,
      target,
      message: `${nameOf(release)} lacks ${target} ${range}.`,
    });
  }
  for (const target in release.optionalDependencies) {
    const version = chosen.get(target)?.version;
    if (target === plugin || version === undefined) continue;
    if (admits(ranges.find(release.optionalDependencies[target]!)!, version)) continue;
    const message = `${nameOf(release)} does not work with ${target} ${version.text}.`;
    faults.push({ kind: 'optional-dependency', plugin, target, message });
  }
}

function checkConflicts(
  { ranges }: CompiledIndex,
  release: Release,
  chosen: ChosenById,
  faults: SelectionFault[],
): void {
  const plugin = release.id;
  for (const target in release.conflicts) {
    const version = chosen.get(target)?.version;
    if (target === plugin || version === undefined) continue;
    if (!admits(ranges.findWithPrereleases(release.conflicts[target]!)!, version)) continue;
    const message = `${nameOf(release)} conflicts with ${target} ${version.text}.`;
    faults.push({ kind: 'conflict', plugin, target, message });
  }
}

function checkRequirements(
  { ranges }: CompiledIndex,
  release: Release,
  chosen: ChosenById,
  faults: SelectionFault[],
): void {
  for (const target in release.requires) {
    const range = release.requires[target]!;
    const wanted = ranges.find(range)!;
    const isProvided = [...chosen.values()].some(
      ({ release: { provides } }) =>
        provides !== undefined &&
        Object.hasOwn(provides, target) &&
        admits(wanted, readContractVersion(provides[target]!)!),
    );
    if (isProvided) continue;
    const message = `${nameOf(release)} lacks a provider of ${target} ${range}.`;
    faults.push({ kind: 'capability', plugin: release.id, target, message });
  }
}

function checkExclusive(release: Release, chosen: ChosenById, faults: SelectionFault[]): void {
  for (const target of release.exclusive ?? []) {
    if (!Object.hasOwn(release.provides ?? {}, target)) continue;
    for (const { release: other } of chosen.values()) {
      if (other === release || !Object.hasOwn(other.provides ?? {}, target)) continue;
      const message = `${nameOf(release)} is not the only provider of ${target}: ${other.id} is selected.`;
      faults.push({ kind: 'exclusive', plugin: release.id, target, message });
    }
  }
}
