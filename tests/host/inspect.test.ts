import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { inspectLibrary, machine, machineLibc, openInstance } from '../../src/host/index.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { compileNative, freshFolder } from '../native/compile.ts';
import { failureOf } from './failures.ts';

const source = 'examples/repeat/c/repeat.c';
const folder = freshFolder();

function fileOf(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
});

describe('a file that is no library', () => {
  // what stands at the path, code, whole message
  test.each([
    ['nothing', () => join(folder, 'missing.so'), 'file-missing', 'Cannot load PATH: there is no such file'],
    ['a folder', () => folder, 'file-unreadable', 'Cannot load PATH: it is a folder'],
    [
      'an empty file',
      () => fileOf('empty.so', ''),
      'not-a-library',
      'Cannot load PATH: it is an empty file, not a shared library',
    ],
    [
      'a note',
      () => fileOf('note.so', 'la la la\n'),
      'not-a-library',
      'Cannot load PATH: it is a file of unknown kind, not a shared library',
    ],
    [
      'a script',
      () => fileOf('script.so', '#!/bin/sh\n'),
      'not-a-library',
      'Cannot load PATH: it is a script, not a shared library',
    ],
    [
      'an archive',
      () => fileOf('archive.so', '!<arch>\n'),
      'not-a-library',
      'Cannot load PATH: it is a static archive, not a shared library',
    ],
    [
      'wasm',
      () => fileOf('wasm.so', '\0asm\x01\0\0\0'),
      'not-a-library',
      'Cannot load PATH: it is WebAssembly, not a shared library',
    ],
    [
      'a header alone',
      () => fileOf('cut.so', readFileSync(process.execPath).subarray(0, 40)),
      'file-truncated',
      'Cannot load PATH: the file is cut off: the ELF header should end at byte 64, and the file has 40',
    ],
  ])('%s is refused with its reason', async (_what, path, code, message) => {
    expect(await failureOf(() => openInstance(path()), path())).toEqual({ code, message });
  });
});

describe('a library for another machine', () => {
  const here = `${machine.arch} ${machine.os}`;
  const plain = fileOf(
    'plain.c',
    '__attribute__((visibility("default"))) int tutti_plugin_entry_v1(void);\nint tutti_plugin_entry_v1(void) { return 0; }\n',
  );

  // target, what its file tells
  test.each([
    ['aarch64-linux-gnu', { format: 'ELF', os: 'linux', arch: 'aarch64' }],
    ['x86_64-linux-gnu', { format: 'ELF', os: 'linux', arch: 'x86_64' }],
    ['x86_64-linux-musl', { format: 'ELF', os: 'linux', arch: 'x86_64' }],
    ['aarch64-macos', { format: 'Mach-O', os: 'macos', arch: 'aarch64' }],
    ['x86_64-macos', { format: 'Mach-O', os: 'macos', arch: 'x86_64' }],
  ])('%s is told from the file alone', async (target, told) => {
    const library = await compileNative(plain, target);
    const { format, os, arch, isShared, exports } = inspectLibrary(library);
    expect({ format, os, arch, isShared, hasEntry: exports.includes('tutti_plugin_entry_v1') }).toEqual({
      ...told,
      isShared: true,
      hasEntry: true,
    });
    if (`${told.arch} ${told.os}` === here) return;
    expect(await failureOf(() => openInstance(library), library)).toEqual({
      code: 'foreign-platform',
      message: `Cannot load PATH: it was built for ${told.arch} ${told.os}, and this machine is ${here}`,
    });
  });

  test('a Windows library is told from the file alone', async () => {
    const dll = fileOf(
      'plain-dll.c',
      '__declspec(dllexport) int tutti_plugin_entry_v1(void) { return 0; }\nint _DllMainCRTStartup(void *a, unsigned b, void *c) { return a == 0 || b || c || 1; }\n',
    );
    const library = await compileNative(dll, 'x86_64-windows-gnu', '-nostdlib', '-Wno-missing-prototypes');
    const { format, os, arch, isShared, exports } = inspectLibrary(library);
    expect({ format, os, arch, isShared, exports }).toEqual({
      format: 'PE',
      os: 'windows',
      arch: 'x86_64',
      isShared: true,
      exports: ['tutti_plugin_entry_v1'],
    });
    expect(await failureOf(() => openInstance(library), library)).toEqual({
      code: 'foreign-platform',
      message: `Cannot load PATH: it was built for x86_64 windows, and this machine is ${here}`,
    });
  });

  test.runIf(process.platform === 'linux' && machineLibc() === 'gnu')(
    'one for another C library is refused before it is loaded',
    async () => {
      const library = await compileNative(source, `${machine.arch}-linux-musl`);
      expect(await failureOf(() => openInstance(library), library)).toEqual({
        code: 'foreign-platform',
        message: 'Cannot load PATH: it was built for the C library musl, and this process runs on gnu',
      });
    },
  );
});

