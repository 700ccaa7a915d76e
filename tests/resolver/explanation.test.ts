import { expect, test } from 'vitest';
import { compileIndex, explain, type Release, resolve } from '../../src/resolver/index.ts';

function explanationOf(
  releases: readonly Release[],
  roots: Record<string, string>,
  overrides: Record<string, string> = {},
): string[] {
  const platform = { os: 'linux', arch: 'x86_64' };
  const resolution = resolve(compileIndex({ releases }), {
    roots,
    host: { abi: '1.0' },
    platform,
    overrides,
  });
  return resolution.outcome === 'conflict'
    ? explain(resolution.conflict).text.split('\n')
    : [resolution.outcome];
}

const versions = (id: string, list: string, more: Partial<Release> = {}): Release[] =>
  list.split(' ').map((version) => ({ id, version, abi: '^1.0', ...more }));

test('versions that stand next to each other and say the same are one line', () => {
  const releases = [
    ...versions('org.example.organ', '1.0.0 1.1.0 1.2.0 1.3.0', {
      dependencies: { 'org.example.wind': '^1.0.0' },
    }),
    ...versions('org.example.organ', '2.0.0 2.1.0', { abi: '^2.0' }),
    ...versions('org.example.organ', '3.0.0', { platforms: [{ os: 'macos', arch: 'aarch64' }] }),
    ...versions('org.example.wind', '2.0.0 2.1.0 2.2.0'),
  ];
  expect(explanationOf(releases, { 'org.example.organ': '*' })).toEqual([
    '1. You ask for org.example.organ.',
    '2. org.example.organ 1.0.0 to 1.3.0 need org.example.wind ^1.0.0, and the index holds only 2.0.0, 2.1.0 and 2.2.0.',
    '3. org.example.organ 2.0.0 and 2.1.0 need ABI ^2.0, and the host offers ABI 1.0.',
    '4. org.example.organ 3.0.0 is built for aarch64-macos, and the host runs on x86_64-linux.',
    '5. So org.example.organ cannot be selected. (1, 2, 3, 4)',
  ]);
});

test('a root that the index cannot meet is said at once', () => {
  const releases = versions('org.example.organ', '1.0.0 2.0.0-beta.1');
  expect(explanationOf(releases, { 'org.example.organ': '^3.0.0' })).toEqual([
    '1. You ask for org.example.organ ^3.0.0, and the index holds only 1.0.0 and 2.0.0-beta.1.',
    '2. So org.example.organ ^3.0.0 cannot be selected. (1)',
  ]);
  expect(explanationOf(releases, { 'org.example.flute': '*' })).toEqual([
    '1. You ask for org.example.flute, which is not in the index.',
    '2. So org.example.flute cannot be selected. (1)',
  ]);
});

test('what is overridden is said with what is asked, where it matters', () => {
  const wants = (id: string, range: string) =>
    versions(id, '1.0.0', { dependencies: { 'org.example.waves': range } });
  const releases = [...wants('org.example.choir', '^1.0.0'), ...versions('org.example.waves', '1.0.0 2.0.0')];
  const overrides = { 'org.example.waves': '^3.0.0', 'org.example.choir': '^1.0.0' };
  expect(explanationOf(releases, { 'org.example.choir': '*' }, overrides)).toEqual([
    '1. You ask for org.example.choir, and override org.example.waves with ^3.0.0.',
    '2. org.example.choir 1.0.0 needs org.example.waves ^3.0.0, and the index holds only 1.0.0 and 2.0.0.',
    '3. So org.example.choir cannot be selected. (1, 2)',
  ]);
});

test('two ranges that have versions in common, of which the index holds none, are told with what it holds', () => {
  const wants = (id: string, range: string) =>
    versions(id, '1.0.0', { dependencies: { 'org.example.waves': range } });
  const releases = [
    ...wants('org.example.choir', '^2.0.0'),
    ...wants('org.example.synth', '>=2.9.0 <4.0.0'),
    ...versions('org.example.drums', '1.0.0', { conflicts: { 'org.example.waves': '<=2.5.0' } }),
    ...versions('org.example.waves', '2.5.0 3.5.0 4.0.0-beta.1'),
  ];
  const explain = (first: string, second: string) =>
    explanationOf(releases, { [`org.example.${first}`]: '*', [`org.example.${second}`]: '*' }).slice(1, -1);
  expect(explain('choir', 'synth')).toEqual([
    '2. org.example.synth 1.0.0 needs org.example.waves >=2.9.0 <4.0.0.',
    '3. org.example.choir 1.0.0 needs org.example.waves ^2.0.0; the index holds org.example.waves only in 2.5.0, 3.5.0 and 4.0.0-beta.1.',
  ]);
  expect(explain('choir', 'drums')).toEqual([
    '2. org.example.drums 1.0.0 does not work with org.example.waves <=2.5.0.',
    '3. org.example.choir 1.0.0 needs org.example.waves ^2.0.0; the index holds org.example.waves only in 2.5.0, 3.5.0 and 4.0.0-beta.1.',
  ]);
});

