import { type CompiledIndex, findPackage } from './compiled-index.ts';
import type { RangeTable } from './range-table.ts';
import {
  formatPlatform,
  isWithdrawn,
  offerOf,
  type Ranges,
  RELATIONS,
  type Release,
  rangesOf,
  runsOn,
} from './release.ts';
import type { Request } from './request.ts';
import { providesIn, type Selection } from './selection.ts';
import { readContractVersion, type Version } from './version.ts';
import { admits } from './version-intervals.ts';

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
  const { ranges } = compiled;
  const faults: SelectionFault[] = [];
  const note: Note = (kind, { id, version }, rest, target) => {
    const message = `${id} ${version} ${rest}.`;
    faults.push({ kind, plugin: id, ...(target && { target }), message });
  };
  const chosen: Chosen = new Map();
  for (const [id, version] of Object.entries(selection)) {
    const { releases = [], versions = [] } = findPackage(compiled, id) ?? {};
    const position = releases.findIndex((release) => release.version === version);
    if (position < 0) note('release', { id, version }, 'is not in the index');
    else chosen.set(id, [releases[position]!, versions[position]!]);
  }
  for (const [id, range] of Object.entries(request.roots)) {
    const version = chosen.get(id)?.[1];
    if (version !== undefined && admits(ranges.find(range)!, version)) continue;
    faults.push({ kind: 'root', plugin: id, message: `Root ${id} ${range} is not met.` });
  }
  const { host, platform, overrides, locked } = request;
  const abi = readContractVersion(host.abi)!;
  for (const [release] of chosen.values()) {
    if (!admits(ranges.find(release.abi)!, abi)) note('abi', release, `does not run on ABI ${host.abi}`);
    if (!runsOn(release, platform)) note('platform', release, `does not run on ${formatPlatform(platform)}`);
    if (isWithdrawn(release, locked)) note('yanked', release, 'is yanked');
  }
  for (const [release] of chosen.values()) checkManifest(ranges, overrides, release, chosen, note);
  return faults;
}

/** The same as sentences. */
export function verifySelection(compiled: CompiledIndex, request: Request, selection: Selection): string[] {
  return checkSelection(compiled, request, selection).map((fault) => fault.message);
}

type Chosen = Map<string, readonly [Release, Version]>;

/** Notes a fault; the sentence begins with the release, and `rest` has no full stop. */
type Note = (
  kind: SelectionFault['kind'],
  release: Pick<Release, 'id' | 'version'>,
  rest: string,
  target?: string,
) => void;

/** Checks what a release says of others. */
function checkManifest(
  ranges: RangeTable,
  overrides: Ranges | undefined,
  release: Release,
  chosen: Chosen,
  note: Note,
): void {
  for (const kind of RELATIONS) {
    const said = rangesOf(release, kind, overrides);
    const isConflict = kind === 'conflict';
    const find = isConflict ? ranges.findWithPrereleases : ranges.find;
    for (const target in said) {
      const range = said[target]!;
      const version = chosen.get(target)?.[1];
      const isSelected = version !== undefined;
      if (isSelected && admits(find(range)!, version) !== isConflict) continue;
      if (kind === 'dependency') note(kind, release, `lacks ${target} ${range}`, target);
      else if (isSelected && target !== release.id) {
        const verb = isConflict ? 'conflicts' : 'does not work';
        note(kind, release, `${verb} with ${target} ${version.text}`, target);
      }
    }
  }
  const { requires, exclusive = [] } = release;
  for (const capability in requires) {
    const range = requires[capability]!;
    const isProvided = [...chosen.values()].some(([one]) => providesIn(ranges, one, capability, range));
    if (!isProvided) note('capability', release, `lacks a provider of ${capability} ${range}`, capability);
  }
  for (const capability of exclusive) {
    if (offerOf(release, capability) === undefined) continue;
    for (const [other] of chosen.values()) {
      if (other === release || offerOf(other, capability) === undefined) continue;
      const rest = `is not the only provider of ${capability}: ${other.id} is selected`;
      note('exclusive', release, rest, capability);
    }
  }
}
