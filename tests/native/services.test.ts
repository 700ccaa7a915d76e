import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireTool } from '../gate/tool.ts';
import { freshFolder } from './compile.ts';

/** Builds the stress program with the sanitizers of the system's compiler, which zig's does not ship, and runs it. */
function stress(gcc: string, ...flags: string[]) {
  const program = join(freshFolder(), 'stress');
  const build = ['-std=c11', '-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];
  const sources = ['tests/native/services-stress.c', 'native/host/services.c'];
  const compiled = spawnSync(
    gcc,
    [...build, ...flags, '-Inative/include', '-Inative/host', ...sources, '-o', program],
    { encoding: 'utf8' },
  );
  expect(compiled.stderr).toBe('');
  return spawnSync(program, { encoding: 'utf8' });
}

test.runIf(process.platform === 'linux')(
  'the host services keep their counts and their memory under a careless plugin',
  (context) => {
    const { status, stdout, stderr } = stress(requireTool(context, 'gcc'));
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'every count is right\n', stderr: '' });
  },
);

test.runIf(process.platform === 'linux')(
  'the sanitizers see a read of memory that the services freed',
  (context) => {
    const { status, stderr } = stress(requireTool(context, 'gcc'), '-DSEED');
    expect(status).not.toBe(0);
    expect(stderr).toContain('AddressSanitizer: heap-use-after-free');
  },
);
