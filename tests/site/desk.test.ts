import { expect, test } from 'vitest';
import {
  addPlugin,
  addVersion,
  type Desk,
  editText,
  override,
  removeManifest,
  renamePlugin,
  whyNoId,
} from '../../src/site/playground/desk/desk.ts';
import { History } from '../../src/site/playground/desk/history.ts';
import { labelOf, nameOf } from '../../src/site/playground/desk/manifest-name.ts';
import { neededPlugins } from '../../src/site/playground/desk/needed-plugins.ts';
import { packDesk, readRequest, unpackDesk } from '../../src/site/playground/desk/permalink.ts';
import { keyOptions, valueOptions } from '../../src/site/playground/editor/manifest-options.ts';
import { ensemble, everyone } from '../../src/site/playground/ensemble.ts';
import { scenarioOf } from '../../src/site/playground/views/tools-view.ts';

const manifests = ensemble.map((manifest) => ({
  name: `${manifest.id} ${manifest.version}`,
  text: JSON.stringify(manifest, null, 2),
}));
const desk: Desk = { story: 'Four of them.', manifests, request: everyone };

test('a link holds the desk, character by character', async () => {
  const kept = { lockfile: '1', abi: '1.2', roots: {}, plugins: {} } as const;
  const whole: Desk = { ...editText(desk, 0, '{ "half": '), kept };
  const fragment = await packDesk(whole);
  expect(fragment).toMatch(/^desk=1\.[\w-]{100,1500}\.[0-9a-z]+$/);
  expect(await unpackDesk(fragment!)).toEqual({ ok: true, desk: whole });
});

test('a link of which one character was changed or lost is refused', async () => {
  const fragment = (await packDesk(desk))!;
  for (let at = 'desk=1.'.length; at < fragment.length; at += 5) {
    const other = fragment[at] === 'A' ? 'B' : 'A';
    for (const changed of [fragment.slice(0, at) + other + fragment.slice(at + 1), fragment.slice(0, at)]) {
      const read = await unpackDesk(changed);
      expect(read, changed).toEqual({
        ok: false,
        message: 'Cannot open the link: characters of it are missing or changed.',
      });
    }
  }
});

test('a manifest is called what its text says, and as before while that says nothing', () => {
  const half = editText(desk, 0, '{ "id": "org.example.ec').manifests[0]!;
  expect(nameOf(half)).toEqual({ id: 'org.example.echo', version: '1.0.0' });
  expect(labelOf(editText(desk, 0, '{ "id": "a.b", "version": "2.0.0" }').manifests[0]!)).toBe('b 2.0.0');
});

test('a plugin is renamed wherever it is named, and nowhere else', () => {
  const renamed = renamePlugin(desk, 'org.example.meter', 'org.example.gauge');
  expect(Object.keys(renamed.request.roots)).toContain('org.example.gauge');
  const texts = renamed.manifests.map(({ text }) => text).join('\n');
  expect(texts).not.toContain('"org.example.meter"');
  expect(texts.match(/"org\.example\.gauge"/g)).toHaveLength(3);
  expect(texts).toContain('zig/meter.zig');
});

test('an override is renamed with its plugin, and its id is no id for another one', () => {
  const overridden = override(desk, { 'org.example.meter': '*', 'org.example.bass': '^2.0.0' });
  expect(renamePlugin(overridden, 'org.example.meter', 'org.example.gauge').request.overrides).toEqual({
    'org.example.gauge': '*',
    'org.example.bass': '^2.0.0',
  });
  expect(whyNoId(desk, 'org.example.bass')).toBeUndefined();
  expect(whyNoId(overridden, 'org.example.bass')).toBe('Another plugin is called org.example.bass already.');
});

test('overrides are in the link and in the file, and without the last one the question is as before', async () => {
  const overrides = { 'org.example.meter': '>=0.9.0' };
  const overridden = override(desk, overrides);
  expect(await unpackDesk((await packDesk(overridden))!)).toEqual({ ok: true, desk: overridden });
  expect(readRequest(JSON.parse(scenarioOf(overridden).text))).toEqual({ ...everyone, overrides });
  expect(override(overridden, {})).toEqual(desk);
});

