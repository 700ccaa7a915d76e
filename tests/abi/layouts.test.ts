import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  capabilities,
  cPrefix,
  layoutAsserts,
  layoutOf,
  type PointerSize,
  statuses,
} from '../../src/abi/index.ts';
import { compileOnly, freshFolder } from '../native/compile.ts';

// target, bytes of a pointer there
const targets: [string, PointerSize][] = [
  ['x86_64-linux-gnu', 8],
  ['aarch64-macos', 8],
  ['x86_64-windows-gnu', 8],
  ['wasm32-wasi', 4],
];

const declared = capabilities.filter((each) =>
  existsSync(`native/include/tutti/${cPrefix(each).slice('tutti_'.length)}.h`),
);

function sourceFile(text: string): string {
  const file = join(freshFolder(), 'asserts.c');
  writeFileSync(file, text);
  return file;
}

describe('the layouts of src/abi and of the header', () => {
  test.each(targets)('are the same for %s', async (target, pointerSize) => {
    await compileOnly(sourceFile(layoutAsserts(pointerSize, declared)), target);
  });

  test('are seen to differ when one offset is wrong', async () => {
    const wrong = layoutAsserts(8, declared).replace(
      'offsetof(tutti_owned_t, release) == 40',
      'offsetof(tutti_owned_t, release) == 48',
    );
    expect(wrong).not.toBe(layoutAsserts(8, declared));
    await expect(compileOnly(sourceFile(wrong), 'x86_64-linux-gnu')).rejects.toThrow('tutti_owned_t.release');
  });

  test('differ between pointers of 4 and of 8 bytes only behind the first pointer', () => {
    expect(layoutOf('owned', 4)).toEqual({
      sizeBytes: 48,
      offsets: { struct_size: 0, type_id: 4, ptr: 8, len: 16, cap: 24, token: 32, release: 40, owner: 44 },
    });
    expect(layoutOf('owned', 8)).toEqual({
      sizeBytes: 56,
      offsets: { struct_size: 0, type_id: 4, ptr: 8, len: 16, cap: 24, token: 32, release: 40, owner: 48 },
    });
  });
});

describe('the header', () => {
  const header = readFileSync('native/include/tutti.h', 'utf8');

  test('lists the statuses of src/abi, in their order and with their words', () => {
    const listed = [...header.matchAll(/X\((TUTTI_\w+), (\d+), "([^"]+)"\)/g)];
    expect(listed.map(([, name, value, meaning]) => ({ name, value: Number(value), meaning }))).toEqual(
      statuses,
    );
  });

  test('stays under 300 lines', () => {
    expect(header.trimEnd().split('\n').length).toBeLessThan(300);
  });

  // standard, language
  test.each([
    ['c11', 'c'],
    ['c17', 'c'],
    ['c++17', 'c++'],
    ['c++20', 'c++'],
  ])('compiles as %s without a warning, natively and for wasm32', async (standard, language) => {
    const source = sourceFile('#include "tutti/text.h"\nint tutti_unused_in_this_file;\n');
    for (const target of ['x86_64-linux-gnu', 'wasm32-wasi']) {
      await compileOnly(
        source,
        target,
        '-x',
        language,
        `-std=${standard}`,
        '-Wno-unused-command-line-argument',
      );
    }
  });
});
