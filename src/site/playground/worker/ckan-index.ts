import type { Manifest } from '../../../manifest/index.ts';
import { isRecord } from '../desk/permalink.ts';

/** A release of Kerbal Space Program's package manager, as far as it decides what it goes together with. */
interface CkanRelease {
  identifier: string;
  name?: string;
  version: string;
  ksp_version?: string;
  ksp_version_min?: string;
  ksp_version_max?: string;
  depends?: CkanRelation[];
  conflicts?: CkanRelation[];
  provides?: string[];
}

type CkanRelation =
  | { name: string; version?: string; min_version?: string; max_version?: string }
  | { any_of: CkanRelation[] };

export function isCkan(value: unknown): value is CkanRelease[] | CkanRelease {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return isRecord(first) && typeof first.identifier === 'string' && typeof first.version === 'string';
}

/**
 * Says CKAN's releases in our words. Its versions are no semantic ones: release number k of a mod, counted from the
 * oldest, becomes `k.0.0`, and ranges become ranges of these. The game is the host, by major and minor version.
 * A name that some mod provides, and a choice of several, become capabilities; recommendations are left out.
 */
export function readCkan(value: CkanRelease[] | CkanRelease): Manifest[] {
  const list = (Array.isArray(value) ? value : [value]).filter((one) => isCkan(one));
  const byName = Map.groupBy(list, (one) => one.identifier);
  const ranks = new Map<string, string[]>();
  for (const [name, releases] of byName) {
    const versions = [...new Set(releases.map((one) => one.version))].sort(compareCkanVersions);
    ranks.set(name, versions);
  }
  const virtual = new Set(list.flatMap((one) => one.provides ?? []));
  const choices = new Map<string, Set<string>>();
  for (const release of list) {
    for (const relation of release.depends ?? []) {
      if (!('any_of' in relation)) continue;
      const names = relation.any_of.flatMap((one) => ('name' in one ? one.name : []));
      choices.set(choiceOf(names), new Set(names));
    }
  }
  const seen = new Set<string>();
  return list.flatMap((release): Manifest[] => {
    const version = `${ranks.get(release.identifier)!.indexOf(release.version) + 1}.0.0`;
    const key = `${release.identifier} ${version}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [manifestOf(release, version, ranks, virtual, choices)];
  });
}

function manifestOf(
  release: CkanRelease,
  version: string,
  ranks: ReadonlyMap<string, string[]>,
  virtual: ReadonlySet<string>,
  choices: ReadonlyMap<string, ReadonlySet<string>>,
): Manifest {
  const { identifier, name = identifier, depends = [], conflicts = [], provides = [] } = release;
  const dependencies: Record<string, string> = {};
  const requires: Record<string, string> = {};
  const refused: Record<string, string> = {};
  for (const relation of depends) {
    if ('any_of' in relation) {
      const names = relation.any_of.flatMap((one) => ('name' in one ? one.name : []));
      requires[choiceOf(names)] = '*';
    } else if (virtual.has(relation.name) && rangeOf(relation, ranks) === '*') {
      requires[idOf(relation.name)] = '*';
    } else dependencies[idOf(relation.name)] = rangeOf(relation, ranks);
  }
  for (const relation of conflicts) {
    if ('name' in relation && relation.name !== identifier)
      refused[idOf(relation.name)] = rangeOf(relation, ranks);
  }
  const offered = [...provides.map(idOf), ...(virtual.has(identifier) ? [idOf(identifier)] : [])];
  for (const [choice, names] of choices) {
    if (names.has(identifier) || provides.some((one) => names.has(one))) offered.push(choice);
  }
  delete dependencies[idOf(identifier)];
  return {
    id: idOf(identifier),
    version,
    name: `${name} ${release.version}`,
    abi: hostRangeOf(release),
    ...(Object.keys(dependencies).length > 0 && { dependencies }),
    ...(Object.keys(refused).length > 0 && { conflicts: refused }),
    ...(offered.length > 0 && { provides: Object.fromEntries(offered.map((one) => [one, '1.0'])) }),
    ...(Object.keys(requires).length > 0 && { requires }),
  };
}

function idOf(name: string): string {
  const part = name.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  return `ckan.${/^[a-z0-9]/.test(part) ? part : `x${part}`}`;
}

function choiceOf(names: readonly string[]): string {
  return `ckan.any-of.${names.map((name) => idOf(name).slice('ckan.'.length)).join('-or-')}`.slice(0, 128);
}

function rangeOf(
  relation: Extract<CkanRelation, { name: string }>,
  ranks: ReadonlyMap<string, string[]>,
): string {
  const { name, version, min_version, max_version } = relation;
  const versions = ranks.get(name) ?? [];
  if (version === undefined && min_version === undefined && max_version === undefined) return '*';
  const inRange = versions.flatMap((one, at) => {
    const isIn =
      (version === undefined || compareCkanVersions(one, version) === 0) &&
      (min_version === undefined || compareCkanVersions(one, min_version) >= 0) &&
      (max_version === undefined || compareCkanVersions(one, max_version) <= 0);
    return isIn ? at + 1 : [];
  });
  if (inRange.length === 0) return '<0.0.0';
  if (inRange.length === versions.length && version === undefined && max_version === undefined) return '*';
  return `>=${inRange[0]}.0.0 <=${inRange.at(-1)}.0.0`;
}

function hostRangeOf({ ksp_version, ksp_version_min, ksp_version_max }: CkanRelease): string {
  const minor = (text: string | undefined) => /^(\d+)\.(\d+)/.exec(text ?? '');
  const exact = minor(ksp_version);
  if (exact) return `~${exact[1]}.${exact[2]}`;
  const [low, high] = [minor(ksp_version_min), minor(ksp_version_max)];
  const above = low ? `>=${low[1]}.${low[2]}` : '';
  const below = high ? `<${high[1]}.${Number(high[2]) + 1}` : '';
  return `${above} ${below}`.trim() || '*';
}

/** CKAN's order: an epoch before a colon, then runs of digits by value and runs of other characters by their letters. */
export function compareCkanVersions(left: string, right: string): number {
  const [leftEpoch, leftRest] = epochOf(left);
  const [rightEpoch, rightRest] = epochOf(right);
  if (leftEpoch !== rightEpoch) return leftEpoch - rightEpoch;
  const runsOf = (text: string): string[] => text.match(/\d+|[^\d]+/g) ?? [];
  const [a, b] = [runsOf(leftRest), runsOf(rightRest)];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [one = '', other = ''] = [a[i], b[i]];
    if (one === other) continue;
    const isNumber = /^\d/.test(one) && /^\d/.test(other);
    if (isNumber && Number(one) !== Number(other)) return Number(one) - Number(other);
    if (!isNumber) return one < other ? -1 : 1;
  }
  return 0;
}

function epochOf(version: string): [number, string] {
  const [, epoch, rest] = /^(?:(\d+):)?v?(.*)$/i.exec(version) ?? [];
  return [Number(epoch ?? 0), rest ?? version];
}
