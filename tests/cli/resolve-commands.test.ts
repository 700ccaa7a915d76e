import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { studio } from './studio.ts';

const waves = (range: string) => ({ 'org.example.waves': range });

test('a plugin is named by its folder, or by the manifest in it', async () => {
  const { run } = studio([
    ['synth', '1.0.0', waves('>=1.0.0')],
    ['waves', '1.0.0'],
  ]);
  const folders = await run('resolve synth-1.0.0 waves-1.0.0 --abi 1.0');
  expect(folders[0]).toBe(0);
  expect(await run('resolve synth-1.0.0/tutti.json waves-1.0.0/tutti.json --abi 1.0')).toEqual(folders);
  expect(await run('resolve nowhere/tutti.json')).toEqual(await run('resolve nowhere'));
});

describe('a lockfile', () => {
  test('is written with the hashes of what is built, kept when newer releases come, and checked', async () => {
    const { dir, run, read } = studio([
      ['synth', '1.0.0', waves('>=1.0.0')],
      ['waves', '1.0.0', {}, { entry: { wasm32: 'waves.wasm' } }],
      ['waves', '2.0.0'],
    ]);
    writeFileSync(path.join(dir, 'waves-1.0.0/waves.wasm'), 'a library');
    expect(await run('resolve synth-1.0.0 waves-1.0.0 --lock tutti.lock --abi 1.0')).toEqual([
      0,
      'They play together here:',
      '  org.example.synth  1.0.0',
      '  org.example.waves  1.0.0',
      'What changes in tutti.lock:',
      '  org.example.synth  1.0.0 (new)',
      '  org.example.waves  1.0.0 (new)',
    ]);
    expect(read()).toEqual({
      lockfile: '1',
      abi: '1.0',
      roots: { 'org.example.synth': '*', 'org.example.waves': '*' },
      plugins: {
        'org.example.synth': { version: '1.0.0' },
        'org.example.waves': {
          version: '1.0.0',
          sha256: { wasm32: '31f109ab38348582abdc9e1c9942f74505c719e98c6d0ab6fbcfdccfd8c9935b' },
        },
      },
    });
    const everything = 'synth-1.0.0 waves-1.0.0 waves-2.0.0 --lock tutti.lock --abi 1.0';
    expect((await run(`resolve ${everything}`)).slice(-1)).toEqual(['Nothing changes in tutti.lock.']);
    expect(await run(`resolve ${everything} --check`)).toEqual([0, 'It fits: tutti.lock']);
    expect(await run('resolve synth-1.0.0 waves-2.0.0 --lock tutti.lock --abi 1.0 --check')).toEqual([
      1,
      'It does not fit: tutti.lock',
      '  org.example.waves 1.0.0 is not in the index.',
      '  Root org.example.waves * is not met.',
      '  org.example.synth 1.0.0 lacks org.example.waves >=1.0.0.',
    ]);
  });

  test('that is missing or wrong is named', async () => {
    const { dir, run } = studio([['synth', '1.0.0']]);
    expect(await run('resolve synth-1.0.0 --check')).toEqual([
      2,
      'Cannot run "tutti resolve": --check needs the lockfile to check. Name it with --lock.',
    ]);
    expect(await run('resolve synth-1.0.0 --check --lock tutti.lock')).toEqual([
      1,
      'Cannot read tutti.lock: there is no such file.',
    ]);
    writeFileSync(path.join(dir, 'tutti.lock'), '{}');
    expect((await run('resolve synth-1.0.0 --lock tutti.lock')).slice(0, 2)).toEqual([
      1,
      'Cannot read tutti.lock: it has 4 problems.',
    ]);
  });

  test('keeps the hashes of libraries that are not built here, and says when one is another', async () => {
    const { dir, run, read } = studio([
      ['waves', '1.0.0', {}, { entry: { 'aarch64-macos': 'm', wasm32: 'w' } }],
    ]);
    const file = (name: string) => path.join(dir, 'waves-1.0.0', name);
    for (const name of ['m', 'w']) writeFileSync(file(name), 'a library');
    await run('resolve waves-1.0.0 --lock tutti.lock --abi 1.0');
    const whole = { $schema: 'tutti.lock.schema.json', ...read() };
    expect(Object.keys(whole.plugins['org.example.waves'].sha256)).toEqual(['aarch64-macos', 'wasm32']);
    writeFileSync(path.join(dir, 'tutti.lock'), JSON.stringify(whole));
    rmSync(file('m'));
    const again = 'resolve waves-1.0.0 --lock tutti.lock --abi 1.0';
    expect((await run(again)).slice(3)).toEqual(['Nothing changes in tutti.lock.']);
    expect(read()).toEqual(whole);
    await run('upgrade waves-1.0.0');
    expect(read()).toEqual(whole);
    writeFileSync(file('w'), 'another library');
    expect((await run('resolve waves-1.0.0 --lock tutti.lock --abi 1.1')).slice(3)).toEqual([
      'What changes in tutti.lock:',
      '  host ABI                            1.0 -> 1.1',
      '  org.example.waves 1.0.0 for wasm32  31f109ab3834 -> 8450b4c5fbda',
    ]);
    expect(await run('resolve waves-1.0.0 --lock tutti.lock --check --abi 1.0')).toEqual([
      0,
      'It fits: tutti.lock',
      '  It was locked for ABI 1.1, and is checked for ABI 1.0.',
    ]);
  });

  test('is brought forward by plugins that it holds', async () => {
    const { run } = studio([['waves', '1.0.0']]);
    await run('resolve waves-1.0.0 --lock tutti.lock --abi 1.0');
    expect(await run('upgrade waves-1.0.0 --only org.example.waves,org.example.wavs')).toEqual([
      2,
      'Cannot run "tutti upgrade": --only names org.example.wavs, and tutti.lock does not hold it. Did you mean org.example.waves?',
    ]);
  });

  test('is brought forward with the fewest changes', async () => {
    const { run, read } = studio([
      ['synth', '1.0.0', waves('>=1.0.0')],
      ['synth', '1.1.0', waves('>=1.1.0')],
      ['choir', '1.0.0', waves('^1.0.0')],
      ['waves', '1.0.0'],
      ['waves', '1.1.0'],
      ['waves', '2.0.0'],
    ]);
    await run('resolve synth-1.0.0 choir-1.0.0 waves-1.0.0 --lock tutti.lock --abi 1.0');
    const line =
      'upgrade synth-1.0.0 synth-1.1.0 choir-1.0.0 waves-1.0.0 waves-1.1.0 waves-2.0.0 --only org.example.synth';
    const expected = [
      0,
      'What changes in tutti.lock:',
      '  org.example.synth  1.0.0 -> 1.1.0',
      '  org.example.waves  1.0.0 -> 1.1.0',
      '2 plugins: fewer is not possible.',
    ];
    expect(await run(`${line} --dry-run`)).toEqual(expected);
    expect(read().plugins['org.example.synth']).toEqual({ version: '1.0.0' });
    expect(await run(line)).toEqual(expected);
    expect(read().plugins['org.example.synth']).toEqual({ version: '1.1.0' });
    expect(await run(line)).toEqual([0, 'Nothing changes in tutti.lock.']);
  });
});

