import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { protocolAsserts } from '../../../src/host/child/protocol.ts';
import { libraryInfo } from '../../../src/host/native/library-info.ts';
import { compileOnly, freshFolder } from '../../native/compile.ts';

const targets = ['x86_64-linux-gnu', 'aarch64-macos'];

async function compiles(source: string, target: string): Promise<void> {
  const file = join(freshFolder(), 'asserts.c');
  writeFileSync(file, source);
  await compileOnly(file, target, `-I${resolve('native/host')}`);
}

function libraryAsserts(): string {
  const { sizeBytes, offsets } = libraryInfo;
  const lines = Object.entries(offsets).map(
    ([field, at]) => `_Static_assert(offsetof(tutti_library_info_t, ${field}) == ${at}, "${field}");`,
  );
  return [
    '#include "library.h"',
    `_Static_assert(sizeof(tutti_library_info_t) == ${sizeBytes}, "size");`,
    ...lines,
    '',
  ].join('\n');
}

test.each(targets)('the host and the child agree on every byte that crosses, on %s', async (target) => {
  await compiles(protocolAsserts(), target);
  await compiles(libraryAsserts(), target);
});

test('a field at another place is noticed', async () => {
  const wrong = protocolAsserts().replace(
    'offsetof(answer_t, value) == 24u',
    'offsetof(answer_t, value) == 28u',
  );
  await expect(compiles(wrong, 'x86_64-linux-gnu')).rejects.toThrow('offsetof(answer_t, value)');
});
