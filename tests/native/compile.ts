import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findToolchain } from '../../src/toolkit/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const include = ['native/include', 'native/sdk/c', 'tests/faulty'].map((dir) => `-I${join(root, dir)}`);
const warnings = ['-std=c11', '-Wall', '-Wextra', '-Wpedantic', '-Werror'];

/** A fresh folder below build/, so that no two tests load the same file. */
export function freshFolder(): string {
  mkdirSync(join(root, 'build/tests'), { recursive: true });
  return mkdtempSync(join(root, 'build/tests/native-'));
}

async function zig(...args: string[]): Promise<void> {
  const { file: program } = await findToolchain();
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Compiles one C file to a shared library, for this machine or for another of zig's targets; `flags` may name folders to look in first. */
export async function compileNative(source: string, target?: string, ...flags: string[]): Promise<string> {
  const output = join(freshFolder(), `${basename(source, '.c')}.so`);
  const on = target ? ['-target', target] : [];
  await zig(
    'cc',
    ...on,
    ...warnings,
    '-O1',
    '-shared',
    '-fPIC',
    '-fvisibility=hidden',
    ...flags,
    ...include,
    source,
    '-o',
    output,
  );
  return output;
}

/** Compiles one C file, which needs no libc, to wasm32. */
export async function compileWasm(source: string, ...flags: string[]): Promise<string> {
  const folder = freshFolder();
  const object = join(folder, 'plugin.o');
  const output = join(folder, 'plugin.wasm');
  await zig(
    'cc',
    '-c',
    '-target',
    'wasm32-wasi',
    ...warnings,
    '-O1',
    '-mbulk-memory',
    '-fvisibility=hidden',
    ...flags,
    ...include,
    source,
    '-o',
    object,
  );
  await zig(
    'wasm-ld',
    '--no-entry',
    '--export=tutti_plugin_entry_v1',
    '--export-table',
    '--growable-table',
    object,
    '-o',
    output,
  );
  return output;
}

/** Compiles C without keeping anything: throws with the compiler's words when it does not. */
export async function compileOnly(source: string, target: string, ...flags: string[]): Promise<void> {
  await zig(
    'cc',
    '-c',
    '-target',
    target,
    ...warnings,
    ...flags,
    ...include,
    source,
    '-o',
    join(freshFolder(), 'out.o'),
  );
}
