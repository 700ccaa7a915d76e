import { expect, test } from 'vitest';
import { compileIndex, resolve } from '../../src/resolver/index.ts';
import { createEcosystem, formatNeutral } from './ecosystem.ts';

test('the generated ecosystem is worth measuring: most requests are met after a few conflicts, some cannot be', () => {
  const { index, requests } = createEcosystem(1000, 40, 60);
  const compiled = compileIndex(index);
  const answers = requests.map((request) => resolve(compiled, request));
  const met = answers.filter(({ outcome }) => outcome === 'resolved').length;
  const fought = answers.filter(({ effort }) => effort.conflicts > 2).length;
  expect(index.releases.length).toBe(20_012);
  expect(met).toBeGreaterThan(45);
  expect(met).toBeLessThan(58);
  expect(fought).toBeGreaterThan(30);
});

test('the same seed makes the same ecosystem, and the neutral form names versions by their rank', () => {
  expect(createEcosystem(20, 3, 2)).toEqual(createEcosystem(20, 3, 2));
  const releases = ['1.0.0', '1.1.0', '2.0.0'].map((version) => ({ id: 'org.example.a', version, abi: '*' }));
  const request = {
    roots: { 'org.example.a': '^1.0.0' },
    host: { abi: '1.0' },
    platform: { os: '', arch: '' },
  };
  expect(formatNeutral({ index: { releases }, requests: [request] })).toBe(
    '{"packages":[[[],[],[]]],"roots":[[[0,0,2]]]}',
  );
});
