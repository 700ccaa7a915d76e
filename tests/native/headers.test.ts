import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bindings, generatedFiles } from '../../src/toolkit/index.ts';
import { findOnPath, requireTool } from '../gate/tool.ts';
import { everyKind } from '../toolkit/every-kind.ts';
import { compileOnly, freshFolder } from './compile.ts';

const strict = ['-Wall', '-Wextra', '-Wpedantic', '-Werror', '-fsyntax-only'];
const standards = ['c11', 'c17', 'c++17', 'c++20'];

/** A file for each header of native/include and for the headers of `everyKind`, which includes nothing else. */
function sources(): { files: string[]; flags: string[] } {
  const folder = freshFolder();
  const generated = generatedFiles(
    [everyKind],
    bindings.filter(({ language }) => language === 'c'),
    folder,
  );
  for (const { path: file, text } of generated) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const own = generated.map(({ path: file }) => path.relative(folder, file));
  const headers = [...globSync('**/*.h', { cwd: 'native/include' }), ...own];
  const files = headers.map((header, i) => {
    const file = path.join(folder, `${i}.c`);
    writeFileSync(
      file,
      `#include "${header.replaceAll(path.sep, '/')}"\nextern int tutti_unused_in_this_file;\n`,
    );
    return file;
  });
  return { files, flags: ['-Inative/include', `-I${folder}`] };
}

const { files, flags } = sources();

function compiled(program: string, ...args: readonly string[]) {
  const { status, stderr } = spawnSync(program, [...args, ...strict, ...flags, ...files], {
    encoding: 'utf8',
  });
  return { status, stderr };
}

const languageOf = (standard: string) => ['-x', standard.startsWith('c++') ? 'c++' : 'c', `-std=${standard}`];

describe.each(standards)('every header compiles without a warning as %s', (standard) => {
  // A clang of the system, where there is one: zig's, below, is another release of the same compiler.
  test.for(['gcc', ...(findOnPath('clang') === undefined ? [] : ['clang'])])(
    'by itself, with %s',
    (name, context) => {
      const program = requireTool(context, name);
      expect(compiled(program, ...languageOf(standard))).toEqual({ status: 0, stderr: '' });
    },
  );

  test.for(['x86_64-linux-gnu', 'wasm32-wasi'])("together, with zig's clang for %s", async (target) => {
    const together = path.join(freshFolder(), 'together.c');
    writeFileSync(
      together,
      files
        .map((file) => `#include "${file}"\n`)
        .join('')
        .replaceAll('\\', '/'),
    );
    await compileOnly(
      together,
      target,
      ...languageOf(standard),
      ...flags,
      '-Wno-unused-command-line-argument',
    );
  });
});

test('a record that the compiler lays out differently does not compile', (context) => {
  const gcc = requireTool(context, 'gcc');
  const packed = ['-fpack-struct=1', ...languageOf('c11')];
  expect(compiled(gcc, ...packed).stderr).toContain('static assertion failed: "audio_format"');
});
