import { expect, test } from 'vitest';
import { studio } from './studio.ts';

const waves = (range: string) => ({ 'org.example.waves': range });
const plugins = 'synth-1.0.0 waves-2.0.0';
const override = '--override org.example.waves@^2.0.0';
const band = () =>
  studio([
    ['synth', '1.0.0', waves('^1.0.0')],
    ['waves', '2.0.0'],
    ['waves', '2.1.0'],
    ['waves', '3.0.0'],
  ]);

test('an override stands for what the plugins ask, and is written to the lockfile', async () => {
  const { run, read } = band();
  expect((await run(`resolve ${plugins} --abi 1.0`))[0]).toBe(1);
  expect(await run(`resolve ${plugins} --abi 1.0 --lock tutti.lock ${override}`)).toEqual([
    0,
    'They play together here:',
    '  org.example.synth  1.0.0',
    '  org.example.waves  2.0.0',
    'What changes in tutti.lock:',
    '  org.example.synth  1.0.0 (new)',
    '  org.example.waves  2.0.0 (new)',
  ]);
  expect(read()).toMatchObject({ overrides: { 'org.example.waves': '^2.0.0' } });
  const check = `resolve ${plugins} --abi 1.0 --lock tutti.lock --check`;
  expect(await run(`${check} ${override}`)).toEqual([0, 'It fits: tutti.lock']);
  expect(await run(check)).toEqual([
    1,
    'It does not fit: tutti.lock',
    '  org.example.synth 1.0.0 lacks org.example.waves ^1.0.0.',
  ]);
});

test('an override goes on with the lockfile when that is brought forward or asked about, unless another is given', async () => {
  const { run } = band();
  await run(`resolve ${plugins} --abi 1.0 --lock tutti.lock ${override}`);
  const all = 'synth-1.0.0 waves-2.0.0 waves-2.1.0';
  expect(await run(`what-if ${all} --abi 1.0 --yank org.example.waves@2.1.0 --locks tutti.lock`)).toEqual([
    0,
    'tutti.lock: nothing changes',
  ]);
  expect(await run(`upgrade ${all} waves-3.0.0`)).toEqual([
    0,
    'What changes in tutti.lock:',
    '  org.example.waves  2.0.0 -> 2.1.0',
    '1 plugin: fewer is not possible.',
  ]);
  expect(await run(`upgrade ${all} waves-3.0.0 --override org.example.waves@*`)).toEqual([
    0,
    'What changes in tutti.lock:',
    '  org.example.waves              2.1.0 -> 3.0.0',
    '  override of org.example.waves  ^2.0.0 -> *',
    '1 plugin: fewer is not possible.',
  ]);
});

test('an override holds in the matrix', async () => {
  const { run } = band();
  expect((await run(`matrix ${plugins} --hosts 1.0`))[0]).toBe(1);
  expect((await run(`matrix ${plugins} --hosts 1.0 ${override}`))[0]).toBe(0);
});

test('an override that has no meaning is refused', async () => {
  const { run } = band();
  expect(await run(`resolve ${plugins} --override org.example.waves`)).toEqual([
    2,
    'Cannot run "tutti resolve": --override is no range such as org.tutti.repeat@^2.0.0: found "org.example.waves".',
  ]);
  expect(await run(`matrix ${plugins} --override org.example.waves@two`)).toEqual([
    2,
    'Cannot run "tutti matrix": --override gives no range such as ^1.0.0 for org.example.waves: found "two".',
  ]);
});
