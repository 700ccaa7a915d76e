import { expect, test } from 'vitest';
import {
  compileIndex,
  type Index,
  matrixCells,
  negotiateAbi,
  type Platform,
  type Release,
  resolve,
} from '../../src/resolver/index.ts';
import { isSolvable } from './exhaustive-search.ts';
import { createUniverse } from './universe.ts';

const linux: Platform = { os: 'linux', arch: 'x86_64', libc: 'gnu' };
const macos: Platform = { os: 'macos', arch: 'aarch64' };
const release = (id: string, version: string, more: Partial<Release> = {}): Release => ({
  id: `org.example.${id}`,
  version,
  abi: '^1.0',
  ...more,
});
const index: Index = {
  releases: [
    release('synth', '1.0.0', { abi: '>=1.0 <1.3' }),
    release('synth', '2.0.0', { abi: '^1.1', platforms: [linux] }),
    release('choir', '1.0.0', { abi: '>=1.2', dependencies: { 'org.example.synth': '*' } }),
  ],
};
const plugins = { 'org.example.synth': '*', 'org.example.choir': '*' };

test('each plugin has a verdict on each host and platform, and so have all together', () => {
  const cells = [
    ...matrixCells(compileIndex(index), {
      plugins,
      hosts: ['1.0', '1.2', '1.3', '2.0'],
      platforms: [linux, macos],
    }),
  ];
  const row = (plugin: string | undefined, platform: Platform) =>
    cells
      .filter((cell) => cell.plugin === plugin && cell.platform === platform)
      .map(({ host, verdict, version }) => `${host} ${verdict}${version === undefined ? '' : ` ${version}`}`);
  expect(row('org.example.synth', linux)).toEqual([
    '1.0 resolved 1.0.0',
    '1.2 resolved 2.0.0',
    '1.3 resolved 2.0.0',
    '2.0 conflict',
  ]);
  expect(row('org.example.synth', macos)).toEqual([
    '1.0 resolved 1.0.0',
    '1.2 resolved 1.0.0',
    '1.3 conflict',
    '2.0 conflict',
  ]);
  expect(row('org.example.choir', linux)).toEqual([
    '1.0 conflict',
    '1.2 resolved 1.0.0',
    '1.3 resolved 1.0.0',
    '2.0 conflict',
  ]);
  expect(row(undefined, linux)).toEqual(['1.0 conflict', '1.2 resolved', '1.3 resolved', '2.0 conflict']);
  expect(row(undefined, macos)).toEqual(['1.0 conflict', '1.2 resolved', '1.3 conflict', '2.0 conflict']);
});

test('a cell holds its question, so that its reason can be asked for', () => {
  const compiled = compileIndex(index);
  const cell = [...matrixCells(compiled, { plugins, hosts: ['2.0'], platforms: [macos] })].at(-1)!;
  const resolution = resolve(compiled, cell.request);
  expect(resolution.outcome).toBe('conflict');
});

test('the widest window of host versions, and who narrows it on each side', () => {
  const asked = { roots: plugins, host: { abi: '1.0' }, platform: linux };
  const { versions, ...found } = negotiateAbi(compileIndex(index), asked);
  expect(versions.map(({ abi, isAlive }) => `${abi} ${isAlive}`)).toEqual([
    '1.0 false',
    '1.1 false',
    '1.2 true',
    '1.3 true',
    '2.0 false',
  ]);
  const { window, below, above } = found;
  expect(window).toEqual({ lowest: '1.2', highest: '1.3' });
  expect(below && { abi: below.abi, narrowedBy: below.narrowedBy }).toEqual({
    abi: '1.1',
    narrowedBy: ['org.example.choir'],
  });
  expect(above && { abi: above.abi, narrowedBy: above.narrowedBy }).toEqual({
    abi: '2.0',
    narrowedBy: ['org.example.synth'],
  });
});

test('a set that no host keeps alive has no window', () => {
  const asked = { roots: { 'org.example.flute': '*' }, host: { abi: '1.0' }, platform: linux };
  expect(negotiateAbi(compileIndex(index), asked).window).toBeUndefined();
});

test('on small universes, every cell and the window are what trying every selection says', () => {
  const hosts = ['0.9', '1.0', '1.5', '2.0', '2.3'];
  const musl: Platform = { os: 'linux', arch: 'x86_64', libc: 'musl' };
  const verdicts = new Map<string, number>();
  for (let seed = 1; seed <= 300; seed++) {
    const { index: all, request } = createUniverse(seed);
    const { host: _, platform: __, roots, ...options } = request;
    const compiled = compileIndex(all);
    for (const cell of matrixCells(compiled, {
      ...options,
      plugins: roots,
      hosts,
      platforms: [linux, musl],
    })) {
      const isYes = isSolvable({ index: all, request: cell.request });
      expect(cell.verdict).toBe(isYes ? 'resolved' : 'conflict');
      verdicts.set(cell.verdict, (verdicts.get(cell.verdict) ?? 0) + 1);
    }
    const alive = hosts.map((abi) => isSolvable({ index: all, request: { ...request, host: { abi } } }));
    const { versions, window } = negotiateAbi(compiled, request, hosts);
    expect(versions.map((one) => one.isAlive)).toEqual(alive);
    const runs = alive.map(Number).join('').split('0');
    const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
    const [low, high] = [hosts.indexOf(window?.lowest ?? ''), hosts.indexOf(window?.highest ?? '')];
    expect(window === undefined ? 0 : high - low + 1).toBe(longest.length);
  }
  expect(Math.min(verdicts.get('resolved')!, verdicts.get('conflict')!)).toBeGreaterThan(500);
});
