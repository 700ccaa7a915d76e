import { expect, test } from 'vitest';
import {
  compileIndex,
  explain,
  findConflicts,
  type Release,
  type Reproduction,
  resolve,
  shrink,
} from '../../src/resolver/index.ts';
import { isSolvable } from './exhaustive-search.ts';
import { createUniverse } from './universe.ts';

const linux = { os: 'linux', arch: 'x86_64' };
const release = (id: string, version: string, more: Partial<Release> = {}): Release => ({
  id: `org.example.${id}`,
  version,
  abi: '^1.0',
  ...more,
});

test('what has no part in a conflict is left out, and the ranges keep what they mean', () => {
  const releases = [
    release('stage', '1.0.0', { dependencies: { 'org.example.synth': '*', 'org.example.drums': '*' } }),
    release('stage', '1.1.0', { dependencies: { 'org.example.synth': '*', 'org.example.drums': '*' } }),
    release('synth', '1.0.0', {
      dependencies: { 'org.example.waves': '^1.0.0' },
      provides: { 'example.out': '1.0' },
    }),
    release('choir', '1.0.0', { dependencies: { 'org.example.waves': '^2.0.0' }, yanked: false }),
    release('waves', '1.0.0'),
    release('waves', '1.1.0'),
    release('waves', '2.0.0', { platforms: 'any' }),
    release('drums', '1.0.0'),
  ];
  const roots = { 'org.example.stage': '*', 'org.example.choir': '*', 'org.example.drums': '*' };
  const reproduction = reproduce({
    index: { releases },
    request: { roots, host: { abi: '1.0' }, platform: linux },
  });
  expect(reproduction).toEqual({
    index: {
      releases: [
        { id: 'org.example.stage', version: '1.1.0', abi: '*', dependencies: { 'org.example.synth': '*' } },
        {
          id: 'org.example.synth',
          version: '1.0.0',
          abi: '*',
          dependencies: { 'org.example.waves': '^1.0.0' },
        },
        {
          id: 'org.example.choir',
          version: '1.0.0',
          abi: '*',
          dependencies: { 'org.example.waves': '^2.0.0' },
        },
        { id: 'org.example.waves', version: '1.1.0', abi: '*' },
        { id: 'org.example.waves', version: '2.0.0', abi: '*' },
      ],
    },
    request: {
      roots: { 'org.example.choir': '*', 'org.example.stage': '*' },
      host: { abi: '1.0' },
      platform: linux,
    },
  });
});

test('neither a preference, a lock, a second capability nor a second platform is left', () => {
  const windows = { os: 'windows', arch: 'x86_64' };
  const macos = { os: 'macos', arch: 'aarch64' };
  const releases = [
    release('stage', '1.0.0', { requires: { 'example.out': '^1.0' } }),
    release('horn', '1.0.0', {
      provides: { 'example.out': '1.0', 'example.text': '1.0' },
      platforms: [windows, macos],
    }),
  ];
  const { index, request } = reproduce({
    index: { releases },
    request: {
      roots: { 'org.example.stage': '*' },
      host: { abi: '1.0' },
      platform: linux,
      locked: { 'org.example.horn': '1.0.0' },
      prefer: 'lowest',
    },
  });
  expect(index.releases).toEqual([
    { id: 'org.example.stage', version: '1.0.0', abi: '*', requires: { 'example.out': '^1.0' } },
    {
      id: 'org.example.horn',
      version: '1.0.0',
      abi: '*',
      provides: { 'example.out': '1.0' },
      platforms: [windows],
    },
  ]);
  expect(request).toEqual({ roots: { 'org.example.stage': '*' }, host: { abi: '1.0' }, platform: linux });
});

test('on small universes, a reproduction has no solution either, and is smaller', () => {
  let [before, after, count] = [0, 0, 0];
  for (let seed = 1; seed <= 600; seed++) {
    const universe = createUniverse(seed);
    if (isSolvable(universe)) continue;
    const small = reproduce(universe);
    expect(isSolvable(small)).toBe(false);
    count++;
    before += universe.index.releases.length;
    after += small.index.releases.length;
    const again = resolve(compileIndex(small.index), small.request);
    if (again.outcome === 'conflict') expect(explain(again.conflict).lines.length).toBeLessThan(20);
  }
  expect(count).toBeGreaterThan(60);
  expect(after / count).toBeLessThan(4);
  expect(before / count).toBeGreaterThan(9);
});

function reproduce({ index, request }: Reproduction): Reproduction {
  const compiled = compileIndex(index);
  const resolution = resolve(compiled, request);
  if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
  return shrink(index, findConflicts(compiled, resolution.conflict)[0]!);
}

test('an override is left out when the conflict does not need it, and one that it needs stays', () => {
  const waves = (range: string) => ({ 'org.example.waves': range });
  const releases = [
    release('choir', '1.0.0', { dependencies: { ...waves('^1.0.0'), 'org.example.drums': '^1.0.0' } }),
    release('waves', '1.0.0'),
    release('waves', '2.0.0'),
    release('drums', '1.0.0'),
  ];
  const request = { roots: { 'org.example.choir': '*' }, host: { abi: '1.0' }, platform: linux };
  const overrides = { ...waves('^2.0.0'), 'org.example.drums': '*' };
  const torn = { ...request, roots: { ...request.roots, ...waves('^1.0.0') }, overrides };
  expect(reproduce({ index: { releases }, request: torn })?.request).toEqual({
    ...request,
    roots: torn.roots,
    overrides: waves('^2.0.0'),
  });
  const alone = {
    ...request,
    roots: { ...request.roots, ...waves('^2.0.0') },
    overrides: { 'org.example.drums': '*' },
  };
  expect(reproduce({ index: { releases }, request: alone })?.request).toEqual({
    ...request,
    roots: alone.roots,
  });
});
