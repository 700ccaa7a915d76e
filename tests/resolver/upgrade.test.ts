import { expect, test } from 'vitest';
import {
  compareSelections,
  compileIndex,
  type Release,
  type Request,
  upgrade,
  verifySelection,
} from '../../src/resolver/index.ts';
import { eachSelection } from './exhaustive-search.ts';
import { createUniverse, type Universe } from './universe.ts';

const release = (id: string, version: string, dependencies: Record<string, string> = {}): Release => ({
  id,
  version,
  abi: '^1.0',
  dependencies,
});

const request: Request = {
  roots: { 'org.example.synth': '*', 'org.example.choir': '*' },
  host: { abi: '1.0' },
  platform: { os: 'linux', arch: 'x86_64' },
  locked: { 'org.example.synth': '1.0.0', 'org.example.choir': '1.0.0', 'org.example.waves': '1.0.0' },
};
const releases = [
  release('org.example.synth', '1.0.0', { 'org.example.waves': '^1.0.0' }),
  release('org.example.synth', '2.0.0', { 'org.example.waves': '>=1.1.0' }),
  release('org.example.choir', '1.0.0', { 'org.example.waves': '^1.0.0' }),
  release('org.example.choir', '2.0.0', { 'org.example.waves': '^2.0.0' }),
  release('org.example.waves', '1.0.0'),
  release('org.example.waves', '1.1.0'),
  release('org.example.waves', '2.0.0', { 'org.example.tables': '*' }),
  release('org.example.tables', '1.0.0'),
];

test('one plugin is brought forward, and only what must follow changes', () => {
  expect(upgrade(compileIndex({ releases }), request, ['org.example.synth'])).toEqual({
    outcome: 'upgraded',
    selection: { 'org.example.choir': '1.0.0', 'org.example.synth': '2.0.0', 'org.example.waves': '1.1.0' },
    changes: [
      { plugin: 'org.example.synth', before: '1.0.0', after: '2.0.0' },
      { plugin: 'org.example.waves', before: '1.0.0', after: '1.1.0' },
    ],
    cost: 2,
    lowerBound: 2,
  });
});

test('without a name, every root is brought forward, and a plugin that is new then is a change', () => {
  expect(upgrade(compileIndex({ releases }), request)).toMatchObject({
    selection: {
      'org.example.choir': '2.0.0',
      'org.example.synth': '2.0.0',
      'org.example.tables': '1.0.0',
      'org.example.waves': '2.0.0',
    },
    cost: 4,
    lowerBound: 4,
  });
});

test('nothing to bring forward changes nothing', () => {
  const newest = {
    ...request,
    roots: { 'org.example.tables': '*' },
    locked: { 'org.example.tables': '1.0.0' },
  };
  expect(upgrade(compileIndex({ releases }), newest)).toEqual({
    outcome: 'upgraded',
    selection: { 'org.example.tables': '1.0.0' },
    changes: [],
    cost: 0,
    lowerBound: 0,
  });
});

test('on small universes, the cost is the least there is, the bound proves it, and the roots are as new as can be', () => {
  const costs = new Map<number, number>();
  let upgraded = 0;
  for (let seed = 1; seed <= 1500; seed++) {
    const universe = createUniverse(seed);
    const locked = lockSome(universe, seed);
    const asked: Request = { ...universe.request, locked };
    const answer = upgrade(compileIndex(universe.index), asked);
    const best = leastCost({ index: universe.index, request: asked });
    if (answer.outcome !== 'upgraded') {
      expect([answer.outcome, best]).toEqual(['conflict', undefined]);
      continue;
    }
    upgraded++;
    expect(verifySelection(compileIndex(universe.index), asked, answer.selection)).toEqual([]);
    expect([answer.cost, answer.lowerBound]).toEqual([best, best]);
    costs.set(answer.cost, (costs.get(answer.cost) ?? 0) + 1);
  }
  expect(upgraded).toBeGreaterThan(500);
  for (const cost of [0, 1, 2, 3]) expect(costs.get(cost), `cost ${cost}`).toBeGreaterThan(5);
});

/** Some selection of the universe, not a good one: what people have. */
function lockSome(universe: Universe, seed: number): Record<string, string> {
  const { locked: _, ...request } = universe.request;
  const all = [...eachSelection({ index: universe.index, request })];
  return { ...all[(seed * 7919) % Math.max(all.length, 1)] };
}

/** The least number of plugins that are in another version or new, with every root as new as it can be. */
function leastCost({ index, request }: Universe): number | undefined {
  let all = [...eachSelection({ index, request })];
  if (all.length === 0) return undefined;
  const compiled = compileIndex({ releases: index.releases });
  for (const root of Object.keys(request.roots).sort()) {
    const newest = compiled.packages[compiled.numberOf.get(root)!]!.releases.find(({ version }) =>
      all.some((selection) => selection[root] === version),
    );
    all = all.filter((selection) => selection[root] === newest!.version);
  }
  return Math.min(
    ...all.map((selection) => {
      const changes = compareSelections(request.locked ?? {}, selection);
      return changes.filter((change) => change.after !== undefined).length;
    }),
  );
}
