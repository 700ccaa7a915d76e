import { spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { openInstance } from '../../src/host/index.ts';
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

type Built = 'cpp' | 'rust' | 'zig';

const manifest = `[package]
name = "echo"
version = "1.0.0"
edition = "2024"
[lib]
crate-type = ["cdylib"]
[dependencies]
tutti-plugin = { path = ${JSON.stringify(path.resolve('native/sdk/rust'))} }
`;

/** Builds a crate of the echo in `dir`; returns its library. */
function builtCrate(cargo: string, dir: string): string {
  copyFileSync('tests/sdk/every-kind/echo.rs', path.join(dir, 'src/lib.rs'));
  writeFileSync(path.join(dir, 'Cargo.toml'), manifest);
  const env = { ...process.env, CARGO_TARGET_DIR: path.join(dir, 'target') };
  const run = spawnSync(cargo, ['build', '--offline', '--quiet'], {
    cwd: dir,
    env,
    encoding: 'utf8',
    timeout: 120_000,
  });
  expect(run).toMatchObject({ status: 0 });
  return path.join(dir, 'target/debug/libecho.so');
}

/** Builds the echo of one language on bindings that were generated for it, outside of the SDK. */
async function built(context: SkipContext, language: Built): Promise<string> {
  await buildServices({ workspace });
  const { file: zig } = await findToolchain();
  const dir = freshFolder();
  await writeGenerated(dir, generatedFiles([everyKind], bindings, '.'));
  if (language === 'rust') return builtCrate(requireTool(context, 'cargo'), dir);
  const source = path.join(dir, `echo.${language}`);
  copyFileSync(`tests/sdk/every-kind/echo.${language}`, source);
  const output = path.join(dir, 'libecho.so');
  const include = ['-Inative/include', '-Inative/sdk/cpp', `-I${dir}`];
  const strict = ['-std=c++17', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '-fvisibility=hidden'];
  const modules = ['--dep', 'tutti', `-Mroot=${source}`, '-Mtutti=native/sdk/zig/tutti.zig'];
  const args = {
    cpp: ['c++', ...strict, ...include, '-shared', '-fPIC', source, '-o', output],
    zig: ['build-lib', '-dynamic', '-O', 'ReleaseSafe', '--color', 'off', ...modules, `-femit-bin=${output}`],
  }[language];
  const { status, stderr } = spawnSync(zig, args, { encoding: 'utf8', timeout: 120_000 });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return output;
}

const tree = {
  name: 'né',
  leaves: [Int16Array.of(1, -2), new Int16Array()],
  points: [{ x: 0.5, isOn: true, tag: 7 }],
  mood: 'wild',
  traits: ['loud', 'fastMoving'],
  note: undefined,
  outcome: { ok: true, value: { key: Uint8Array.of(1, 2), value: -3n } },
} as const;
const other = { ...tree, leaves: [], note: '', outcome: { ok: false, error: 'calm' } } as const;

describe.skipIf(process.platform !== 'linux').each(['cpp', 'rust', 'zig'] as const)(
  'generated for %s',
  (language) => {
    test('every kind of value comes in and goes out as it was', async (context) => {
      await using plugin = await openInstance(await built(context, language));
      plugin.start();
      const echo = plugin.use(everyKind);
      const most = (1n << 64n) - 1n;
      const args = [
        255,
        -128,
        65535,
        -32768,
        4294967295,
        -7,
        most,
        -(1n << 63n),
        0.5,
        -0.25,
        true,
        'wild',
        ['fastMoving'],
      ] as const;
      const scalars = echo.scalars(...args);
      expect(scalars).toBe(-7);
      expect([echo.asFloat(), echo.asDouble(), echo.asBool(), echo.asMood()]).toEqual([
        1.5,
        -2.5,
        true,
        'wild',
      ]);
      expect(echo.asTraits).toBeUndefined();
      expect(echo.plant(tree)).toEqual(tree);
      expect(echo.plantAll([tree, other])).toEqual([tree, other]);
      expect(echo.names(['', 'né', '𝄞'], new Uint8Array(3))).toEqual(['', 'né', '𝄞']);
      expect([echo.maybe([1n, undefined]), echo.maybe([]), echo.maybe(undefined)]).toEqual([
        [1n, undefined],
        [],
        undefined,
      ]);
      expect(echo.numbers(BigUint64Array.of(1n, 2n))).toEqual({ ok: true, value: BigUint64Array.of(1n, 2n) });
      expect(echo.numbers(new BigUint64Array())).toEqual({ ok: false, error: 'none' });
      expect(echo.nothing()).toBeUndefined();
    });
  },
);