test('what-if says whom a release changes, and whom it breaks', async () => {
  const { run } = studio([
    ['synth', '1.0.0', waves('>=1.0.0')],
    ['waves', '1.0.0'],
    ['waves', '2.0.0', { 'org.example.tables': '*' }],
  ]);
  await run('resolve synth-1.0.0 waves-1.0.0 --lock tutti.lock --abi 1.0');
  const now = 'what-if synth-1.0.0 waves-1.0.0 --abi 1.0';
  expect(await run(`${now} --publish waves-2.0.0`)).toEqual([0, 'all of them: nothing changes']);
  expect(await run(`${now} --yank org.example.waves@1.0.0`)).toEqual([
    1,
    'all of them: it breaks',
    '  1. You ask for org.example.waves.',
    '  2. org.example.waves 1.0.0 was yanked.',
    '  3. So org.example.waves cannot be selected. (1, 2)',
  ]);
  expect(await run(`${now} --yank org.example.waves@1.0.0 --locks tutti.lock`)).toEqual([
    0,
    'tutti.lock: nothing changes',
  ]);
  expect(await run(`${now} --yank org.example.waves@3.0.0`)).toEqual([
    1,
    'Cannot yank org.example.waves 3.0.0: the index does not hold it.',
  ]);
  expect(await run(now)).toEqual([
    2,
    'Cannot run "tutti what-if": nothing happens. Name it with --publish or --yank.',
  ]);
});

