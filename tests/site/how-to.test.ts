import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildPlugin, buildServices, workspaceAt } from '../../src/toolkit/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'tutti-how-to-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script that the how-to shows, on manifests with these contents. */
function check(...manifests: object[]): string {
  const files = manifests.map((manifest, at) => {
    const file = join(folder, `${at}.json`);
    writeFileSync(file, JSON.stringify(manifest));
    return file;
  });
  const script = 'content/docs/how-to/check-a-set/check.ts';
  return execFileSync(process.execPath, [script, ...files], { encoding: 'utf8' }).replaceAll(folder, '');
}

const echo = { id: 'org.example.echo', version: '1.0.0', name: 'Echo', abi: '^1.0' };

test('the script of "Check that a set of plugins plays together" prints a selection', () => {
  expect(check(echo)).toBe("{ 'org.example.echo': '1.0.0' }\n");
});

test('it prints the reasons when there is none', () => {
  expect(check({ ...echo, abi: '^2.0' })).toBe(
    [
      '1. You ask for org.example.echo.',
      '2. org.example.echo 1.0.0 needs ABI ^2.0, and the host offers ABI 1.0.',
      '3. So org.example.echo cannot be selected. (1, 2)',
      '',
    ].join('\n'),
  );
});

test('it prints each problem of a manifest, with its place', () => {
  const { name: _, ...nameless } = echo;
  expect(check({ ...nameless, abi: '1 and more' })).toBe(
    [
      '/0.json:1:1: "name" is missing: it must be a text of 1 to 2000 characters',
      '/0.json:1:50: "abi" must be a range over ABI versions such as ^1.0: found "1 and more"',
      '',
    ].join('\n'),
  );
});

test('the script of "Load a plugin from TypeScript" calls, is refused, and closes without a loss', async () => {
  const workspace = workspaceAt(process.cwd());
  await buildServices({ workspace });
  const { file } = await buildPlugin('examples/repeat', { workspace, target: 'native' });
  const load = (library: string) =>
    spawnSync(process.execPath, ['content/docs/how-to/load-a-plugin/load.ts', library], { encoding: 'utf8' });
  expect(load(file).stdout).toBe(
    [
      'coolcoolcool',
      'call-failed TUTTI_E_NOMEM',
      'Cannot call tutti.text.repeat of plugin "org.tutti.repeat": no memory for the result (TUTTI_E_NOMEM)',
      'lala',
      '4000',
      'closing',
      'stopping, quiesced',
      '{',
      "  state: 'unmapped',",
      '  leakedBlocks: 0,',
      '  leakedBytes: 0,',
      '  misuses: 0,',
      '  heldValues: [],',
      '  errors: []',
      '}',
      'inProcess lalala',
      '',
    ].join('\n'),
  );
  expect(load('missing.so').stdout).toBe('file-missing: Cannot load missing.so: there is no such file\n');
});
