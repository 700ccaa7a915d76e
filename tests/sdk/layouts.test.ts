import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findToolchain } from '../../src/toolkit/index.ts';
import { requireTool } from '../gate/tool.ts';
import { freshFolder } from '../native/compile.ts';

// field that is taken out, what the compiler then says cannot be
const faults = [
  ['token: u64', 'Owned'],
  ['line: u32', 'Error'],
  ['iface_hash: u64', 'Head'],
] as const;

/** The file with the line that declares `field` left out. */
function without(source: string, field: string): string {
  const isDeclared = (line: string) => new RegExp(`^\\s*(pub )?${field}( = 0)?,$`).test(line);
  const isSet = (line: string) => line.trim() === 'iface_hash: 0,' && field.startsWith('iface_hash');
  return source
    .split('\n')
    .filter((line) => !isDeclared(line) && !isSet(line))
    .join('\n');
}

test('a record of the Rust SDK that differs from the header does not compile', (context) => {
  const rustc = requireTool(context, 'rustc');
  const compile = (source: string) => {
    const file = path.join(freshFolder(), 'abi.rs');
    writeFileSync(file, source);
    const flags = ['--edition', '2024', '--crate-type', 'lib', '--emit', 'metadata', '--out-dir'];
    const { status, stderr } = spawnSync(rustc, [...flags, path.dirname(file), file], { encoding: 'utf8' });
    return { status, failed: /assertion failed: size_of::<(\w+)>/.exec(stderr)?.[1] };
  };
  const source = readFileSync('native/sdk/rust/src/abi.rs', 'utf8');
  expect(compile(source)).toEqual({ status: 0, failed: undefined });
  expect(faults.map(([field]) => compile(without(source, field)))).toEqual(
    ['Owned', 'ErrorRecord', 'Head'].map((failed) => ({ status: 1, failed })),
  );
});

test('a record of the Zig SDK that differs from the header does not compile', async () => {
  const { file: zig } = await findToolchain();
  const compile = (source: string, ...on: readonly string[]) => {
    const file = path.join(freshFolder(), 'abi.zig');
    writeFileSync(file, source);
    const { status, stderr } = spawnSync(zig, ['build-obj', '-fno-emit-bin', '--color', 'off', ...on, file], {
      encoding: 'utf8',
      cwd: path.dirname(file),
    });
    const line = Number(/abi\.zig:(\d+):\d+: note: called at comptime here/.exec(stderr)?.[1]);
    return { status, failed: /@sizeOf\((\w+)\)/.exec(source.split('\n')[line - 1] ?? '')?.[1] };
  };
  const source = readFileSync('native/sdk/zig/abi.zig', 'utf8');
  expect(compile(source)).toEqual({ status: 0, failed: undefined });
  expect(compile(source, '-target', 'wasm32-freestanding')).toEqual({ status: 0, failed: undefined });
  expect(faults.map(([field]) => compile(without(source, field)))).toEqual(
    faults.map(([, failed]) => ({ status: 1, failed })),
  );
});
