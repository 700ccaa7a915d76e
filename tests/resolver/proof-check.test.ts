import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type CompiledIndex,
  type Conflict,
  compileIndex,
  type ProofStep,
  resolve,
  suggestFixes,
  verifyProof,
} from '../../src/resolver/index.ts';
import { compileScenario, readScenario, requestOf } from './scenarios.ts';
import { createUniverse } from './universe.ts';

function conflictOf(name: string): { compiled: CompiledIndex; conflict: Conflict } {
  const scenario = readScenario(name);
  const compiled = compileScenario(scenario);
  const resolution = resolve(compiled, requestOf(scenario));
  if (resolution.outcome !== 'conflict') throw new Error(`${name} has no conflict`);
  return { compiled, conflict: resolution.conflict };
}

function replaceStep(conflict: Conflict, position: number, change: (step: ProofStep) => ProofStep): Conflict {
  return {
    ...conflict,
    steps: conflict.steps.map((step, index) => (index === position ? change(step) : step)),
  };
}

function positionOf(conflict: Conflict, matches: (step: ProofStep) => boolean): number {
  return conflict.steps.findIndex(matches);
}

describe('a proof is rejected when', () => {
  const { compiled, conflict } = conflictOf('diamond');
  const dependency = positionOf(conflict, (step) => 'fact' in step && step.fact.kind === 'dependency');
  const derived = positionOf(conflict, (step) => 'parents' in step);
  const saysNot = { valid: false, step: dependency, reason: 'the manifests do not say so' };

  test('its last step is missing', () => {
    const steps = conflict.steps.slice(0, -1);
    const step = steps.length - 1;
    const reason = 'the last step leaves a possibility';
    expect(verifyProof(compiled, { ...conflict, steps })).toEqual({ valid: false, step, reason });
  });

  test('it has no steps', () => {
    const reason = 'the last step leaves a possibility';
    expect(verifyProof(compiled, { ...conflict, steps: [] })).toEqual({ valid: false, step: -1, reason });
  });

  test('a fact drops a term', () => {
    const mutant = replaceStep(conflict, dependency, (step) => ({ ...step, terms: step.terms.slice(1) }));
    expect(verifyProof(compiled, mutant)).toEqual(saysNot);
  });

  test('a fact forbids the absence of its own plugin', () => {
    const mutant = replaceStep(conflict, dependency, (step) => ({
      ...step,
      terms: step.terms.map((term) => ({ ...term, absent: true })),
    }));
    expect(verifyProof(compiled, mutant)).toEqual(saysNot);
  });

  test('a fact forbids a version that the range admits', () => {
    const mutant = replaceStep(conflict, dependency, (step) => ({
      ...step,
      terms: step.terms.map((term) =>
        term.plugin === 'org.example.filters' ? { ...term, versions: ['2.0.0', '1.3.0', '1.2.0'] } : term,
      ),
    }));
    expect(verifyProof(compiled, mutant)).toEqual(saysNot);
  });

  test('a fact names a version that the index does not hold', () => {
    const mutant = replaceStep(conflict, dependency, (step) => ({
      ...step,
      terms: step.terms.map((term) => ({ ...term, versions: ['7.0.0'] })),
    }));
    const reason = 'a term names a version the index does not hold';
    expect(verifyProof(compiled, mutant)).toEqual({ valid: false, step: dependency, reason });
  });

  test('a step has two terms for one plugin', () => {
    const mutant = replaceStep(conflict, dependency, (step) => ({
      ...step,
      terms: [...step.terms, ...step.terms],
    }));
    const reason = 'a plugin has two terms';
    expect(verifyProof(compiled, mutant)).toEqual({ valid: false, step: dependency, reason });
  });

  test('a derived step drops a term that its parents need', () => {
    const mutant = replaceStep(conflict, derived, (step) => ({ ...step, terms: step.terms.slice(1) }));
    expect(verifyProof(compiled, mutant)).toMatchObject({ valid: false, step: derived });
  });

  test('a derived step names another pivot', () => {
    const mutant = replaceStep(
      conflict,
      derived,
      (step) => ({ ...step, pivot: 'org.example.nobody' }) as ProofStep,
    );
    expect(verifyProof(compiled, mutant)).toMatchObject({ valid: false, step: derived });
  });

  test.each([[[derived, derived]], [[99, 0]], [[-1, 0]]])('a derived step has the parents %j', (parents) => {
    const mutant = replaceStep(conflict, derived, (step) => ({ ...step, parents }) as unknown as ProofStep);
    const reason = 'a parent is not an earlier step';
    expect(verifyProof(compiled, mutant)).toEqual({ valid: false, step: derived, reason });
  });

  test('the host is another', () => {
    const old = conflictOf('host-too-old');
    const request = { ...old.conflict.request, host: { abi: '1.3' } };
    expect(verifyProof(old.compiled, { ...old.conflict, request })).toMatchObject({ valid: false });
  });

  test('the platform is another', () => {
    const arm = conflictOf('platform');
    const platform = { os: 'linux', arch: 'x86_64', libc: 'gnu' };
    const request = { ...arm.conflict.request, platform };
    expect(verifyProof(arm.compiled, { ...arm.conflict, request })).toMatchObject({ valid: false });
  });

  test('the withdrawn release is locked', () => {
    const yanked = conflictOf('yanked-only');
    const request = { ...yanked.conflict.request, locked: { 'org.example.delay': '1.3.0' } };
    expect(verifyProof(yanked.compiled, { ...yanked.conflict, request })).toMatchObject({ valid: false });
  });
});

