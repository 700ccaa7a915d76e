import { expect, test } from 'vitest';
import { compileIndex, explain, type Index, type Request, resolve } from '../../src/resolver/index.ts';
import { createRandom, createUniverse, type Universe } from './universe.ts';

const SEEDS = Array.from({ length: 400 }, (_, number) => number + 1);

function answerOf({ index, request }: Universe): string {
  const resolution = resolve(compileIndex(index), request);
  const explanation = resolution.outcome === 'conflict' ? explain(resolution.conflict).text : '';
  return JSON.stringify(resolution) + explanation;
}

function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const shuffled = [...list];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
  }
  return shuffled;
}

/** The same value with the keys of every object in another order. */
function shuffleKeys<T>(value: T, random: () => number): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = shuffle(Object.entries(value), random).map(([key, inner]) => [
    key,
    shuffleKeys(inner, random),
  ]);
  return Object.fromEntries(entries);
}

test('the order of releases and keys changes not one byte of the answer', () => {
  for (const seed of SEEDS) {
    const { index, request } = createUniverse(seed);
    const random = createRandom(seed);
    const shuffled: Index = {
      releases: shuffle(index.releases, random).map((release) => shuffleKeys(release, random)),
    };
    const other = { index: shuffled, request: shuffleKeys(request, random) };
    expect(answerOf(other)).toBe(answerOf({ index, request }));
  }
});

test('renaming every plugin renames the answer and changes nothing else', () => {
  const rename = (text: string) => text.replaceAll('org.example.', 'net.other.');
  for (const seed of SEEDS) {
    const universe = createUniverse(seed);
    const renamed = JSON.parse(rename(JSON.stringify(universe))) as Universe;
    expect(answerOf(renamed)).toBe(rename(answerOf(universe)));
  }
});

test('a plugin that nobody knows of never changes what is selected', () => {
  for (const seed of SEEDS) {
    const { index, request } = createUniverse(seed);
    const stranger = {
      id: 'org.stranger.solo',
      version: '1.0.0',
      abi: '*',
      conflicts: { 'org.example.p0': '*' },
    };
    const before = resolve(compileIndex(index), request);
    const after = resolve(compileIndex({ releases: [...index.releases, stranger] }), request);
    expect(after.outcome).toBe(before.outcome);
    if (after.outcome === 'resolved' && before.outcome === 'resolved') {
      expect(after.selection).toEqual(before.selection);
    }
  }
});

test('asking for less never makes a solvable request unsolvable', () => {
  for (const seed of SEEDS) {
    const { index, request } = createUniverse(seed);
    const compiled = compileIndex(index);
    if (resolve(compiled, request).outcome !== 'resolved') continue;
    for (const dropped of Object.keys(request.roots)) {
      const roots = Object.fromEntries(Object.entries(request.roots).filter(([id]) => id !== dropped));
      const fewer: Request = { ...request, roots };
      expect(resolve(compiled, fewer).outcome).toBe('resolved');
    }
  }
});

test('a selection that is locked is selected again', () => {
  for (const seed of SEEDS) {
    const { index, request } = createUniverse(seed);
    const compiled = compileIndex(index);
    const first = resolve(compiled, request);
    if (first.outcome !== 'resolved') continue;
    const again = resolve(compiled, { ...request, locked: first.selection });
    expect(again.outcome === 'resolved' && again.selection).toEqual(first.selection);
  }
});
