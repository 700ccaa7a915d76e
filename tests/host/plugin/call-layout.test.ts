import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callLayout } from '../../../src/host/native/call-block.ts';
import { compileOnly, freshFolder } from '../../native/compile.ts';

/** C that compiles only where tutti_call_t lies as `layout` says. */
function asserts(layout: Readonly<Record<string, number>>): string {
  const lines = Object.entries(layout).map(([field, offset]) =>
    field === 'sizeBytes'
      ? `_Static_assert(sizeof(tutti_call_t) == ${offset}, "size");`
      : `_Static_assert(offsetof(tutti_call_t, ${field}) == ${offset}, "${field}");`,
  );
  return ['#include "call.h"', ...lines, ''].join('\n');
}

async function compile(layout: Readonly<Record<string, number>>): Promise<void> {
  const source = join(freshFolder(), 'layout.c');
  writeFileSync(source, asserts(layout));
  await compileOnly(source, 'x86_64-linux-gnu', '-Inative/host');
}

test('a call lies in memory as the header says', () => compile(callLayout));

test('and a field that lies elsewhere is noticed', async () => {
  await expect(compile({ ...callLayout, scalar: callLayout.scalar + 8 })).rejects.toThrow(
    /static assertion failed.*scalar/,
  );
});