test('ranges open below have versions in common too, and of a plugin that is not in the index no more is said', () => {
  const out = { provides: { 'example.output': '1.0' } };
  const releases = [
    ...versions('org.example.choir', '1.0.0', { ...out, dependencies: { 'org.example.waves': '<2.0.0' } }),
    ...versions('org.example.drums', '1.0.0', { conflicts: { 'org.example.waves': '>=1.0.0' } }),
    ...versions('org.example.waves', '1.5.0'),
    ...versions('org.example.organ', '1.0.0', { ...out, dependencies: { 'org.example.wind': '^1.0.0' } }),
    ...versions('org.example.flute', '1.0.0', { ...out, dependencies: { 'org.example.wind': '^1.5.0' } }),
    ...versions('org.example.player', '1.0.0', { requires: { 'example.output': '^1.0' } }),
  ];
  const roots = { 'org.example.player': '*', 'org.example.drums': '*' };
  expect(explanationOf(releases, roots).slice(1, -1)).toEqual([
    '2. org.example.player 1.0.0 needs the capability example.output ^1.0, which only org.example.choir 1.0.0, org.example.flute 1.0.0 or org.example.organ 1.0.0 can provide.',
    '3. org.example.organ 1.0.0 needs org.example.wind ^1.0.0, which is not in the index.',
    '4. org.example.flute 1.0.0 needs org.example.wind ^1.5.0, which is not in the index.',
    '5. org.example.choir 1.0.0 needs org.example.waves <2.0.0.',
    '6. org.example.drums 1.0.0 does not work with org.example.waves >=1.0.0; the index holds org.example.waves only in 1.5.0.',
  ]);
});

test('a prerelease that one range names and another does not is told as what it is', () => {
  const releases = [
    ...versions('org.example.choir', '1.0.0', { dependencies: { 'org.example.waves': '2.0.0-beta.1' } }),
    ...versions('org.example.waves', '1.0.0 2.0.0-beta.1'),
  ];
  const roots = { 'org.example.choir': '*', 'org.example.waves': '>=1.0.0 <=3.0.0' };
  expect(explanationOf(releases, roots)).toEqual([
    '1. You ask for org.example.choir and org.example.waves >=1.0.0 <=3.0.0.',
    '2. org.example.choir 1.0.0 needs org.example.waves 2.0.0-beta.1; the index holds org.example.waves only in 1.0.0 and 2.0.0-beta.1; 2.0.0-beta.1 is a prerelease, which a range includes only by naming one of the same version.',
    '3. So org.example.choir and org.example.waves >=1.0.0 <=3.0.0 cannot be selected together. (1, 2)',
  ]);
});

test('ranges that have nothing in common are told without what the index holds', () => {
  const releases = [
    ...versions('org.example.choir', '1.0.0', { dependencies: { 'org.example.waves': '^1.0.0' } }),
    ...versions('org.example.drums', '1.0.0', { conflicts: { 'org.example.waves': '1.x' } }),
    ...versions('org.example.synth', '1.0.0', { conflicts: { 'org.example.waves': '*' } }),
    ...versions('org.example.waves', '1.0.0 2.0.0'),
  ];
  for (const [other, said] of [
    ['org.example.drums', 'org.example.drums 1.0.0 does not work with org.example.waves 1.x.'],
    ['org.example.synth', 'org.example.synth 1.0.0 does not work with org.example.waves.'],
  ] as const)
    expect(explanationOf(releases, { 'org.example.choir': '*', [other]: '*' }).slice(1, -1)).toEqual([
      `2. ${said}`,
      '3. org.example.choir 1.0.0 needs org.example.waves ^1.0.0.',
    ]);
});

test('a capability names who could have provided it', () => {
  const releases = [
    ...versions('org.example.player', '1.0.0', { requires: { 'example.output': '^1.0' } }),
    ...versions('org.example.alsa', '1.0.0 1.1.0', { provides: { 'example.output': '1.0' }, abi: '^2.0' }),
    ...versions('org.example.jack', '1.0.0', { provides: { 'example.output': '1.2' }, yanked: true }),
  ];
  expect(explanationOf(releases, { 'org.example.player': '*' })).toEqual([
    '1. You ask for org.example.player.',
    '2. org.example.player 1.0.0 needs the capability example.output ^1.0, which only org.example.alsa or org.example.jack 1.0.0 can provide.',
    '3. Every version of org.example.alsa needs ABI ^2.0, and the host offers ABI 1.0.',
    '4. org.example.jack 1.0.0 was yanked.',
    '5. So org.example.player cannot be selected. (1, 2, 3, 4)',
  ]);
  expect(explanationOf(releases.slice(0, 1), { 'org.example.player': '*' })).toEqual([
    '1. You ask for org.example.player.',
    '2. org.example.player 1.0.0 needs the capability example.output ^1.0, which no plugin in the index provides.',
    '3. So org.example.player cannot be selected. (1, 2)',
  ]);
});

