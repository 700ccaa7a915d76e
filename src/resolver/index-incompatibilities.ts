import type { CapabilityNeed, CapabilityProvider, Package } from './compiled-index.ts';
import type { CapabilityFact, Fact, RelationFact } from './fact.ts';
import { createIncompatibility, type Incompatibility, type Term } from './incompatibility.ts';
import type { RangeTable } from './range-table.ts';
import type { Ranges } from './release.ts';
import { admits } from './version-intervals.ts';
import { readContractVersion } from './version-range.ts';
import { ABSENT, emptySet, insert, isEmptySet, union, type VersionSet } from './version-set.ts';

interface Compilation {
  readonly packages: readonly Package[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly fullSets: readonly VersionSet[];
  readonly ranges: RangeTable;
  readonly providersOf: ReadonlyMap<string, readonly CapabilityProvider[]>;
  /** For each kind of relation and each package, what a range text means. */
  readonly matches: Readonly<Record<RelationFact['kind'], (Map<string, Match> | undefined)[]>>;
  readonly demands: Incompatibility[][];
  readonly dependents: Int32Array;
}

/** While versions are grouped: the range met last, its versions, and all ranges. */
interface Sets {
  range: string;
  versions: VersionSet;
  readonly all: Map<string, VersionSet>;
}

interface Match {
  /** The values that the relation rules out, the absent one included where the plugin is needed. */
  readonly forbidden: VersionSet;
  /** The same for equal sets. */
  readonly key: string;
}

/** Versions of one plugin that say the same: one incompatibility for all of them. */
interface Group {
  readonly versions: VersionSet;
  readonly ranges: readonly string[];
}

const RELATIONS = [
  ['dependency', 'dependencies'],
  ['optional-dependency', 'optionalDependencies'],
  ['conflict', 'conflicts'],
] as const;

/** Says everything the releases demand of each other as incompatibilities. */
export function compileIncompatibilities(
  packages: readonly Package[],
  numberOf: ReadonlyMap<string, number>,
  fullSets: readonly VersionSet[],
  ranges: RangeTable,
): { demands: Incompatibility[][]; needs: CapabilityNeed[][]; dependents: Int32Array } {
  const compilation: Compilation = {
    packages,
    numberOf,
    fullSets,
    ranges,
    providersOf: collectProviders(packages),
    matches: { dependency: [], 'optional-dependency': [], conflict: [] },
    demands: packages.map(() => []),
    dependents: new Int32Array(packages.length),
  };
  const needs = packages.map((_, owner) => {
    for (const [kind, field] of RELATIONS) compileRelations(compilation, owner, kind, field);
    compileExclusive(compilation, owner);
    return compileNeeds(compilation, owner);
  });
  return { demands: compilation.demands, needs, dependents: compilation.dependents };
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

/** Groups a package's versions by what `rangesOf` says, in an order that the input's key order cannot change. */
function groupVersions(
  entry: Package,
  ranges: RangeTable,
  rangesOf: (release: Package['releases'][number]) => Ranges | undefined,
  keyOf: (target: string, range: string) => string,
): [string, Group[]][] {
  const targets = new Map<string, Sets>();
  for (let position = 0; position < entry.releases.length; position++) {
    const said = rangesOf(entry.releases[position]!);
    if (said === undefined) continue;
    for (const target of Object.keys(said)) {
      const range = said[target]!;
      const sets = targets.get(target);
      if (sets !== undefined && sets.range === range) {
        insert(sets.versions, position + 1);
        continue;
      }
      // Releases beside each other mostly say the same, so that the last range is looked at first.
      ranges.expect(entry.releases[position]!, range);
      const versions = sets?.all.get(range) ?? emptySet(entry.size);
      insert(versions, position + 1);
      if (sets === undefined) targets.set(target, { range, versions, all: new Map([[range, versions]]) });
      else {
        sets.range = range;
        sets.versions = versions;
        sets.all.set(range, versions);
      }
    }
  }
  return [...targets]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([target, sets]) => [target, mergeGroups(sets.all, (range) => keyOf(target, range))]);
}

/** Makes one group of the ranges that mean the same. */
function mergeGroups(sets: ReadonlyMap<string, VersionSet>, keyOf: (range: string) => string): Group[] {
  if (sets.size === 1) return [...sets].map(([range, versions]) => ({ versions, ranges: [range] }));
  const groups = new Map<string, Group>();
  for (const [range, versions] of sets) {
    const key = keyOf(range);
    const known = groups.get(key);
    const ranges = known === undefined ? [range] : [...known.ranges, range];
    groups.set(key, { versions: known === undefined ? versions : union(known.versions, versions), ranges });
  }
  return [...groups.values()];
}

/** What a relation to `number` in this range rules out of its values. */
function matchOf(compilation: Compilation, kind: RelationFact['kind'], number: number, range: string): Match {
  const byPackage = compilation.matches[kind];
  const matches = byPackage[number] ?? new Map<string, Match>();
  byPackage[number] = matches;
  const known = matches.get(range);
  if (known !== undefined) return known;
  const { ranges, packages } = compilation;
  const isConflict = kind === 'conflict';
  const wanted = isConflict ? ranges.findWithPrereleases(range)! : ranges.find(range)!;
  const { versions, size } = packages[number]!;
  const forbidden = emptySet(size);
  if (kind === 'dependency') insert(forbidden, ABSENT);
  for (let position = 0; position < versions.length; position++) {
    if (admits(wanted, versions[position]!) === isConflict) insert(forbidden, position + 1);
  }
  const match = { forbidden, key: forbidden.join() };
  matches.set(range, match);
  return match;
}

function compileRelations(
  compilation: Compilation,
  owner: number,
  kind: RelationFact['kind'],
  field: (typeof RELATIONS)[number][1],
): void {
  const { packages, numberOf } = compilation;
  const entry = packages[owner]!;
  const targets = groupVersions(
    entry,
    compilation.ranges,
    (release) => release[field],
    (target, range) => {
      const number = numberOf.get(target);
      return number === undefined ? '' : matchOf(compilation, kind, number, range).key;
    },
  );
  for (const [target, groups] of targets) {
    const number = numberOf.get(target);
    // A plugin never conflicts with itself: only one of its versions can be selected anyway.
    if (number === owner && kind !== 'dependency') continue;
    if (number !== undefined && kind === 'dependency') compilation.dependents[number]!++;
    for (const { versions, ranges } of groups) {
      const fact: Fact = { kind, plugin: entry.id, target, ranges };
      const terms: Term[] = [{ package: owner, set: versions }];
      if (number !== undefined) {
        const { forbidden } = matchOf(compilation, kind, number, ranges[0]!);
        terms.push({ package: number, set: forbidden });
      } else if (kind !== 'dependency') continue;
      forbid(compilation, terms, fact);
    }
  }
}

function compileNeeds(compilation: Compilation, owner: number): CapabilityNeed[] {
  const { packages, fullSets, providersOf } = compilation;
  const entry = packages[owner]!;
  const inRange = (capability: string, range: string) => {
    const wanted = compilation.ranges.find(range)!;
    return (providersOf.get(capability) ?? []).filter((provider) => admits(wanted, provider.offers));
  };
  const needs: CapabilityNeed[] = [];
  const capabilities = groupVersions(
    entry,
    compilation.ranges,
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
      forbid(compilation, terms, { kind: 'capability', plugin: entry.id, capability, ranges, provided });
      needs.push({ owner, versions, providers });
    }
  }
  return needs;
}

function compileExclusive(compilation: Compilation, owner: number): void {
  const { packages, providersOf } = compilation;
  const entry = packages[owner]!;
  const exclusive = groupVersions(
    entry,
    compilation.ranges,
    (release) =>
      release.exclusive &&
      Object.fromEntries(
        release.exclusive.filter((id) => Object.hasOwn(release.provides ?? {}, id)).map((id) => [id, '*']),
      ),
    () => '',
  );
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
        forbid(compilation, terms, { kind: 'exclusive', plugin: entry.id, capability, target });
      }
    }
  }
}

/** Adds to the demands of the package that the first term is about. */
function forbid(compilation: Compilation, terms: readonly Term[], fact: Fact): void {
  if (terms.some((term) => isEmptySet(term.set))) return;
  const made = createIncompatibility(terms, compilation.fullSets, { kind: 'fact', fact });
  if (made !== undefined) compilation.demands[terms[0]!.package]!.push(made);
}
