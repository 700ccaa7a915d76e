import type { CapabilityNeed, CapabilityProvider, CompiledIndex, Package } from './compiled-index.ts';
import { createDemands, type Demands } from './demands.ts';
import type { CapabilityFact, Fact, RelationFact } from './fact.ts';
import { createIncompatibility, type Incompatibility, type Term } from './incompatibility.ts';
import { RangeMatches } from './range-match.ts';
import { type RangeTable, refuseRelease } from './range-table.ts';
import { groupVersions } from './version-groups.ts';
import { admits } from './version-intervals.ts';
import { readContractVersion } from './version-range.ts';
import { difference, emptySet, insert, type VersionSet } from './version-set.ts';

interface Compilation {
  readonly packages: readonly Package[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly fullSets: readonly VersionSet[];
  readonly ranges: RangeTable;
  readonly matches: RangeMatches;
  readonly providersOf: ReadonlyMap<string, readonly CapabilityProvider[]>;
}

const RELATIONS = [
  ['dependency', 'dependencies'],
  ['optional-dependency', 'optionalDependencies'],
  ['conflict', 'conflicts'],
] as const;

/**
 * Evaluates every range that the releases have for each other.
 *
 * @returns what the releases demand, and how many packages depend on each
 * @throws RangeError when a range is none
 */
export function compileIncompatibilities(
  packages: readonly Package[],
  numberOf: ReadonlyMap<string, number>,
  fullSets: readonly VersionSet[],
  offsets: Int32Array,
  ranges: RangeTable,
): Pick<CompiledIndex, 'providersOf' | 'demands' | 'dependents'> {
  const matches = new RangeMatches(packages, ranges);
  const providersOf = collectProviders(packages);
  const compilation = { packages, numberOf, fullSets, ranges, matches, providersOf };
  const demands = new DemandTable(compilation, offsets);
  return { providersOf, demands, dependents: evaluateRelations(compilation) };
}

/** Says what the releases of one package at a time demand, as incompatibilities. */
export class DemandTable {
  readonly #compilation: Compilation;
  readonly #offsets: Int32Array;
  readonly #known: (Demands | undefined)[];

  constructor(compilation: Compilation, offsets: Int32Array) {
    this.#compilation = compilation;
    this.#offsets = offsets;
    this.#known = new Array<Demands | undefined>(compilation.packages.length).fill(undefined);
  }

  /** What the versions of a package demand: worded when it is first asked for, and kept. */
  of(number: number): Demands {
    this.#known[number] ??= this.#word(number);
    return this.#known[number];
  }

