import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/manifest/index.ts';
import { findToolchain } from '../../src/toolkit/index.ts';
import { requireTool, type SkipContext } from '../gate/tool.ts';
import { compileNative, freshFolder } from '../native/compile.ts';
import { buildNative } from './build.ts';

/** A program and the arguments before those of the host. */
type Host = readonly [program: string, ...args: string[]];

async function inC(): Promise<Host> {
  const { file: zig } = await findToolchain();
  const program = path.join(freshFolder(), 'host');
  const strict = ['-std=c11', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '-I', 'native/include'];
  const args = ['cc', ...strict, 'examples/hosts/c/host.c', '-o', program];
  const { status, stderr } = spawnSync(zig, args, { encoding: 'utf8', timeout: 300_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return [program];
}

async function inRust(context: SkipContext): Promise<Host> {
  const cargo = requireTool(context, 'cargo');
  const cargoRun = (...args: string[]) =>
    spawnSync(cargo, [...args, '--locked', '--manifest-path', 'examples/hosts/rust/Cargo.toml'], {
      encoding: 'utf8',
      timeout: 300_000,
      env: { ...process.env, CARGO_TARGET_DIR: path.resolve('build/tests/hosts-rust') },
    });
  // Its one dependency comes over the network the first time.
  const isThere = cargoRun('fetch', '--offline').status === 0 || cargoRun('fetch').status === 0;
  requireTool(context, 'the crate dlopen2', { find: () => (isThere ? cargo : undefined) });
  expect(cargoRun('build', '--offline', '--quiet')).toMatchObject({ status: 0, stderr: '' });
  return [path.resolve('build/tests/hosts-rust/debug/tutti-host')];
}

async function inPython(context: SkipContext): Promise<Host> {
  return [requireTool(context, 'python3'), 'examples/hosts/python/host.py'];
}

async function everyBuild(context: SkipContext): Promise<string[]> {
  const files: string[] = [];
  for (const folder of ['examples/repeat', 'examples/word-count'])
    for (const language of LANGUAGES) files.push((await buildNative(context, folder, language)).file);
  return files;
}

function run([program, ...args]: Host, files: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(program, [...args, ...files], {
    encoding: 'utf8',
    timeout: 300_000,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return { status, stdout, stderr };
}

describe.skipIf(process.platform === 'win32').each([
  ['C', inC],
  ['Rust', inRust],
  ['Python', inPython],
])('a host in %s', (_, build) => {
  test('runs every plugin in every language, and prints what the others print', async (context) => {
    const stdout = readFileSync('examples/hosts/expected.txt', 'utf8');
    const host = await build(context);
    expect(run(host, await everyBuild(context))).toEqual({ status: 0, stdout, stderr: '' });
  });

  test('says what a plugin left behind', async (context) => {
    const keeping = await compileNative('tests/sdk/keeps-memory.c');
    const { status, stdout } = run(await build(context), [keeping]);
    expect([status, stdout.split('\n').at(-2)]).toEqual([1, '  left behind: 4 blocks, 256 bytes']);
  });
});

test('the host in Rust, which mirrors the tables of 64-bit machines, is not compiled for others', (context) => {
  const rustc = requireTool(context, 'rustc');
  const source = readFileSync('examples/hosts/rust/src/abi.rs', 'utf8');
  const compiled = (from: string, to: string) => {
    const file = path.join(freshFolder(), 'abi.rs');
    writeFileSync(file, source.replace(from, to));
    const flags = ['--edition', '2024', '--crate-type', 'lib', '--emit', 'metadata', '--out-dir'];
    const { status, stderr } = spawnSync(rustc, [...flags, path.dirname(file), file], { encoding: 'utf8' });
    return { status, error: /^error: (.*)$/m.exec(stderr)?.[1] };
  };
  expect(compiled('', '')).toEqual({ status: 0, error: undefined });
  // The width of this machine stands for one that the host is not for.
  const error = 'this host mirrors the tables as they are on 64-bit machines: build it for one';
  expect(compiled('target_pointer_width = "64"', 'target_pointer_width = "32"')).toEqual({
    status: 1,
    error,
  });
});
