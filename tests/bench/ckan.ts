import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Index, Ranges, Release, Request } from '../../src/resolver/index.ts';

/** The plugins of a real game as an index, and requests for its most depended-upon ones. */
export interface Ckan {
  readonly index: Index;
  /** For each of the game's most named versions, the hundred most depended-upon plugins that run on it, together. */
  readonly requests: readonly Request[];
}

/** One way to name another mod; `any_of` lists several of which one is enough. */
interface Relation {
  readonly name?: string;
  readonly version?: string;
  readonly min_version?: string;
  readonly max_version?: string;
  readonly any_of?: readonly Relation[];
}

interface Mod {
  readonly identifier: string;
  readonly version: string;
  readonly ksp_version?: string;
  readonly ksp_version_min?: string;
  readonly ksp_version_max?: string;
  readonly depends?: readonly Relation[];
  readonly conflicts?: readonly Relation[];
  readonly provides?: readonly string[];
}

const HOSTS = 20;

/**
 * Reads the mods of Kerbal Space Program from the data beside the project, or gives `undefined` where there are none.
 * Versions are mostly no semantic ones: a release's version is its rank among those of its mod, and the game's is its
 * rank among those that any mod names. A name that other mods provide too is a capability, and so is "any of".
 */
export function readCkan(): Ckan | undefined {
  const file = join(process.cwd(), '../shared/data/ckan-all.json.gz');
  if (!existsSync(file)) return undefined;
  const mods = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Mod[];
  const byId = Map.groupBy(mods, (mod) => mod.identifier);
  const ranks = new Map(
    [...byId].map(([id, list]) => [id, [...new Set(list.map((mod) => mod.version))].sort(compareVersions)]),
  );
  const providersOf = new Map<string, Set<string>>();
  for (const { identifier, provides = [] } of mods) {
    for (const name of provides) {
      if (name === identifier) continue;
      providersOf.set(name, (providersOf.get(name) ?? new Set()).add(identifier));
    }
  }
  const games = gameVersions(mods);
  const choices = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const releases = mods.flatMap((mod): Release[] => {
    const rank = ranks.get(mod.identifier)!.indexOf(mod.version);
    if (seen.has(`${mod.identifier} ${rank}`)) return [];
    seen.add(`${mod.identifier} ${rank}`);
    const dependencies: Record<string, string> = {};
    const requires: Record<string, string> = {};
    for (const relation of mod.depends ?? []) {
      if (relation.any_of !== undefined) {
        const names = relation.any_of.flatMap((one) => one.name ?? []).sort();
        const id = `any.${names.join('.')}`;
        choices.set(id, new Set(names));
        requires[id] = '*';
      } else if (providersOf.has(relation.name!)) requires[`name.${relation.name}`] = '*';
      else dependencies[relation.name!] = rangeOf(relation, ranks);
    }
    const conflicts: Record<string, string> = {};
    for (const relation of mod.conflicts ?? []) {
      for (const one of relation.any_of ?? [relation]) {
        conflicts[one.name!] = rangeOf(one, ranks);
        for (const other of providersOf.get(one.name!) ?? []) conflicts[other] ??= '*';
      }
    }
    const provides = Object.fromEntries(
      [mod.identifier, ...(mod.provides ?? [])]
        .filter((name) => providersOf.has(name))
        .map((name) => [`name.${name}`, '1.0']),
    );
    return [
      {
        id: mod.identifier,
        version: `${rank}.0.0`,
        abi: abiOf(mod, games),
        dependencies,
        requires,
        conflicts,
        provides,
      },
    ];
  });
  const index = { releases: releases.map((release) => withChoices(release, choices)) };
  return { index, requests: requestsOf(mods, byId, games) };
}

/** A release also provides each choice that lists it. */
function withChoices(release: Release, choices: ReadonlyMap<string, ReadonlySet<string>>): Release {
  const more = [...choices].filter(([, names]) => names.has(release.id)).map(([id]) => [id, '1.0'] as const);
  return more.length === 0
    ? release
    : { ...release, provides: { ...release.provides, ...Object.fromEntries(more) } };
}