test('the matrix shows hosts and platforms, and who narrows them', async () => {
  const { run } = studio([
    ['synth', '1.0.0', {}, { abi: '>=1.0 <1.2' }],
    ['choir', '1.0.0', {}, { abi: '>=1.1', platforms: [{ os: 'linux', arch: 'x86_64' }] }],
  ]);
  const line =
    'matrix synth-1.0.0 choir-1.0.0 --hosts 1.0,1.1,1.2 --platforms x86_64-linux-gnu,aarch64-macos';
  expect(await run(line)).toEqual([
    0,
    'x86_64-linux-gnu, host ABI:  1.0    1.1    1.2',
    '  org.example.choir          no     1.0.0  1.0.0',
    '  org.example.synth          1.0.0  1.0.0  no',
    '  all together               no     yes    no',
    'All together play with host ABI 1.1. ABI 1.0 is not admitted by org.example.choir. ABI 1.2 is not admitted by org.example.synth.',
    'aarch64-macos, host ABI:  1.0    1.1    1.2',
    '  org.example.choir       no     no     no',
    '  org.example.synth       1.0.0  1.0.0  no',
    '  all together            no     no     no',
    'No host ABI keeps all of them alive.',
  ]);
  expect(await run('matrix synth-1.0.0 --hosts 1')).toEqual([
    2,
    'Cannot run "tutti matrix": --hosts holds no version such as 1.0: found "1".',
  ]);
});

test('a conflict is written as the smallest question that fails alike, which can be asked again', async () => {
  const { dir, run } = studio([
    ['synth', '1.0.0', waves('^2.0.0')],
    ['choir', '1.0.0', { ...waves('^1.0.0'), 'org.example.halls': '*' }],
    ['drums', '1.0.0', { 'org.example.halls': '^1.0.0' }],
    ['halls', '1.0.0'],
    ['waves', '1.0.0'],
    ['waves', '2.0.0'],
  ]);
  const conflict = [
    1,
    'They do not play together here:',
    '  1. You ask for org.example.choir and org.example.synth.',
    '  2. org.example.synth 1.0.0 needs org.example.waves ^2.0.0.',
    '  3. org.example.choir 1.0.0 needs org.example.waves ^1.0.0.',
    '  4. So org.example.choir and org.example.synth cannot be selected together. (1, 2, 3)',
    'What would help:',
    '  Drop org.example.synth',
    '  Drop org.example.choir',
  ];
  const all = 'synth-1.0.0 choir-1.0.0 drums-1.0.0 halls-1.0.0 waves-1.0.0 waves-2.0.0';
  expect(await run(`resolve ${all} --reproduce small.json --abi 1.0`)).toEqual([
    ...conflict,
    'small.json holds the smallest question that fails alike: 4 of 6 releases.',
  ]);
  expect(await run('resolve small.json --reproduce smaller.json')).toEqual([
    ...conflict,
    'smaller.json holds the smallest question that fails alike: 4 of 4 releases.',
  ]);
  const [small, smaller] = ['small.json', 'smaller.json'].map((file) =>
    readFileSync(path.join(dir, file), 'utf8'),
  );
  expect(smaller).toBe(small);
  const { manifests, roots } = JSON.parse(small!);
  expect(roots).toEqual({ 'org.example.choir': '*', 'org.example.synth': '*' });
  expect(manifests[1]).toEqual({
    id: 'org.example.choir',
    version: '1.0.0',
    name: 'org.example.choir',
    abi: '*',
    dependencies: { 'org.example.waves': '^1.0.0' },
  });
  const script = ['src/cli/resolve-scenarios.ts', path.join(dir, 'small.json')];
  const { name, ok, explanation } = JSON.parse(execFileSync(process.execPath, script, { encoding: 'utf8' }));
  expect([name, ok, ...explanation.split('\n').map((line: string) => `  ${line}`)]).toEqual([
    'reproduction',
    false,
    ...conflict.slice(2, 6),
  ]);
  expect(await run('resolve halls-1.0.0 --reproduce none.json --abi 1.0')).toEqual([
    0,
    'They play together here:',
    '  org.example.halls  1.0.0',
    'none.json was not written: there is no conflict to reproduce.',
  ]);
  expect(await run('resolve halls-1.0.0 --check --lock tutti.lock --reproduce none.json')).toEqual([
    2,
    'Cannot run "tutti resolve": --check searches for nothing that --reproduce could write. Leave one of them out.',
  ]);
});

test('hosts and platforms that the matrix is asked for are put in order, and must be ones', async () => {
  const { run } = studio([['waves', '1.0.0']]);
  expect(await run('matrix waves-1.0.0 --hosts 1.10,2.0,1.9,1.10 --platforms wasm32,wasm32')).toEqual([
    0,
    'wasm32, host ABI:    1.9    1.10   2.0',
    '  org.example.waves  1.0.0  1.0.0  no',
    '  all together       yes    yes    no',
    'All together play from host ABI 1.9 to 1.10. ABI 2.0 is not admitted by org.example.waves.',
  ]);
  expect(await run('matrix waves-1.0.0 --platforms x86_64-linus-gnu')).toEqual([
    2,
    'Cannot run "tutti matrix": --platforms holds no platform such as x86_64-linux-gnu: "linus" of "x86_64-linus-gnu" is not an operating system (linux, macos, windows, freestanding) (did you mean "linux"?).',
  ]);
});
