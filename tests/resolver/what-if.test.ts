import { expect, test } from 'vitest';
import {
  compileIndex,
  explain,
  type Index,
  type IndexEvent,
  type Install,
  type Release,
  verifyProof,
  whatIf,
} from '../../src/resolver/index.ts';
import { isSolvable } from './exhaustive-search.ts';
import { createUniverse } from './universe.ts';

const place = { host: { abi: '1.0' }, platform: { os: 'linux', arch: 'x86_64' } };
const release = (id: string, version: string, more: Partial<Release> = {}): Release => ({
  id: `org.example.${id}`,
  version,
  abi: '^1.0',
  ...more,
});
const index: Index = {
  releases: [
    release('synth', '1.0.0', { dependencies: { 'org.example.waves': '>=1.0.0' } }),
    release('choir', '1.0.0', { dependencies: { 'org.example.waves': '^1.0.0' } }),
    release('organ', '1.0.0', { dependencies: { 'org.example.wind': '*' } }),
    release('waves', '1.0.0'),
  ],
};
const installs: Install[] = [
  { name: 'studio', request: { ...place, roots: { 'org.example.synth': '*' } } },
  {
    name: 'stage',
    request: { ...place, roots: { 'org.example.choir': '*' }, locked: { 'org.example.waves': '1.0.0' } },
  },
  { name: 'church', request: { ...place, roots: { 'org.example.organ': '*' } } },
  { name: 'cellar', request: { ...place, roots: { 'org.example.waves': '^1.0.0' } } },
];

test('a version that is published changes who takes it, and heals who waited for it', () => {
  const events: IndexEvent[] = [
    { kind: 'publish', release: release('waves', '2.0.0') },
    { kind: 'publish', release: release('wind', '1.0.0') },
  ];
  expect(whatIf(index, events, installs)).toEqual([
    {
      install: 'studio',
      kind: 'changes',
      selection: { 'org.example.synth': '1.0.0', 'org.example.waves': '2.0.0' },
      changes: [{ plugin: 'org.example.waves', before: '1.0.0', after: '2.0.0' }],
    },
    { install: 'stage', kind: 'unaffected' },
    {
      install: 'church',
      kind: 'heals',
      selection: { 'org.example.organ': '1.0.0', 'org.example.wind': '1.0.0' },
    },
    { install: 'cellar', kind: 'unaffected' },
  ]);
});

test('a version that is yanked breaks who has nothing else, and not who locked it', () => {
  const events: IndexEvent[] = [
    { kind: 'yank', id: 'org.example.waves', version: '1.0.0', reason: 'loses samples' },
  ];
  const [studio, stage, church, cellar] = whatIf(index, events, installs);
  expect([stage, church]).toEqual([
    { install: 'stage', kind: 'unaffected' },
    { install: 'church', kind: 'stays-broken' },
  ]);
  expect([studio!.kind, cellar!.kind]).toEqual(['breaks', 'breaks']);
  expect(studio!.kind === 'breaks' && explain(studio!.conflict).text.split('\n')).toEqual([
    '1. You ask for org.example.synth.',
    '2. org.example.synth 1.0.0 needs org.example.waves >=1.0.0.',
    '3. org.example.waves 1.0.0 was yanked: loses samples.',
    '4. So org.example.synth cannot be selected. (1, 2, 3)',
  ]);
});

test('an event that cannot happen is refused', () => {
  expect(() => whatIf(index, [{ kind: 'publish', release: release('waves', '1.0.0') }], [])).toThrow(
    'Cannot publish org.example.waves 1.0.0: the index holds it already',
  );
  expect(() => whatIf(index, [{ kind: 'yank', id: 'org.example.waves', version: '3.0.0' }], [])).toThrow(
    'Cannot yank org.example.waves 3.0.0: the index does not hold it',
  );
});

test('on small universes, what breaks and heals is what trying every selection says', () => {
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= 1500; seed++) {
    const universe = createUniverse(seed);
    const { releases } = universe.index;
    const [one, other] = [releases[seed % releases.length]!, releases[(seed * 31) % releases.length]!];
    const isSplit = one !== other;
    const before: Index = { releases: isSplit ? releases.filter((release) => release !== other) : releases };
    const events: IndexEvent[] = [{ kind: 'yank', id: one.id, version: one.version }];
    if (isSplit) events.push({ kind: 'publish', release: other });
    const after = {
      releases: releases.map((release) => (release === one ? { ...one, yanked: true } : release)),
    };
    const [answer] = whatIf(before, events, [{ name: 'one', request: universe.request }]);
    const { request } = universe;
    const [old, young] = [isSolvable({ index: before, request }), isSolvable({ index: after, request })];
    const expected = young
      ? old
        ? ['unaffected', 'changes']
        : ['heals']
      : old
        ? ['breaks']
        : ['stays-broken'];
    expect(expected).toContain(answer!.kind);
    if (answer!.kind === 'breaks')
      expect(verifyProof(compileIndex(after), answer!.conflict)).toEqual({ valid: true });
    counts.set(answer!.kind, (counts.get(answer!.kind) ?? 0) + 1);
  }
  for (const kind of ['unaffected', 'changes', 'breaks', 'heals', 'stays-broken'])
    expect(counts.get(kind), kind).toBeGreaterThan(20);
});
