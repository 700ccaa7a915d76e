import { expect, test } from 'vitest';
import {
  checkRequest,
  compileIndex,
  type Release,
  type Request,
  resolve,
  verifyProof,
  verifySelection,
} from '../../src/resolver/index.ts';
import { createUniverse } from './universe.ts';

const linux = { os: 'linux', arch: 'x86_64' };
const release = (id: string, version: string, said: Partial<Release> = {}): Release => ({
  id: `org.example.${id}`,
  version,
  abi: '^1.0',
  ...said,
});
const waves = (range: string) => ({ 'org.example.waves': range });
const releases = [
  release('synth', '1.0.0', { dependencies: waves('^1.0.0') }),
  release('choir', '1.0.0', { dependencies: waves('^2.0.0') }),
  release('drums', '1.0.0', { optionalDependencies: waves('^1.0.0') }),
  release('flute', '1.0.0', { conflicts: waves('^2.0.0') }),
  release('waves', '1.4.0'),
  release('waves', '2.3.0'),
];
const compiled = compileIndex({ releases });
const ask = (ids: string, overrides?: Record<string, string>): Request => ({
  roots: Object.fromEntries(ids.split(' ').map((id) => [`org.example.${id}`, '*'])),
  host: { abi: '1.0' },
  platform: linux,
  ...(overrides && { overrides }),
});

function answer(request: Request) {
  const resolution = resolve(compiled, request);
  if (resolution.outcome === 'conflict') {
    expect(verifyProof(compiled, resolution.conflict)).toEqual({ valid: true });
    return 'conflict';
  }
  if (resolution.outcome === 'unknown') return 'unknown';
  expect(verifySelection(compiled, request, resolution.selection)).toEqual([]);
  return resolution.selection['org.example.waves'];
}

test('an override takes the place of the range of each dependency, of one that may be missing too', () => {
  expect(answer(ask('synth choir'))).toBe('conflict');
  expect(answer(ask('synth choir', waves('^2.0.0')))).toBe('2.3.0');
  expect(answer(ask('synth choir', waves('<2.0.0')))).toBe('1.4.0');
  expect(answer(ask('choir drums'))).toBe('conflict');
  expect(answer(ask('choir drums', waves('*')))).toBe('2.3.0');
});

test('what one asks for oneself, and what a plugin does not work with, is not overridden', () => {
  const { roots } = ask('choir');
  expect(answer({ ...ask('', waves('*')), roots: { ...roots, ...waves('^1.0.0') } })).toBe('1.4.0');
  expect(answer({ ...ask('', waves('^2.0.0')), roots: { ...roots, ...waves('^1.0.0') } })).toBe('conflict');
  expect(answer(ask('choir flute', waves('^2.0.0')))).toBe('conflict');
  expect(answer(ask('choir flute', waves('*')))).toBe('1.4.0');
});

test('an override brings no plugin in, and one of a plugin that nobody knows changes nothing', () => {
  expect(answer(ask('flute', waves('^2.0.0')))).toBe(undefined);
  expect(answer(ask('synth', { constructor: '^1.0.0', __proto__: '1.0.0' }))).toBe('1.4.0');
});

test('without its override the index answers as before', () => {
  answer(ask('synth choir', waves('^2.0.0')));
  expect(answer(ask('synth'))).toBe('1.4.0');
});

test('an override that is no range is refused with its place', () => {
  expect(checkRequest(ask('synth', waves('two')))).toEqual([
    {
      path: ['overrides', 'org.example.waves'],
      message:
        'Cannot read the range of override "org.example.waves": expected a range such as ^1.0.0, found "two"',
    },
  ]);
});

test('a proof quotes the override and nothing that is overridden', () => {
  for (const [asked, other] of [
    [ask('choir', waves('^3.0.0')), ask('choir')],
    [ask('synth choir'), ask('synth choir', waves('*'))],
    [ask('choir drums'), ask('choir drums', waves('*'))],
  ] as const) {
    const resolution = resolve(compiled, asked);
    if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
    const { conflict } = resolution;
    expect(verifyProof(compiled, conflict)).toEqual({ valid: true });
    expect(verifyProof(compiled, { ...conflict, request: other })).toMatchObject({
      valid: false,
      reason: 'the manifests do not say so',
    });
  }
});

test('an overridden index answers like one whose manifests say so', () => {
  const kinds = { resolved: 0, conflict: 0, unknown: 0 };
  for (let seed = 1; seed <= 1500; seed++) {
    const { index, request } = createUniverse(seed);
    const ranges: Record<string, string> = { 'org.example.p1': '>=1.1.0', 'org.example.p2': '^2.0.0' };
    const rewrite = (said: Release['dependencies'] = {}) =>
      Object.fromEntries(Object.entries(said).map(([id, range]) => [id, ranges[id] ?? range]));
    const rewritten = index.releases.map(({ dependencies, optionalDependencies, ...rest }) => ({
      ...rest,
      dependencies: rewrite(dependencies),
      optionalDependencies: rewrite(optionalDependencies),
    }));
    const asked = { ...request, overrides: ranges };
    const universe = compileIndex(index);
    const found = resolve(universe, asked);
    const expected = resolve(compileIndex({ releases: rewritten }), request);
    kinds[found.outcome]++;
    if (found.outcome === 'conflict') {
      expect(expected.outcome, `seed ${seed}`).toBe('conflict');
      expect(verifyProof(universe, found.conflict), `seed ${seed}`).toEqual({ valid: true });
    } else {
      expect(found, `seed ${seed}`).toEqual(expected);
      if (found.outcome === 'resolved') expect(verifySelection(universe, asked, found.selection)).toEqual([]);
    }
  }
  expect(kinds.resolved).toBeGreaterThan(300);
  expect(kinds.conflict).toBeGreaterThan(300);
});