test('each line is data too: its kind, the lines it follows from and the plugins it speaks of', () => {
  const releases = versions('org.example.organ', '1.0.0', { abi: '^2.0' });
  const platform = { os: 'linux', arch: 'x86_64' };
  const request = { roots: { 'org.example.organ': '^1.0.0' }, host: { abi: '1.0' }, platform };
  const resolution = resolve(compileIndex({ releases }), request);
  const plugins = ['org.example.organ'];
  expect(resolution.outcome === 'conflict' && explain(resolution.conflict).lines).toEqual([
    { number: 1, kind: 'request', text: 'You ask for org.example.organ ^1.0.0.', because: [], plugins },
    {
      number: 2,
      kind: 'fact',
      text: 'org.example.organ 1.0.0 needs ABI ^2.0, and the host offers ABI 1.0.',
      because: [],
      plugins,
    },
    {
      number: 3,
      kind: 'conclusion',
      text: 'So org.example.organ ^1.0.0 cannot be selected.',
      because: [1, 2],
      plugins,
    },
  ]);
});

test('a chain is one line, and a long one is told from its ends', () => {
  const link = (number: number, range = '*') =>
    versions(`org.example.link${number}`, '1.0.0 1.1.0', {
      dependencies: { [`org.example.link${number + 1}`]: range },
    });
  const short = [...link(1, '^1.0.0'), ...link(2, '^1.1.0'), ...versions('org.example.link3', '1.0.0')];
  expect(explanationOf(short, { 'org.example.link1': '*' })).toEqual([
    '1. You ask for org.example.link1.',
    '2. Every version of org.example.link1 needs org.example.link2 ^1.0.0, which needs org.example.link3 ^1.1.0, and the index holds only 1.0.0.',
    '3. So org.example.link1 cannot be selected. (1, 2)',
  ]);
  const long = Array.from({ length: 3000 }, (_, number) => link(number)).flat();
  expect(explanationOf(long, { 'org.example.link0': '*' })).toEqual([
    '1. You ask for org.example.link0.',
    '2. Every version of org.example.link0 needs org.example.link1, which needs org.example.link2, which needs org.example.link3, and so on over 2995 more plugins, which needs org.example.link2999, which needs org.example.link3000, which is not in the index.',
    '3. So org.example.link0 cannot be selected. (1, 2)',
  ]);
});

test('versions that each need their own are one line, with what they admit between them', () => {
  const releases = [
    ...[1, 2, 3, 4, 5].flatMap((number) =>
      versions('org.example.choir', `${number}.0.0`, {
        dependencies: { 'org.example.waves': `~1.${number}.0` },
      }),
    ),
    ...[1, 2, 3].flatMap((number) =>
      versions('org.example.synth', `${number}.0.0`, {
        dependencies: { 'org.example.waves': `~2.${number}.0` },
      }),
    ),
    ...versions('org.example.waves', '1.1.0 1.2.0 1.3.0 1.4.0 1.5.0 2.1.0 2.2.0 2.3.0'),
  ];
  expect(explanationOf(releases, { 'org.example.choir': '*', 'org.example.synth': '*' })).toEqual([
    '1. You ask for org.example.choir and org.example.synth.',
    '2. org.example.synth 1.0.0 needs org.example.waves ~2.1.0; 2.0.0 needs ~2.2.0; and 3.0.0 needs ~2.3.0.',
    '3. Every version of org.example.choir needs org.example.waves in 5 ranges that admit 1.1.0 to 1.5.0 between them.',
    '4. So org.example.choir and org.example.synth cannot be selected together. (1, 2, 3)',
  ]);
});

test('a proof with more steps than anyone follows is told by its facts', () => {
  const holes = [1, 2, 3, 4, 5, 6];
  const pigeons = [0, 1, 2, 3, 4, 5, 6];
  const releases = pigeons.flatMap((pigeon) =>
    holes.flatMap((hole) =>
      versions(`org.example.pigeon${pigeon}`, `${hole}.0.0`, {
        conflicts: Object.fromEntries(
          pigeons.slice(0, pigeon).map((other) => [`org.example.pigeon${other}`, `${hole}.0.0`]),
        ),
      }),
    ),
  );
  const roots = Object.fromEntries(pigeons.map((pigeon) => [`org.example.pigeon${pigeon}`, '*']));
  const lines = explanationOf(releases, roots);
  expect(lines).toHaveLength(23);
  expect(lines[1]).toBe(
    '2. Every version of org.example.pigeon6 does not work with org.example.pigeon3 in 6 ranges, a different one for each.',
  );
  expect(lines.at(-1)).toMatch(
    / cannot be selected together: the proof from these lines has \d+ steps\. \(1, 2, /,
  );
});
