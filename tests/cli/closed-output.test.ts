import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageDir } from '../../src/toolkit/index.ts';

const program = [path.join(packageDir, 'src/cli/main.ts'), 'resolve', '--help'];

test('a reader that closes the pipe before it read ends nothing but the printing', async () => {
  const child = spawn(process.execPath, program);
  child.stdout.destroy();
  const said = child.stderr.setEncoding('utf8').toArray();
  const [exitCode] = await once(child, 'close');
  expect([exitCode, await said]).toEqual([0, []]);
});

test.runIf(existsSync('/dev/full'))('an answer that cannot be printed is no yes', async () => {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, program, { stdio: ['ignore', full, 'pipe'] });
  closeSync(full);
  const said = child.stderr!.setEncoding('utf8').toArray();
  const [exitCode] = await once(child, 'close');
  expect([exitCode, await said]).toEqual([1, ['Cannot print the answer: ENOSPC.\n']]);
});