function rangeOf(relation: Relation, ranks: ReadonlyMap<string, readonly string[]>): string {
  const known = ranks.get(relation.name!) ?? [];
  const [low, high] = [relation.version ?? relation.min_version, relation.version ?? relation.max_version];
  const first = low === undefined ? 0 : known.findIndex((version) => compareVersions(version, low) >= 0);
  const last =
    high === undefined ? -1 : known.findLastIndex((version) => compareVersions(version, high) <= 0);
  const bounds = [
    ...(low === undefined ? [] : [`>=${first < 0 ? known.length : first}.0.0`]),
    ...(high === undefined ? [] : [`<${last + 1}.0.0`]),
  ];
  return bounds.length === 0 ? '*' : bounds.join(' ');
}

/** The game's versions in their order, those alone that name a whole release. */
function gameVersions(mods: readonly Mod[]): string[] {
  const named = mods.flatMap(({ ksp_version, ksp_version_min, ksp_version_max }) =>
    [ksp_version, ksp_version_min, ksp_version_max].filter((version) =>
      /^\d+\.\d+\.\d+$/.test(version ?? ''),
    ),
  ) as string[];
  return [...new Set(named)].filter((version) => !version.endsWith('.99')).sort(compareVersions);
}

/** A game version without its last part means all of its releases. */
function abiOf({ ksp_version, ksp_version_min, ksp_version_max }: Mod, games: readonly string[]): string {
  const isOpen = (version: string | undefined) => version === undefined || version === 'any';
  const [low, high] = isOpen(ksp_version) ? [ksp_version_min, ksp_version_max] : [ksp_version, ksp_version];
  const first = isOpen(low) ? 0 : games.findIndex((game) => compareVersions(game, low!) >= 0);
  const last = isOpen(high)
    ? games.length - 1
    : games.findLastIndex((game) => compareVersions(game, high!) <= 0 || game.startsWith(`${high}.`));
  return `>=1.${first < 0 ? games.length : first} <1.${last + 1}`;
}

function requestsOf(
  mods: readonly Mod[],
  byId: ReadonlyMap<string, readonly Mod[]>,
  games: readonly string[],
): Request[] {
  const dependents = new Map<string, Set<string>>();
  const hosts = new Map<string, number>();
  for (const { identifier, depends = [], ksp_version_max, ksp_version } of mods) {
    const game = ksp_version ?? ksp_version_max ?? '';
    if (games.includes(game)) hosts.set(game, (hosts.get(game) ?? 0) + 1);
    for (const { name = '' } of depends) {
      if (byId.has(name)) dependents.set(name, (dependents.get(name) ?? new Set()).add(identifier));
    }
  }
  const top = [...dependents].sort(([a, left], [b, right]) => right.size - left.size || (a < b ? -1 : 1));
  const named = [...hosts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).slice(0, HOSTS);
  const platform = { os: 'linux', arch: 'x86_64' };
  return named.map(([game]) => {
    const isFit = (id: string) => byId.get(id)!.some((mod) => isIn(game, abiOf(mod, games), games));
    const fit = top.filter(([id]) => isFit(id)).slice(0, 100);
    const roots: Ranges = Object.fromEntries(fit.map(([id]) => [id, '*']));
    return { roots, host: { abi: `1.${games.indexOf(game)}` }, platform };
  });
}

function isIn(game: string, abi: string, games: readonly string[]): boolean {
  const [, first, end] = /^>=1\.(\d+) <1\.(\d+)$/.exec(abi)!;
  const rank = games.indexOf(game);
  return rank >= Number(first) && rank < Number(end);
}

/** `epoch:version`: runs of digits compare as numbers, all else as text. */
function compareVersions(left: string, right: string): number {
  const [one, other] = [partsOf(left), partsOf(right)];
  for (let i = 0; i < one.length || i < other.length; i++) {
    const [a, b] = [one[i] ?? '', other[i] ?? ''];
    const order =
      Number.isNaN(Number(a)) || Number.isNaN(Number(b))
        ? a < b
          ? -1
          : a > b
            ? 1
            : 0
        : Number(a) - Number(b);
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(version: string): string[] {
  const [, epoch = '0', rest = ''] = /^(?:(\d+):)?v?(.*)$/.exec(version)!;
  return [epoch, ...(rest.match(/\d+|[^\d.]+/g) ?? [])];
}
