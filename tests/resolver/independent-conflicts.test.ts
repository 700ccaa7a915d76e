import { expect, test } from 'vitest';
import {
  compileIndex,
  explain,
  findConflicts,
  type Release,
  type Request,
  resolve,
  verifyProof,
} from '../../src/resolver/index.ts';
import { isSolvable } from './exhaustive-search.ts';
import { createUniverse } from './universe.ts';

const linux = { os: 'linux', arch: 'x86_64' };
const release = (id: string, version: string, dependencies: Record<string, string> = {}): Release => ({
  id: `org.example.${id}`,
  version,
  abi: '^1.0',
  dependencies: Object.fromEntries(
    Object.entries(dependencies).map(([target, range]) => [`org.example.${target}`, range]),
  ),
});

test('reasons that have nothing to do with each other are all found, each with the roots it takes', () => {
  const releases = [
    release('synth', '1.0.0', { waves: '^1.0.0' }),
    release('choir', '1.0.0', { waves: '^2.0.0' }),
    release('waves', '1.0.0'),
    release('waves', '2.0.0'),
    release('organ', '1.0.0', { wind: '^1.0.0' }),
    release('church', '1.0.0', { organ: '*' }),
    release('drums', '1.0.0'),
  ];
  const roots = Object.fromEntries(
    ['synth', 'choir', 'church', 'drums'].map((id) => [`org.example.${id}`, '*']),
  );
  const compiled = compileIndex({ releases });
  const resolution = resolve(compiled, { roots, host: { abi: '1.0' }, platform: linux });
  if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
  const conflicts = findConflicts(compiled, resolution.conflict);
  expect(conflicts.map((conflict) => explain(conflict).text.split('\n'))).toEqual([
    [
      '1. You ask for org.example.church.',
      '2. org.example.church 1.0.0 needs org.example.organ, which needs org.example.wind ^1.0.0, which is not in the index.',
      '3. So org.example.church cannot be selected. (1, 2)',
    ],
    [
      '1. You ask for org.example.choir and org.example.synth.',
      '2. org.example.synth 1.0.0 needs org.example.waves ^1.0.0.',
      '3. org.example.choir 1.0.0 needs org.example.waves ^2.0.0.',
      '4. So org.example.choir and org.example.synth cannot be selected together. (1, 2, 3)',
    ],
  ]);
  expect(conflicts.map((conflict) => verifyProof(compiled, conflict))).toEqual([
    { valid: true },
    { valid: true },
  ]);
});

test('on small universes, every reason is one, none shares a root, and without them the rest has a solution', () => {
  let several = 0;
  for (let seed = 1; seed <= 1500; seed++) {
    const { index, request } = createUniverse(seed);
    const all = Object.fromEntries(index.releases.map(({ id }) => [id, '*']));
    const asked: Request = { ...request, roots: { ...all, ...request.roots } };
    const compiled = compileIndex(index);
    const resolution = resolve(compiled, asked);
    if (resolution.outcome !== 'conflict') continue;
    const conflicts = findConflicts(compiled, resolution.conflict, 10);
    if (conflicts.length > 1) several++;
    const told = conflicts.map((conflict) =>
      conflict.steps.flatMap((step) =>
        'fact' in step && step.fact.kind === 'root' ? [step.fact.plugin] : [],
      ),
    );
    expect(new Set(told.flat()).size).toBe(told.flat().length);
    const pick = (isWanted: (id: string) => boolean): Request => ({
      ...asked,
      roots: Object.fromEntries(Object.entries(asked.roots).filter(([id]) => isWanted(id))),
    });
    for (const [position, roots] of told.entries()) {
      expect(verifyProof(compiled, conflicts[position]!)).toEqual({ valid: true });
      expect(isSolvable({ index, request: pick((id) => roots.includes(id)) })).toBe(false);
      for (const root of roots) {
        expect(isSolvable({ index, request: pick((id) => roots.includes(id) && id !== root) })).toBe(true);
      }
    }
    expect(isSolvable({ index, request: pick((id) => !told.flat().includes(id)) })).toBe(true);
  }
  expect(several).toBeGreaterThan(100);
});
