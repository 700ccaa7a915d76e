import type { Index, Release, Request } from '../../src/resolver/index.ts';

/** A small world made from a seed: what the properties and the oracle are tried on. */
export interface Universe {
  readonly index: Index;
  readonly request: Request;
}

type Random = () => number;

/** Mulberry32: the same numbers for the same seed on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const VERSIONS = ['1.0.0', '1.1.0', '2.0.0-beta.1', '2.0.0', '3.0.0'];
const RANGES = [
  '^1.0.0',
  '^2.0.0',
  '>=2.0.0',
  '<3.0.0',
  '3.0.0',
  '*',
  '^1.1.0 || ^3.0.0',
  '>=2.0.0-beta.1',
  '<2.0.0',
];
const CAPABILITIES = ['example.out', 'example.text'];
const CAPABILITY_RANGES = ['^1.0', '^1.1', '>=1.0', '2.x', '*'];

/** @param size number of plugins; three to five when absent. In a larger one each speaks of as few others. */
export function createUniverse(seed: number, size?: number): Universe {
  const random = createRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const chance = (probability: number) => random() < probability;
  const density = size === undefined ? 1 : 5 / size;
  const ids = Array.from(
    { length: size ?? 3 + Math.floor(random() * 3) },
    (_, number) => `org.example.p${number}`,
  );
  const releases: Release[] = ids.flatMap((id, number) => {
    const versions = VERSIONS.filter(() => chance(0.6));
    if (versions.length === 0) versions.push('1.0.0');
    return versions.slice(0, 4).map((version): Release => {
      const relations = { dependencies: {}, optionalDependencies: {}, conflicts: {} } as Record<
        string,
        Record<string, string>
      >;
      for (const [other, target] of [...ids, 'org.example.missing'].entries()) {
        const share = random();
        const weight = density * (other === number ? 0.03 : target === 'org.example.missing' ? 0.05 : 1);
        if (share < 0.3 * weight) relations.dependencies![target] = pick(RANGES);
        else if (share < 0.37 * weight) relations.optionalDependencies![target] = pick(RANGES);
        else if (share < 0.46 * weight) relations.conflicts![target] = pick(RANGES);
      }
      const provides = Object.fromEntries(
        CAPABILITIES.filter(() => chance(0.25)).map((id) => [id, pick(['1.0', '1.1', '2.0'])]),
      );
      return {
        id,
        version,
        abi: chance(0.03) ? '^2.0' : pick(['^1.0', '>=1.0']),
        platforms: chance(0.05) ? [{ os: 'linux', arch: 'x86_64', libc: pick(['gnu', 'musl']) }] : 'any',
        ...relations,
        provides,
        requires: Object.fromEntries(
          CAPABILITIES.filter(() => chance(0.1)).map((id) => [id, pick(CAPABILITY_RANGES)]),
        ),
        exclusive: Object.keys(provides).filter(() => chance(0.3)),
        yanked: chance(0.04),
      };
    });
  });
  const roots = Object.fromEntries(
    ids
      .slice(0, (chance(0.5) ? 1 : 2) * (size === undefined ? 1 : 2))
      .map((id) => [id, pick(['*', '*', '*', '>=1.0.0', '<3.0.0'])]),
  );
  const locked = chance(0.3)
    ? Object.fromEntries(ids.filter(() => chance(0.5)).map((id) => [id, pick(VERSIONS)]))
    : {};
  const request: Request = {
    roots,
    host: { abi: '1.0' },
    platform: { os: 'linux', arch: 'x86_64', libc: 'gnu' },
    locked,
    prefer: chance(0.8) ? 'highest' : 'lowest',
  };
  return { index: { releases }, request };
}
