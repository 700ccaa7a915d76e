import { expect, test } from 'vitest';
import { compileIndex, type Release, resolve, suggestFixes } from '../../src/resolver/index.ts';

const linux = { os: 'linux', arch: 'x86_64' };
const release = (id: string, version: string, dependencies: Record<string, string> = {}): Release => ({
  id: `org.example.${id}`,
  version,
  abi: '^1.0',
  dependencies,
});
const releases = [
  release('synth', '1.0.0', { 'org.example.waves': '^1.0.0' }),
  release('choir', '1.0.0', { 'org.example.waves': '^2.0.0' }),
  release('choir', '0.9.0', { 'org.example.waves': '^1.0.0' }),
  release('waves', '1.0.0'),
  release('waves', '2.0.0'),
  release('organ', '1.0.0', { 'org.example.wind': '^1.0.0' }),
];

function fixesOf(roots: Record<string, string>, locked?: Record<string, string>) {
  const compiled = compileIndex({ releases });
  const request = { roots, host: { abi: '1.0' }, platform: linux, ...(locked && { locked }) };
  const resolution = resolve(compiled, request);
  if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
  return suggestFixes(compiled, resolution.conflict).map(({ kind, title, changes }) => ({
    kind,
    title,
    changes,
  }));
}

test('each fix says what it changes of what is locked', () => {
  const roots = { 'org.example.synth': '*', 'org.example.choir': '^1.0.0' };
  expect(fixesOf(roots, { 'org.example.choir': '1.0.0', 'org.example.waves': '2.0.0' })).toEqual([
    {
      kind: 'relax-root',
      title: 'Ask for any version of org.example.choir instead of ^1.0.0',
      changes: [
        { plugin: 'org.example.choir', before: '1.0.0', after: '0.9.0' },
        { plugin: 'org.example.synth', after: '1.0.0' },
        { plugin: 'org.example.waves', before: '2.0.0', after: '1.0.0' },
      ],
    },
    {
      kind: 'drop-root',
      title: 'Drop org.example.synth',
      changes: [],
    },
    {
      kind: 'drop-root',
      title: 'Drop org.example.choir',
      changes: [
        { plugin: 'org.example.choir', before: '1.0.0' },
        { plugin: 'org.example.synth', after: '1.0.0' },
        { plugin: 'org.example.waves', before: '2.0.0', after: '1.0.0' },
      ],
    },
  ]);
});

test('where there are two conflicts, two things are changed together', () => {
  const roots = { 'org.example.synth': '*', 'org.example.choir': '^1.0.0', 'org.example.organ': '*' };
  expect(fixesOf(roots).map(({ kind, title }) => [kind, title])).toEqual([
    ['several', 'Drop org.example.organ and ask for any version of org.example.choir instead of ^1.0.0'],
    ['several', 'Drop org.example.organ and drop org.example.synth'],
    ['several', 'Drop org.example.organ and drop org.example.choir'],
  ]);
});

test('a plugin that does not run here is dropped, or run where it does, together with the others', () => {
  const windows = { os: 'windows', arch: 'x86_64' };
  const macos = { os: 'macos', arch: 'aarch64' };
  const compiled = compileIndex({
    releases: [
      { ...release('drum', '1.0.0'), platforms: [windows, macos] },
      { ...release('fiddle', '1.0.0'), platforms: [linux, macos] },
    ],
  });
  const fixesFor = (...ids: string[]) => {
    const roots = Object.fromEntries(ids.map((id) => [`org.example.${id}`, '*']));
    const resolution = resolve(compiled, { roots, host: { abi: '1.0' }, platform: linux });
    if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
    return suggestFixes(compiled, resolution.conflict);
  };
  expect(fixesFor('drum', 'fiddle').map(({ kind, title }) => ({ kind, title }))).toEqual([
    { kind: 'drop-root', title: 'Drop org.example.drum' },
    { kind: 'platform', title: 'Run on aarch64-macos' },
  ]);
  const [only, other, ...rest] = fixesFor('drum');
  expect(rest).toEqual([]);
  expect(only).toEqual({
    kind: 'platform',
    title: 'Run on aarch64-macos',
    request: { roots: { 'org.example.drum': '*' }, host: { abi: '1.0' }, platform: macos },
    selection: { 'org.example.drum': '1.0.0' },
    changes: [{ plugin: 'org.example.drum', after: '1.0.0' }],
  });
  expect(other).toMatchObject({ title: 'Run on x86_64-windows' });
});
