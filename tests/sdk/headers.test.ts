import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findToolchain } from '../../src/toolkit/index.ts';
import { requireTool } from '../gate/tool.ts';
import { freshFolder } from '../native/compile.ts';

const strict = ['-Wall', '-Wextra', '-Wpedantic', '-Werror', '-Inative/include', '-Inative/sdk/cpp'];
const compiled = (program: string, args: readonly string[]) => {
  const object = path.join(freshFolder(), 'repeat.o');
  const run = spawnSync(program, [...args, '-c', 'examples/repeat/cpp/repeat.cpp', '-o', object], {
    encoding: 'utf8',
  });
  return { status: run.status, stderr: run.stderr };
};

describe.each(['c++17', 'c++20'])('the C++ SDK compiles without a warning as %s', (standard) => {
  test('with g++', (context) => {
    const gcc = requireTool(context, 'g++');
    expect(compiled(gcc, [`-std=${standard}`, ...strict])).toEqual({ status: 0, stderr: '' });
  });

  test.each(['x86_64-linux-gnu', 'x86_64-windows-gnu', 'aarch64-macos'])(
    "with zig's clang for %s",
    async (target) => {
      const { file } = await findToolchain();
      const args = ['c++', '-target', target, `-std=${standard}`, ...strict];
      expect(compiled(file, args)).toEqual({ status: 0, stderr: '' });
    },
  );
});
