import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireTool, type SkipContext } from '../gate/tool.ts';
import { freshFolder } from './compile.ts';

/** Builds the example together with the program that drives it, under the sanitizers, and runs it. */
function drive(context: SkipContext) {
  const gcc = requireTool(context, 'gcc');
  const program = join(freshFolder(), 'word-count');
  const sources = ['tests/native/word-count.c', 'examples/word-count/c/word-count.c'];
  const include = ['-Inative/include', '-Inative/sdk/c'];
  const sanitize = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
  const built = spawnSync(
    gcc,
    [
      '-std=c11',
      '-g',
      '-O1',
      '-Wall',
      '-Wextra',
      '-Werror',
      ...sanitize,
      ...include,
      ...sources,
      '-o',
      program,
    ],
    { encoding: 'utf8' },
  );
  expect(built.stderr).toBe('');
  const { status, stdout, stderr } = spawnSync(program, { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('word-count keeps its counts through every failing allocation and every changed state', (context) => {
  expect(drive(context)).toEqual({
    status: 0,
    stdout:
      '3 allocations of add failed, 8 of reading, saving and restoring\n' +
      '386 changed states refused, 142 with another total or word read\n',
    stderr: '',
  });
});
