import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import satisfies from 'semver/functions/satisfies.js';
import type { Index, Ranges, Release, Request } from '../../src/resolver/index.ts';

/** Plugins that depend on each other, and requests for some of them: what a resolver is measured on. */
export interface Ecosystem {
  readonly index: Index;
  readonly requests: readonly Request[];
}

/** Versions of each plugin. */
const VERSIONS = 20;

/** What every plugin stands on, and what makes old and new ones collide. */
const CORE = 'org.example.core';
const CORE_VERSIONS = Array.from(
  { length: 12 },
  (_, number) => `${1 + Math.floor(number / 3)}.${number % 3}.0`,
);

/**
 * Makes an ecosystem from its seed. Plugins appear one after the other and depend on earlier ones, most on the
 * few that everybody uses; a release is made for the newest version of each dependency at its time, or nearly.
 *
 * @param count number of plugins; each has twenty versions
 * @param roots number of plugins in each request
 */
export function createEcosystem(count: number, roots: number, requests: number, seed = 1): Ecosystem {
  const random = createRandom(seed);
  const chance = (share: number) => random() < share;
  const histories = Array.from({ length: count }, () => createHistory(random));
  const releases = CORE_VERSIONS.map((version): Release => ({ id: CORE, version, abi: '>=1.0' }));
  histories.forEach((history, number) => {
    const wanted = number < 5 ? 0 : Math.min(8, Math.floor(-Math.log(1 - random()) * 1.8));
    const targets = new Set(Array.from({ length: wanted }, () => Math.floor(number * random() ** 2.2)));
    const habits = [...targets].map((target) => ({
      target,
      since: random() * random() * 0.6,
      style: random(),
    }));
    for (const { version, time } of history) {
      const dependencies: Record<string, string> = {};
      for (const { target, since, style } of habits) {
        if (time < since) continue;
        const known = histories[target]!.filter((other) => other.time <= time);
        const newest = known.at(-1 - Math.min(known.length - 1, Math.floor(random() * random() * 4)));
        dependencies[idOf(target)] = rangeFrom((newest ?? histories[target]![0]!).version, style);
      }
      const core = CORE_VERSIONS[Math.max(0, Math.floor(time * 12 - random() * 4))]!;
      dependencies[CORE] = chance(0.75) ? `>=${core}` : `>=${core} <${Number(core[0]) + 2}.0.0`;
      releases.push({ id: idOf(number), version, abi: '>=1.0', dependencies });
    }
  });
  const asked = Array.from({ length: requests }, () => {
    const ranges: Record<string, string> = {};
    while (Object.keys(ranges).length < roots) {
      const number = Math.floor(random() * count);
      const position = Math.floor(VERSIONS * (0.8 + 0.2 * random()));
      const [major, minor] = histories[number]![position]!.version.split('.');
      ranges[idOf(number)] = chance(0.85) ? '*' : `^${major}.${minor}.0`;
    }
    return requestFor(ranges);
  });
  return { index: { releases }, requests: asked };
}

/** The same from the data beside the project, or `undefined` where there is none. */
export function readEcosystem(count: number, roots: number): Ecosystem | undefined {
  const folder = join(process.cwd(), '../shared/data');
  const files = [`resolver-index-${count}.json.gz`, `resolver-roots-${count}-${roots}.json.gz`];
  if (!files.every((file) => existsSync(join(folder, file)))) return undefined;
  const [index, requests] = files.map((file) =>
    JSON.parse(gunzipSync(readFileSync(join(folder, file))).toString()),
  ) as [Record<string, Record<string, { deps: Ranges }>>, Ranges[]];
  const releases = Object.entries(index).flatMap(([id, versions]) =>
    Object.entries(versions).map(
      ([version, { deps }]): Release => ({ id, version, abi: '>=1.0', dependencies: deps }),
    ),
  );
  return { index: { releases }, requests: requests.map(requestFor) };
}

function requestFor(roots: Ranges): Request {
  return { roots, host: { abi: '1.0' }, platform: { os: 'linux', arch: 'x86_64', libc: 'gnu' } };
}

const idOf = (number: number) => `org.example.p${number}`;

/** The versions of one plugin, oldest first, and when each appeared, between 0 and 1. */
function createHistory(random: () => number): { version: string; time: number }[] {
  const begin = random() / 2;
  let [major, minor, patch] = [1, 0, 0];
  return Array.from({ length: VERSIONS }, (_, position) => {
    const version = `${major}.${minor}.${patch}`;
    const step = random();
    if (step < 0.12) [major, minor, patch] = [major + 1, 0, 0];
    else if (step < 0.55) [minor, patch] = [minor + 1, 0];
    else patch++;
    return { version, time: begin + ((1 - begin) * (position + random() * 0.9)) / VERSIONS };
  });
}

/** How a manifest's author who tested with `version` would write the range; each has one style. */
function rangeFrom(version: string, style: number): string {
  const [major, minor] = version.split('.').map(Number) as [number, number];
  if (style < 0.6) return `^${major}.${minor}.0`;
  if (style < 0.72) return `>=${version} <${major + 2}.0.0`;
  if (style < 0.8) return `~${version}`;
  if (style < 0.81) return version;
  return style < 0.92 ? `>=${version}` : '*';
}

/** The ecosystem for a resolver that knows neither names nor ranges: packages and versions as numbers, oldest first. */
export function formatNeutral({ index, requests }: Ecosystem): string {
  const byId = new Map<string, Release[]>();
  for (const release of index.releases) byId.set(release.id, [...(byId.get(release.id) ?? []), release]);
  const numberOf = new Map([...byId.keys()].map((id, number) => [id, number]));
  const bounds = new Map<string, [number, number, number]>();
  const boundsOf = (id: string, range: string): [number, number, number] => {
    const key = `${id} ${range}`;
    const known = bounds.get(key);
    if (known !== undefined) return known;
    const matches = byId.get(id)!.map(({ version }) => satisfies(version, range));
    const [low, high] = [matches.indexOf(true), matches.lastIndexOf(true) + 1];
    if (matches.slice(low, high).includes(false)) throw new Error(`${key} is not one interval`);
    const found: [number, number, number] = [numberOf.get(id)!, Math.max(low, 0), high];
    bounds.set(key, found);
    return found;
  };
  const list = (ranges: Ranges) => Object.entries(ranges).map(([id, range]) => boundsOf(id, range));
  const packages = [...byId.values()].map((releases) => releases.map((one) => list(one.dependencies ?? {})));
  return JSON.stringify({ packages, roots: requests.map(({ roots }) => list(roots)) });
}

/** Xorshift: the same numbers for the same seed on every machine. */
function createRandom(seed: number): () => number {
  let state = (seed * 7919 + 13) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}
