import { expect, test } from 'vitest';
import { compileIndex, resolve, verifyProof, verifySelection } from '../../src/resolver/index.ts';
import { isSolvable } from './exhaustive-search.ts';
import { isSatisfiable } from './satisfiability.ts';
import { createUniverse } from './universe.ts';

test('both oracles agree on small universes', () => {
  const wrong = Array.from({ length: 1000 }, (_, number) => number + 1).filter((seed) => {
    const universe = createUniverse(seed);
    return isSolvable(universe) !== isSatisfiable(universe);
  });
  expect(wrong).toEqual([]);
});

test('on universes of 12 to 30 plugins, a selection is found exactly when the SAT encoding has a model', () => {
  let [yes, no, deep] = [0, 0, 0];
  for (let seed = 1; seed <= 600; seed++) {
    const universe = createUniverse(seed, 12 + (seed % 19));
    const compiled = compileIndex(universe.index);
    const resolution = resolve(compiled, universe.request);
    const { conflicts } = resolution.effort;
    if (conflicts > 2) deep++;
    if (resolution.outcome === 'resolved') {
      yes++;
      expect(verifySelection(compiled, universe.request, resolution.selection)).toEqual([]);
    } else if (resolution.outcome === 'conflict') {
      no++;
      expect(verifyProof(compiled, resolution.conflict)).toEqual({ valid: true });
    }
    expect(isSatisfiable(universe), `universe ${seed}`).toBe(resolution.outcome === 'resolved');
  }
  expect(yes).toBeGreaterThan(100);
  expect(no).toBeGreaterThan(100);
  expect(deep).toBeGreaterThan(20);
});
