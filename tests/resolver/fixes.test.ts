import { expect, test } from 'vitest';
import { compileIndex, type Release, type Request, resolve, suggestFixes } from '../../src/resolver/index.ts';
import { isSolvable } from './exhaustive-search.ts';
import { createUniverse } from './universe.ts';

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

function titlesOf(index: readonly Release[], request: Partial<Request> & Pick<Request, 'roots'>, limit = 5) {
  const compiled = compileIndex({ releases: index });
  const resolution = resolve(compiled, { host: { abi: '1.0' }, platform: linux, ...request });
  if (resolution.outcome !== 'conflict') throw new Error(resolution.outcome);
  return suggestFixes(compiled, resolution.conflict, limit).map((fix) => fix.title);
}

test('a plugin of which there are only prereleases is asked for by the one that would be selected', () => {
  const index = [
    release('echo', '2.0.0-beta.1'),
    release('echo', '2.0.0-beta.2', { 'org.example.wind': '*' }),
    release('echo', '2.0.0-alpha.1'),
  ];
  expect(titlesOf(index, { roots: { 'org.example.echo': '*' } })).toEqual([
    'Ask for org.example.echo 2.0.0-beta.1',
  ]);
  expect(titlesOf(index, { roots: { 'org.example.echo': '^1.0.0' } })).toEqual([
    'Ask for org.example.echo 2.0.0-beta.1 instead of ^1.0.0',
  ]);
});

test('of the hosts that are enough, the nearest is offered, though no range begins or ends there that refuses this one', () => {
  const index = [
    { ...release('old', '1.0.0'), abi: '>=1.0 <1.4' },
    { ...release('young', '1.0.0'), abi: '>=1.2' },
  ];
  const roots = { 'org.example.old': '*', 'org.example.young': '*' };
  expect(titlesOf(index, { roots, host: { abi: '2.0' } })).toEqual([
    'Use a host that offers ABI 1.3',
    'Drop org.example.old',
  ]);
});

test('many providers that are of no use do not hide what is', () => {
  const index = [
    ...Array.from({ length: 60 }, (_, number): Release => {
      const useless = release(`p${number}`, '1.0.0', { 'org.example.wind': '*' });
      return { ...useless, provides: { 'example.out': '1.0' } };
    }),
    release('drums', '1.0.0'),
  ];
  const roots = { 'org.example.p7': '*', 'org.example.drums': '*' };
  expect(titlesOf(index, { roots })).toEqual(['Drop org.example.p7']);
});

test('on small universes, one change is offered where one is enough, and no change twice', () => {
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= 300; seed++) {
    const { index, request } = createUniverse(seed);
    const all = Object.fromEntries(index.releases.map(({ id }) => [id, '*']));
    const asked: Request = {
      ...request,
      roots: seed % 2 === 0 ? request.roots : { ...all, ...request.roots },
    };
    const compiled = compileIndex(index);
    const resolution = resolve(compiled, asked);
    if (resolution.outcome !== 'conflict') continue;
    const fixes = suggestFixes(compiled, resolution.conflict, 50);
    const requests = fixes.map((fix) => JSON.stringify(sortKeys(fix.request)));
    expect(new Set(requests).size).toBe(requests.length);
    for (const fix of fixes) expect(isSolvable({ index, request: fix.request })).toBe(true);
    const ids = Object.keys(asked.roots);
    const isEnough = (roots: Record<string, string>) => isSolvable({ index, request: { ...asked, roots } });
    const dropped = ids.filter((id) => {
      const { [id]: _, ...roots } = asked.roots;
      return ids.length > 1 && isEnough(roots);
    });
    const relaxed = ids.filter((id) => isEnough({ ...asked.roots, [id]: '*' }));
    const beta = index.releases.filter(({ version }) => version.includes('-'));
    const named = beta.filter(
      ({ id, version }) => id in asked.roots && isEnough({ ...asked.roots, [id]: version }),
    );
    const hosts = ['0.9', '1.1', '2.0', '3.0'].filter((abi) =>
      isSolvable({ index, request: { ...asked, host: { abi } } }),
    );
    const titles = fixes.map((fix) => fix.title);
    for (const id of dropped) expect(titles).toContain(`Drop ${id}`);
    for (const id of [...relaxed, ...named.map((one) => one.id)])
      expect(titles.some((title) => title.startsWith('Ask for ') && title.includes(id))).toBe(true);
    if (hosts.length > 0) expect(titles.some((title) => title.startsWith('Use a host'))).toBe(true);
    const kind = fixes.length === 0 ? 'none' : fixes[0]!.kind === 'several' ? 'several' : 'single';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  expect(counts.get('single')).toBeGreaterThan(60);
  expect(counts.get('several')).toBeGreaterThan(60);
  expect(counts.get('none')).toBeLessThan(25);
});

/** The same request, its roots sorted. */
function sortKeys({ roots, ...request }: Request): Request {
  return { ...request, roots: Object.fromEntries(Object.entries(roots).sort()) };
}