describe('a library of this machine', () => {
  test('that is no plugin is refused before it is loaded', async () => {
    const marker = join(folder, 'executed');
    const plain = fileOf(
      'other.c',
      `#include <stdio.h>\n__attribute__((constructor)) static void run(void) { fopen("${marker}", "w"); }\n__attribute__((visibility("default"))) int other(void);\nint other(void) { return 0; }\n`,
    );
    const library = await compileNative(plain);
    expect(await failureOf(() => openInstance(library), library)).toEqual({
      code: 'not-a-plugin',
      message: 'Cannot load PATH: it does not export tutti_plugin_entry_v1, so it is not a Tutti plugin',
    });
    expect(() => readFileSync(marker)).toThrow('ENOENT');
  });

  test('that is a program is refused', async () => {
    expect(await failureOf(() => openInstance(process.execPath), process.execPath)).toEqual({
      code: 'not-a-library',
      message: 'Cannot load PATH: it is a program or an object file, not a shared library',
    });
  });

  test('cut off anywhere never loads: it is truncated, or too short to be a library', async () => {
    const whole = readFileSync(await compileNative(source));
    const codes = new Set<string>();
    for (let size = 0; size < whole.length; size += 61) {
      codes.add((await failureOf(() => openInstance(fileOf('part.so', whole.subarray(0, size))))).code);
    }
    expect([...codes].sort()).toEqual(['file-truncated', 'not-a-library']);
  });

  test('with any one byte of its headers changed is refused with a code or read, and never breaks the reader', async () => {
    const whole = readFileSync(await compileNative(source));
    const codes = new Set<string>();
    for (let at = 0; at < 600; at++) {
      const changed = Uint8Array.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      const file = fileOf('changed.so', changed);
      const outcome = await failureOf(() => {
        inspectLibrary(file);
        throw new Error('read');
      }).catch(() => ({ code: 'read' }));
      codes.add(outcome.code);
    }
    expect([...codes].sort()).toEqual(['file-damaged', 'file-truncated', 'not-a-library', 'read']);
  });

  test('that needs a library which is missing is refused by the name of that library', async (context) => {
    if (process.platform !== 'linux') context.skip('where the loader looks is known on Linux alone');
    const needed = await compileNative(
      fileOf(
        'needed.c',
        '__attribute__((visibility("default"))) int needed(void);\nint needed(void) { return 1; }\n',
      ),
    );
    const needing = fileOf(
      'needing.c',
      'int needed(void);\n__attribute__((visibility("default"))) int tutti_plugin_entry_v1(void);\nint tutti_plugin_entry_v1(void) { return needed(); }\n',
    );
    const library = await compileNative(needing, undefined, needed);
    rmSync(needed);
    expect(await failureOf(() => openInstance(library), library)).toEqual({
      code: 'needed-missing',
      message: `Cannot load PATH: it needs ${needed}, which is not on this machine. Install that library, or link it into the plugin`,
    });
  });
});