describe('a proof that is made up is rejected when its only step is', () => {
  const id = 'org.example.echo';
  const compiled = compileIndex({ releases: [{ id, version: '1.0.0', abi: '^1.0', dependencies: {} }] });
  const request = { roots: { [id]: '*' }, host: { abi: '1.0' }, platform: { os: 'linux', arch: 'x86_64' } };
  const all = [{ plugin: id, absent: false, versions: ['1.0.0'] }];
  const other = 'org.example.nobody';

  test.each<[string, readonly object[], object]>([
    [
      'about a plugin that is not in the index',
      [],
      { kind: 'abi', plugin: other, ranges: [], offered: '1.0' },
    ],
    [
      'about two such plugins',
      [],
      { kind: 'conflict', plugin: other, target: 'org.example.no', ranges: ['*'] },
    ],
    ['a conflict with one', all, { kind: 'conflict', plugin: id, target: other, ranges: ['*'] }],
    ['a conflict without its target', all, { kind: 'conflict', plugin: id, ranges: ['*'] }],
    ['an optional dependency without one', all, { kind: 'optional-dependency', plugin: id, ranges: ['*'] }],
    ['of a kind that there is not', all, { kind: 'mood', plugin: id }],
    ['a dependency that every object has', all, { kind: 'dependency', plugin: id, target: 'constructor' }],
    ['a root that nobody asked for', [], { kind: 'root', plugin: other }],
  ])('%s', (_, terms, fact) => {
    const forged = { request, steps: [{ terms, fact }], versions: {} } as unknown as Conflict;
    const reason = 'the manifests do not say so';
    expect(verifyProof(compiled, forged)).toEqual({ valid: false, step: 0, reason });
  });
});

test.each([
  ['diamond', { ranges: ['^9.0.0'] }],
  ['conflict', { ranges: ['^9.0.0'] }],
  ['host-too-old', { ranges: ['^9.0'], offered: '1.0' }],
  ['host-too-old', { offered: '9.0' }],
  ['capability-version', { ranges: ['^9.0'] }],
  ['diamond', { range: '^9.0.0' }],
] as const)('a proof of %s that quotes %j is rejected', (name, quoted) => {
  const { compiled, conflict } = conflictOf(name);
  const [field] = Object.keys(quoted);
  const position = positionOf(conflict, (step) => 'fact' in step && field! in step.fact);
  const mutant = replaceStep(
    conflict,
    position,
    (step) => ({ ...step, fact: { ...('fact' in step && step.fact), ...quoted } }) as ProofStep,
  );
  const reason = 'the manifests do not say so';
  expect(verifyProof(compiled, mutant)).toEqual({ valid: false, step: position, reason });
});

test('no proof of an unsolvable request passes for a solvable one', { timeout: 60_000 }, () => {
  let tried = 0;
  for (let seed = 1; seed <= 800; seed++) {
    const universe = createUniverse(seed);
    const compiled = compileIndex(universe.index);
    const resolution = resolve(compiled, universe.request);
    if (resolution.outcome !== 'conflict') continue;
    for (const { request } of suggestFixes(compiled, resolution.conflict)) {
      tried++;
      expect(verifyProof(compiled, { ...resolution.conflict, request })).toMatchObject({ valid: false });
    }
  }
  expect(tried).toBeGreaterThan(100);
});

test('no proof passes for an index that some freed plugin has made solvable', { timeout: 60_000 }, () => {
  let rejected = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const { index, request } = createUniverse(seed);
    const resolution = resolve(compileIndex(index), request);
    if (resolution.outcome !== 'conflict') continue;
    for (const freed of new Set(index.releases.map((release) => release.id))) {
      const releases = index.releases.map((release) =>
        release.id === freed ? { id: release.id, version: release.version, abi: '*' } : release,
      );
      const compiled = compileIndex({ releases });
      if (resolve(compiled, request).outcome !== 'resolved') continue;
      rejected++;
      expect(verifyProof(compiled, resolution.conflict)).toMatchObject({ valid: false });
    }
  }
  expect(rejected).toBeGreaterThan(100);
});

test('the checker is small and imports nothing of the search', () => {
  const source = readFileSync(new URL('../../src/resolver/proof-check.ts', import.meta.url), 'utf8');
  expect(source.split('\n').length).toBeLessThan(150);
  const imports = [...source.matchAll(/^import (?!type )[^;]* from '(.*)';$/gm)].map((match) => match[1]);
  expect(imports).toEqual(['./record.ts', './release.ts', './version-range.ts']);
});

test('a release that is yanked without a word is yanked for the search and for the proof', () => {
  const id = 'org.example.echo';
  const compiled = compileIndex({ releases: [{ id, version: '1.0.0', abi: '^1.0', yanked: '' }] });
  const request = { roots: { [id]: '*' }, host: { abi: '1.0' }, platform: { os: 'linux', arch: 'x86_64' } };
  const resolution = resolve(compiled, request);
  if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
  expect(verifyProof(compiled, resolution.conflict)).toEqual({ valid: true });
  expect(resolve(compiled, { ...request, locked: { [id]: '1.0.0' } }).outcome).toBe('resolved');
});
