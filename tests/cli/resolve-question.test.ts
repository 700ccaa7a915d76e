import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { studio } from './studio.ts';

test('what is wrong with each plugin, and where a release comes from twice, is said at once', async () => {
  const { dir, run } = studio([
    ['synth', '1.0', { waves: '1' }],
    ['choir', '1.0.0'],
    ['waves', '1.0.0'],
    ['other', '1.0.0'],
  ]);
  writeFileSync(path.join(dir, 'choir-1.0.0/tutti.json'), Buffer.from('{\n"name": "caf\xe9"}', 'latin1'));
  mkdirSync(path.join(dir, 'empty'));
  mkdirSync(path.join(dir, 'folder/tutti.json'), { recursive: true });
  execFileSync('mkfifo', [path.join(dir, 'empty/tutti.json')]);
  expect(await run('resolve synth-1.0 choir-1.0.0 waves-1.0.0 nowhere empty folder')).toEqual([
    1,
    'Cannot read 5 of 6 plugins.',
    '  Cannot read synth-1.0/tutti.json: it has 2 problems.',
    '    synth-1.0/tutti.json:3:14: "version" must be a semantic version such as 1.2.0: found "1.0"',
    '    synth-1.0/tutti.json:7:5: a key of "dependencies" must be a plugin id in reverse DNS such as org.tutti.repeat: found "waves"',
    "  Cannot find a plugin in choir-1.0.0: choir-1.0.0/tutti.json is not UTF-8 (line 2, column 13). Every plugin's folder has a tutti.json.",
    "  Cannot find a plugin in nowhere: there is no nowhere/tutti.json. Every plugin's folder has a tutti.json.",
    "  Cannot find a plugin in empty: empty/tutti.json is no file. Every plugin's folder has a tutti.json.",
    "  Cannot find a plugin in folder: folder/tutti.json is a folder. Every plugin's folder has a tutti.json.",
  ]);
  expect(await run('resolve waves-1.0.0 other-1.0.0 waves-1.0.0')).toEqual([
    1,
    'Cannot resolve: a release is there twice.',
    '  Cannot index org.example.waves 1.0.0: two manifests have this id and version: waves-1.0.0/tutti.json and waves-1.0.0/tutti.json',
  ]);
});

test('a scenario is refused for what has no meaning in it, however deep', async () => {
  const { dir, run } = studio([]);
  const nested = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const rest =
    '"roots": {}, "host": {}, "platform": { "os": "linux" }, "locked": "none", "prefer": "newest", "overrides": []';
  writeFileSync(path.join(dir, 'scenario.json'), `{ "manifests": [${nested}], ${rest} }`);
  expect(await run('resolve scenario.json')).toEqual([
    1,
    'Cannot resolve scenario.json: it has problems.',
    '  scenario.json manifests[0]:1:17: the file is nested too deep: found level 17; expected at most 16 levels',
    '  "host" must be an object with abi',
    '  "platform" must be an object with os, arch and, on Linux, libc',
    '  "overrides" must be an object that gives a range for each plugin',
    '  "locked" must be an object that gives a version for each plugin',
    '  "prefer" must be "highest" or "lowest"',
  ]);
});

test('an answer that the budget ends before is no yes', async () => {
  const { dir, run } = studio([]);
  const holes = [...new Array(9).keys()].map((hole) => `${hole + 1}.0.0`);
  const pigeons = [...new Array(10).keys()].map((pigeon) => `org.example.pigeon-${pigeon}`);
  const manifests = pigeons.flatMap((id) =>
    holes.map((version) => {
      const others = pigeons.filter((other) => other !== id).map((other) => [other, version]);
      return { id, version, name: id, abi: '1.0', conflicts: Object.fromEntries(others) };
    }),
  );
  const roots = Object.fromEntries(pigeons.map((id) => [id, '*']));
  const question = { manifests, roots, host: { abi: '1.0' }, platform: { os: 'linux', arch: 'x86_64' } };
  writeFileSync(path.join(dir, 'scenario.json'), JSON.stringify(question));
  expect(await run('what-if scenario.json --yank org.example.pigeon-0@1.0.0')).toEqual([
    1,
    'all of them: no answer: the budget is used up',
  ]);
});
