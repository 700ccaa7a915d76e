import { type CompiledIndex, findPackage } from './compiled-index.ts';
import { demandsOf } from './index-incompatibilities.ts';
import type { RangeTable } from './range-table.ts';
import { sortEntries } from './record.ts';
import { offerOf, type Release } from './release.ts';
import { comparePrecedence, readContractVersion } from './version.ts';
import { admits } from './version-intervals.ts';

/** Plugin id -> selected version, sorted by id. */
export type Selection = Readonly<Record<string, string>>;

/** Who provides a capability to whom. */
export interface Binding {
  readonly plugin: string;
  readonly capability: string;
  readonly range: string;
  readonly provider: string;
  /** Version of the capability, not of the plugin. */
  readonly offers: string;
}

/** The releases of a selection, in its order; one that the index does not hold is left out. */
export function selectedReleases(compiled: CompiledIndex, selection: Selection): Release[] {
  return Object.entries(selection).flatMap(([id, version]) => {
    const { releases = [] } = findPackage(compiled, id) ?? {};
    return releases.filter((release) => release.version === version);
  });
}

/** Whether a release provides a version of a capability that is in a range. */
export function providesIn(ranges: RangeTable, release: Release, capability: string, range: string): boolean {
  const offers = offerOf(release, capability);
  return offers !== undefined && admits(ranges.find(range)!, readContractVersion(offers)!);
}

/**
 * Gives each requirement of a selection its provider: the plugin itself if it provides the capability, else
 * the highest version of the capability in range, else the first id.
 */
export function bindCapabilities(compiled: CompiledIndex, selection: Selection): Binding[] {
  const isInNeed = (id: string) => demandsOf(compiled, compiled.numberOf.get(id)!).needs.length > 0;
  if (!Object.keys(selection).some(isInNeed)) return [];
  const releases = selectedReleases(compiled, selection);
  return releases.flatMap(({ id: plugin, requires }) =>
    sortEntries(requires).map(([capability, range]) => {
      const providers = releases
        .filter((one) => providesIn(compiled.ranges, one, capability, range))
        .map((one) => ({ provider: one.id, offers: one.provides![capability]! }))
        .sort((a, b) => {
          const own = Number(b.provider === plugin) - Number(a.provider === plugin);
          return own || comparePrecedence(readContractVersion(b.offers)!, readContractVersion(a.offers)!);
        });
      return { plugin, capability, range, ...providers[0]! };
    }),
  );
}
