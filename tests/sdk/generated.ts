import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import {
  bindings,
  buildServices,
  findToolchain,
  generatedFiles,
  writeGenerated,
} from '../../src/toolkit/index.ts';
import { requireTool, type SkipContext } from '../gate/tool.ts';
import { freshFolder } from '../native/compile.ts';
import { everyKind } from '../toolkit/every-kind.ts';
import { workspace } from './build.ts';

/** The languages whose bindings are generated on top of an SDK. */
export const generatedLanguages = ['cpp', 'rust', 'zig'] as const;
export type Generated = (typeof generatedLanguages)[number];

const extension = { cpp: 'cpp', rust: 'rs', zig: 'zig' } as const;
const strict = ['-std=c++17', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '-fvisibility=hidden'];

const manifest = (name: string) => `[package]
name = "${name}"
version = "1.0.0"
edition = "2024"
[lib]
crate-type = ["cdylib"]
[dependencies]
tutti-plugin = { path = ${JSON.stringify(path.resolve('native/sdk/rust'))} }
`;

/** Runs a compiler, which has nothing to say. */
function compile(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 500_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}

function compileCrate(cargo: string, dir: string, source: string): string {
  const name = path.basename(source, '.rs');
  mkdirSync(path.join(dir, 'src'), { recursive: true });
  copyFileSync(source, path.join(dir, 'src/lib.rs'));
  writeFileSync(path.join(dir, 'Cargo.toml'), manifest(name));
  const env = { ...process.env, CARGO_TARGET_DIR: path.join(dir, 'target') };
  const build = ['build', '--offline', '--quiet'];
  const { status, stderr } = spawnSync(cargo, build, { cwd: dir, env, encoding: 'utf8', timeout: 500_000 });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return path.join(dir, `target/debug/lib${name}.so`);
}

/**
 * Builds the source `name`, without its ending, of one language as a plugin, beside bindings of every kind that were generated for it
 * outside of the SDK. With checks of the language's own wherever it has them: debug in Rust, ReleaseSafe in Zig.
 */
export async function buildGenerated(
  context: SkipContext,
  language: Generated,
  name: string,
): Promise<string> {
  await buildServices({ workspace });
  const dir = freshFolder();
  await writeGenerated(dir, generatedFiles([everyKind], bindings, '.'));
  const source = `${name}.${extension[language]}`;
  if (language === 'rust') return compileCrate(requireTool(context, 'cargo'), dir, source);
  const { file: zig } = await findToolchain();
  const copy = path.join(dir, path.basename(source));
  copyFileSync(source, copy);
  const output = path.join(dir, 'libplugin.so');
  const include = ['-Inative/include', '-Inative/sdk/cpp', `-I${dir}`];
  const modules = ['--dep', 'tutti', `-Mroot=${copy}`, '-Mtutti=native/sdk/zig/tutti.zig'];
  const args = {
    cpp: ['c++', ...strict, ...include, '-shared', '-fPIC', copy, '-o', output],
    zig: ['build-lib', '-dynamic', '-O', 'ReleaseSafe', '--color', 'off', ...modules, `-femit-bin=${output}`],
  }[language];
  compile(zig, args);
  return output;
}

/** The same in C++ with g++'s sanitizers of memory and of undefined behaviour. */
export async function buildSanitized(
  context: SkipContext,
  name: string,
  ...flags: readonly string[]
): Promise<string> {
  const gcc = requireTool(context, 'g++');
  const dir = freshFolder();
  await writeGenerated(dir, generatedFiles([everyKind], bindings, '.'));
  const output = path.join(dir, 'libplugin.so');
  const sanitizers = ['-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
  const include = ['-Inative/include', '-Inative/sdk/cpp', `-I${dir}`];
  const source = `${name}.cpp`;
  compile(gcc, [...flags, ...strict, ...sanitizers, ...include, '-shared', '-fPIC', source, '-o', output]);
  return output;
}
