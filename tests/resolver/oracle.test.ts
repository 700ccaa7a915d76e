import { describe, expect, test } from 'vitest';
import type { Conflict, Index, Release } from '../../src/resolver/index.ts';
import { compileIndex, explain, resolve, verifyProof, verifySelection } from '../../src/resolver/index.ts';
import { isSolvable } from './exhaustive-search.ts';
import { createUniverse, type Universe } from './universe.ts';

const UNIVERSES = 3000;

describe('on small universes, against trying every selection', () => {
  const tried = Array.from({ length: UNIVERSES }, (_, number) => {
    const universe = createUniverse(number + 1);
    const compiled = compileIndex(universe.index);
    return { number: number + 1, universe, compiled, resolution: resolve(compiled, universe.request) };
  });

  test('a selection is found exactly when there is one', () => {
    const wrong = tried.filter(
      ({ universe, resolution }) => isSolvable(universe) !== (resolution.outcome === 'resolved'),
    );
    expect(wrong.map((one) => one.number)).toEqual([]);
  });

  test('every selection is verified and every proof is verified', () => {
    const faults = tried.flatMap(({ number, universe, compiled, resolution }): unknown[] => {
      if (resolution.outcome === 'resolved') {
        return verifySelection(compiled, universe.request, resolution.selection).map((fault) => ({
          number,
          fault,
        }));
      }
      if (resolution.outcome === 'unknown') return [{ number, fault: 'unknown' }];
      const verdict = verifyProof(compiled, resolution.conflict);
      return verdict.valid ? [] : [{ number, fault: verdict }];
    });
    expect(faults).toEqual([]);
  });

  test('every explanation follows from its own earlier lines and uses each of them', () => {
    for (const { resolution } of tried) {
      if (resolution.outcome !== 'conflict') continue;
      const { lines } = explain(resolution.conflict);
      const used = new Set(lines.flatMap((line) => line.because));
      for (const line of lines) {
        for (const number of line.because) expect(number).toBeLessThan(line.number);
        expect(line.because.length > 0).toBe(line.kind === 'step' || line.kind === 'conclusion');
        expect(used.has(line.number)).toBe(line.kind !== 'conclusion');
        expect(line.text).toMatch(/^[^\s].*\.$/);
        expect(line.text).not.toMatch(/undefined|NaN| {2}/);
      }
    }
  });

  test('the universes are worth trying: neither all solvable nor all hopeless, nor shallow', () => {
    const conflicts = tried.flatMap(({ resolution }) =>
      resolution.outcome === 'conflict' ? [resolution.conflict] : [],
    );
    const depths = conflicts.map(depthOf);
    const kinds = new Set<string>();
    for (const conflict of conflicts) {
      for (const step of conflict.steps) if ('fact' in step) kinds.add(step.fact.kind);
    }
    const solvable = 1 - conflicts.length / UNIVERSES;
    expect(solvable).toBeGreaterThan(0.3);
    expect(solvable).toBeLessThan(0.7);
    expect(depths.filter((depth) => depth > 5).length).toBeGreaterThan(100);
    expect(Math.max(...depths)).toBeGreaterThan(8);
    expect(tried.filter(({ resolution }) => resolution.effort.conflicts > 1).length).toBeGreaterThan(20);
    expect([...kinds].sort()).toEqual([
      'abi',
      'capability',
      'conflict',
      'dependency',
      'exclusive',
      'optional-dependency',
      'platform',
      'root',
      'yanked',
    ]);
  });
});

/** How many derived steps follow one from the other, up to the last. */
function depthOf({ steps }: Conflict): number {
  const depths: number[] = [];
  for (const step of steps) {
    depths.push('fact' in step ? 0 : 1 + Math.max(...step.parents.map((parent) => depths[parent]!)));
  }
  return depths.at(-1)!;
}

/** What a resolver would see that is blind to one field of the manifest. */
function withoutField({ index, request }: Universe, field: keyof Release): Universe {
  const blind: Index = {
    releases: index.releases.map((release) => {
      const { [field]: _, ...rest } = release;
      return { id: release.id, version: release.version, abi: '*', ...rest };
    }),
  };
  return { index: blind, request };
}

describe('the oracle notices a resolver that is blind to', () => {
  test.each<keyof Release>([
    'abi',
    'conflicts',
    'dependencies',
    'exclusive',
    'optionalDependencies',
    'platforms',
    'provides',
    'requires',
    'yanked',
  ])('%s', (field) => {
    let differences = 0;
    for (let seed = 1; seed <= 250; seed++) {
      const universe = createUniverse(seed);
      const blind = withoutField(universe, field);
      const resolution = resolve(compileIndex(blind.index), blind.request);
      if (isSolvable(universe) !== (resolution.outcome === 'resolved')) differences++;
    }
    expect(differences).toBeGreaterThan(0);
  });
});
