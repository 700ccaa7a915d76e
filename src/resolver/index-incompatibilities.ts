import type { CapabilityNeed, CapabilityProvider, CompiledIndex, Package } from './compiled-index.ts';
import { createDemands, type Demands } from './demands.ts';
import { forbid, type Incompatibility, type Term } from './incompatibility.ts';
import { matchVersions, type RangeMatches } from './range-match.ts';
import type { RangeTable } from './range-table.ts';
import { pickEntries } from './record.ts';
import { RELATIONS, rangesOf } from './release.ts';
import { readContractVersion } from './version.ts';
import { groupVersions } from './version-groups.ts';
import { admits } from './version-intervals.ts';
import { difference, emptySet, insert } from './version-set.ts';

/** What the versions of a package demand: worded when it is first asked for, and kept. */
export function demandsOf(compiled: CompiledIndex, owner: number): Demands {
  compiled.demands[owner] ??= wordDemands(compiled, owner);
  return compiled.demands[owner];
}

function wordDemands(compiled: CompiledIndex, owner: number): Demands {
  const needs: CapabilityNeed[] = [];
  const made = [
    ...compileRelations(compiled, owner),
    ...compileExclusive(compiled, owner),
    ...compileNeeds(compiled, owner, needs),
  ];
  return createDemands(owner, made, compiled.offsets, needs);
}

/**
 * Reads every range and matches it with the versions it is about.
 *
 * @returns for each package, how many packages depend on it
 * @throws RangeError when a range is none
 */
export function countDependents(
  packages: readonly Package[],
  numberOf: ReadonlyMap<string, number>,
  ranges: RangeTable,
  matches: readonly RangeMatches[],
): Int32Array {
  const dependents = new Int32Array(packages.length);
  const lastDependent = new Int32Array(packages.length).fill(-1);
  // Releases beside each other mostly say the same, so that the range met last is looked at first.
  const lastRange = new Array<string>(packages.length).fill('');
  for (const { number: owner, releases } of packages) {
    for (const release of releases) {
      const { dependencies, optionalDependencies, conflicts, requires } = release;
      for (const target in dependencies) {
        const range = dependencies[target]!;
        const number = numberOf.get(target);
        if (number !== undefined) {
          if (lastDependent[number] !== owner) {
            lastDependent[number] = owner;
            dependents[number]!++;
          } else if (lastRange[number] === range) continue;
          lastRange[number] = range;
          if (matches[number]!(range) !== undefined) continue;
        }
        ranges.expect(release, range);
      }
      for (const target in optionalDependencies) ranges.expect(release, optionalDependencies[target]!);
      for (const target in conflicts) ranges.expect(release, conflicts[target]!);
      for (const capability in requires) ranges.expect(release, requires[capability]!);
    }
  }
  return dependents;
}

/** By capability: every release that provides it, in any version. */
export function collectProviders(packages: readonly Package[]): Map<string, CapabilityProvider[]> {
  const providers: CapabilityProvider[] = [];
  for (const { number, releases } of packages) {
    releases.forEach(({ provides }, position) => {
      for (const capability in provides) {
        const offers = readContractVersion(provides[capability]!)!;
        providers.push({ capability, package: number, value: position + 1, offers });
      }
    });
  }
  return Map.groupBy(providers, ({ capability }) => capability);
}

function compileRelations(compiled: CompiledIndex, owner: number): Incompatibility[] {
  const { packages, numberOf, fullSets, ranges: table, matches, overrides } = compiled;
  const entry = packages[owner]!;
  return RELATIONS.flatMap((kind) => {
    const othersOf = (target: string, range: string): Term[] => {
      const number = numberOf.get(target);
      // A plugin never conflicts with itself: only one of its versions can be selected anyway.
      if (number === undefined || (number === owner && kind !== 'dependency')) return [];
      const set =
        kind === 'conflict'
          ? matchVersions(table.findWithPrereleases(range)!, packages[number]!)
          : difference(fullSets[number]!, matches[number]!(range)!);
      // Only a dependency says something of absence.
      if (kind !== 'dependency') set[0]! &= ~1;
      return [{ package: number, set }];
    };
    const groups = groupVersions(entry, (release) => rangesOf(release, kind, overrides), othersOf);
    return groups.flatMap(({ target, versions, ranges, others }) => {
      if (others.length === 0 && kind !== 'dependency') return [];
      // Made anew: what a search reads lies together then.
      const terms = [{ package: owner, set: versions }, ...othersOf(target, ranges[0]!)];
      return forbid(fullSets, terms, { kind, plugin: entry.id, target, ranges });
    });
  });
}

/** @param needs takes in what is needed */
function compileNeeds(compiled: CompiledIndex, owner: number, needs: CapabilityNeed[]): Incompatibility[] {
  const { packages, fullSets, ranges: table, providersOf } = compiled;
  const entry = packages[owner]!;
  const inRange = (capability: string, range: string) => {
    const wanted = table.find(range)!;
    return (providersOf.get(capability) ?? []).filter((provider) => admits(wanted, provider.offers));
  };
  const othersOf = (capability: string, range: string) =>
    termsOf(compiled, inRange(capability, range)).map(({ package: number, set }) => ({
      package: number,
      set: difference(fullSets[number]!, set),
    }));
  const groups = groupVersions(entry, (release) => release.requires, othersOf);
  return groups.flatMap(({ target: capability, versions, ranges, others }) => {
    const provided = (providersOf.get(capability) ?? []).map((provider) => {
      const { id: plugin, version, provides } = packages[provider.package]!.releases[provider.value - 1]!;
      return { plugin, version, offers: provides![capability]! };
    });
    needs.push({ versions, providers: inRange(capability, ranges[0]!) });
    const terms = [{ package: owner, set: versions }, ...others];
    return forbid(fullSets, terms, { kind: 'capability', plugin: entry.id, capability, ranges, provided });
  });
}

function compileExclusive(compiled: CompiledIndex, owner: number): Incompatibility[] {
  const { packages, fullSets, providersOf } = compiled;
  const entry = packages[owner]!;
  const groups = groupVersions(
    entry,
    ({ exclusive = [], provides = {} }) => pickEntries(provides, (id) => exclusive.includes(id)),
    (capability) =>
      termsOf(
        compiled,
        (providersOf.get(capability) ?? []).filter((provider) => provider.package !== owner),
      ),
  );
  return groups.flatMap(({ target: capability, versions, others }) =>
    others.flatMap((other) => {
      const terms = [{ package: owner, set: versions }, other];
      const target = packages[other.package]!.id;
      return forbid(fullSets, terms, { kind: 'exclusive', plugin: entry.id, capability, target });
    }),
  );
}

/** For each package, that it is one of the providers. */
function termsOf({ packages }: CompiledIndex, providers: readonly CapabilityProvider[]): Term[] {
  return [...Map.groupBy(providers, (provider) => provider.package)].map(([number, own]) => {
    const set = emptySet(packages[number]!.size);
    for (const { value } of own) insert(set, value);
    return { package: number, set };
  });
}