test('what can be overridden is what some manifest depends on, and any plugin of an imported index', () => {
  expect(neededPlugins(desk, [])).toEqual(['org.example.echo', 'org.example.meter']);
  const half = editText(desk, desk.manifests.length - 1, '{ "dependencies": { "org.');
  expect(neededPlugins(half, [['org.example.bass', ['1.0.0']]])).toEqual([
    'org.example.bass',
    'org.example.meter',
  ]);
});

test('a new version is the next minor that is free, and a new plugin has an id of its own', () => {
  const two = addVersion(addVersion(desk, 0), 0);
  expect(two.manifests.slice(0, 3).map(labelOf)).toEqual(['echo 1.0.0', 'echo 1.2.0', 'echo 1.1.0']);
  const more = addPlugin(addPlugin(desk));
  expect(more.manifests.slice(-2).map((one) => nameOf(one).id)).toEqual([
    'org.example.plugin',
    'org.example.plugin-2',
  ]);
  expect(removeManifest(more, more.manifests.length - 1).manifests).toHaveLength(desk.manifests.length + 1);
});

test('what is typed in one go is undone in one go, and a new change forgets what was undone', () => {
  const history = new History('a');
  history.push('b', 'text', 0);
  history.push('bc', 'text', 100);
  history.push('bcd', 'text', 2_000);
  history.push('x', undefined, 2_010);
  const seen = [history.state];
  for (let step = 0; step < 4; step++) {
    history.go(-1);
    seen.push(history.state);
  }
  expect(seen).toEqual(['x', 'bcd', 'bc', 'a', 'a']);
  history.go(1);
  history.push('z', undefined, 3_000);
  expect([history.state, history.canRedo]).toEqual(['z', false]);
});

test('the editor offers the fields that are missing, the plugins there are, and ranges over their versions', () => {
  const known = {
    plugins: new Map([['org.example.meter', ['1.2.0', '0.9.0']]]),
    capabilities: new Map([['example.bus', ['1.0']]]),
  };
  const labels = (options: { label: string }[]) => options.map(({ label }) => label);
  expect(labels(keyOptions([], ['id', 'version', 'name', 'abi', 'entry'], known))).not.toContain('abi');
  expect(labels(keyOptions([], ['id'], known))).toContain('dependencies');
  expect(keyOptions(['dependencies'], [], known)).toMatchObject([
    { label: 'org.example.meter', value: '"^1.2.0"' },
  ]);
  expect(labels(keyOptions(['platforms', 0], ['os'], known))).toEqual(['arch', 'libc']);
  expect(labels(valueOptions(['platforms', 0, 'os'], known))).toEqual([
    'linux',
    'macos',
    'windows',
    'freestanding',
  ]);
  expect(labels(valueOptions(['dependencies', 'org.example.meter'], known))).toEqual([
    '^1.2.0',
    '>=1.2.0',
    '^0.9.0',
    '>=0.9.0',
    '*',
  ]);
  expect(labels(valueOptions(['exclusive', 0], known))).toEqual(['example.bus']);
  expect(keyOptions(['nothing'], [], known)).toEqual([]);
});

test('a link that holds something else than a desk is refused', async () => {
  const wrong: unknown[] = [
    { ...desk, story: 7 },
    { ...desk, manifests: [{ name: 'x' }] },
    { ...desk, request: { ...everyone, host: {} } },
    { ...desk, request: { ...everyone, overrides: { 'org.example.meter': 2 } } },
  ];
  for (const one of wrong) {
    const fragment = (await packDesk(one as Desk))!;
    expect(await unpackDesk(fragment)).toEqual({
      ok: false,
      message: 'Cannot open the link: it holds no desk.',
    });
  }
});