  #word(number: number): Demands {
    const made = RELATIONS.flatMap(([kind, field]) =>
      compileRelations(this.#compilation, number, kind, field),
    );
    made.push(...compileExclusive(this.#compilation, number));
    const required = compileNeeds(this.#compilation, number);
    made.push(...required.demands);
    return createDemands(number, made, this.#offsets, required.needs);
  }
}

/** Reads every range and matches it with the versions it is about; counts the dependents of each package. */
function evaluateRelations({ packages, numberOf, ranges, matches }: Compilation): Int32Array {
  const dependents = new Int32Array(packages.length);
  const lastDependent = new Int32Array(packages.length).fill(-1);
  // Releases beside each other mostly say the same, so that the range met last is looked at first.
  const lastRange = new Array<string>(packages.length).fill('');
  for (let owner = 0; owner < packages.length; owner++) {
    for (const release of packages[owner]!.releases) {
      const { dependencies, optionalDependencies, conflicts, requires } = release;
      for (const target in dependencies) {
        const range = dependencies[target]!;
        const number = numberOf.get(target);
        if (number === undefined) ranges.expect(release, range);
        else {
          if (lastDependent[number] !== owner) {
            lastDependent[number] = owner;
            dependents[number]!++;
          } else if (lastRange[number] === range) continue;
          lastRange[number] = range;
          if (matches.find(number, range) === undefined) refuseRelease(release, 'the range', range);
        }
      }
      for (const target in optionalDependencies) ranges.expect(release, optionalDependencies[target]!);
      for (const target in conflicts) ranges.expect(release, conflicts[target]!);
      for (const capability in requires) ranges.expect(release, requires[capability]!);
    }
  }
  return dependents;
}

function collectProviders(packages: readonly Package[]): Map<string, CapabilityProvider[]> {
  const providersOf = new Map<string, CapabilityProvider[]>();
  packages.forEach((entry, number) => {
    entry.releases.forEach((release, position) => {
      for (const [capability, version] of Object.entries(release.provides ?? {})) {
        const provider = { package: number, value: position + 1, offers: readContractVersion(version)! };
        const known = providersOf.get(capability);
        if (known === undefined) providersOf.set(capability, [provider]);
        else known.push(provider);
      }
    });
  });
  return providersOf;
}

/** What a relation to `number` in this range rules out of its values, the absent one included where it is needed. */
function forbiddenBy(
  { matches, fullSets }: Compilation,
  kind: RelationFact['kind'],
  number: number,
  range: string,
): VersionSet {
  if (kind === 'conflict') return matches.findWithPrereleases(number, range)!;
  const forbidden = difference(fullSets[number]!, matches.find(number, range)!);
  if (kind === 'optional-dependency') forbidden[0]! &= ~1;
  return forbidden;
}

function compileRelations(
  compilation: Compilation,
  owner: number,
  kind: RelationFact['kind'],
  field: (typeof RELATIONS)[number][1],
): Incompatibility[] {
  const { packages, numberOf } = compilation;
  const entry = packages[owner]!;
  const targets = groupVersions(
    entry,
    (release) => release[field],
    (target, range) => {
      const number = numberOf.get(target);
      return number === undefined ? '' : forbiddenBy(compilation, kind, number, range).join();
    },
  );
  const made: Incompatibility[] = [];
  for (const [target, groups] of targets) {
    const number = numberOf.get(target);
    // A plugin never conflicts with itself: only one of its versions can be selected anyway.
    if (number === owner && kind !== 'dependency') continue;
    for (const { versions, ranges } of groups) {
      const fact: Fact = { kind, plugin: entry.id, target, ranges };
      const terms: Term[] = [{ package: owner, set: versions }];
      if (number !== undefined)
        terms.push({ package: number, set: forbiddenBy(compilation, kind, number, ranges[0]!) });
      else if (kind !== 'dependency') continue;
      made.push(...forbid(compilation, terms, fact));
    }
  }
  return made;
}

function compileNeeds(
  compilation: Compilation,
  owner: number,
): { needs: CapabilityNeed[]; demands: Incompatibility[] } {
  const { packages, fullSets, providersOf } = compilation;
  const entry = packages[owner]!;
  const inRange = (capability: string, range: string) => {
    const wanted = compilation.ranges.find(range)!;
    return (providersOf.get(capability) ?? []).filter((provider) => admits(wanted, provider.offers));
  };
  const needs: CapabilityNeed[] = [];
  const demands: Incompatibility[] = [];
  const capabilities = groupVersions(
    entry,
    (release) => release.requires,
    (capability, range) =>
      inRange(capability, range)
        .map((one) => `${one.package}:${one.value}`)
        .join(),
  );
  for (const [capability, groups] of capabilities) {
    const provided: CapabilityFact['provided'] = (providersOf.get(capability) ?? []).map((provider) => {
      const release = packages[provider.package]!.releases[provider.value - 1]!;
      return { plugin: release.id, version: release.version, offers: release.provides![capability]! };
    });
    for (const { versions, ranges } of groups) {
      const providers = inRange(capability, ranges[0]!);
      const without = new Map<number, VersionSet>();
      for (const provider of providers) {
        const set = without.get(provider.package) ?? fullSets[provider.package]!.slice();
        set[provider.value >>> 5]! &= ~(1 << (provider.value & 31));
        without.set(provider.package, set);
      }
      const terms: Term[] = [{ package: owner, set: versions }];
      for (const [number, set] of without) terms.push({ package: number, set });
      const fact: Fact = { kind: 'capability', plugin: entry.id, capability, ranges, provided };
      demands.push(...forbid(compilation, terms, fact));
      needs.push({ owner, versions, providers });
    }
  }
  return { needs, demands };
}

function compileExclusive(compilation: Compilation, owner: number): Incompatibility[] {
  const { packages, providersOf } = compilation;
  const entry = packages[owner]!;
  const exclusive = groupVersions(
    entry,
    (release) =>
      release.exclusive &&
      Object.fromEntries(
        release.exclusive.filter((id) => Object.hasOwn(release.provides ?? {}, id)).map((id) => [id, '*']),
      ),
    () => '',
  );
  const made: Incompatibility[] = [];
  for (const [capability, groups] of exclusive) {
    const others = new Map<number, VersionSet>();
    for (const provider of providersOf.get(capability) ?? []) {
      if (provider.package === owner) continue;
      const set = others.get(provider.package) ?? emptySet(packages[provider.package]!.size);
      insert(set, provider.value);
      others.set(provider.package, set);
    }
    for (const { versions } of groups) {
      for (const [number, set] of others) {
        const target = packages[number]!.id;
        const terms = [
          { package: owner, set: versions },
          { package: number, set },
        ];
        const fact: Fact = { kind: 'exclusive', plugin: entry.id, capability, target };
        made.push(...forbid(compilation, terms, fact));
      }
    }
  }
  return made;
}

/** The incompatibility of the terms, or nothing when they can never all hold. */
function forbid({ fullSets }: Compilation, terms: readonly Term[], fact: Fact): Incompatibility[] {
  return createIncompatibility(terms, fullSets, { kind: 'fact', fact });
}
