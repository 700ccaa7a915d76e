import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { endlessCompiler, smallProject, startProgram } from './world.ts';

/** Resolves with the content of `file` once it has one. */
function appeared(file: string): Promise<string> {
  return new Promise((resolve) => {
    const watcher = watch(path.dirname(file), look);
    look();
    function look() {
      const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
      if (text === '') return;
      watcher.close();
      resolve(text);
    }
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function temporariesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true })
    .map(String)
    .filter((name) => name.includes('.tmp'));
}

test.skipIf(process.platform === 'win32')(
  'Ctrl+C while the compiler runs ends it, leaves nothing half-written, and the next run works',
  async () => {
    const dir = smallProject();
    const { zig, started } = endlessCompiler(dir);
    const first = startProgram('main', ['build', 'examples/repeat'], { cwd: dir, env: { TUTTI_ZIG: zig } });
    const compiler = Number(await appeared(started));
    first.child.kill('SIGINT');
    expect(await first.ended).toEqual({
      exitCode: 130,
      stdout: '',
      stderr: 'Interrupted while zig was running.\n',
    });
    expect(isRunning(compiler)).toBe(false);
    expect(temporariesBelow(path.join(dir, 'build'))).toEqual([]);

    const second = startProgram('main', ['build', 'examples/repeat'], { cwd: dir });
    expect(await second.ended).toMatchObject({ exitCode: 0, stderr: '' });
  },
);

test.skipIf(process.platform === 'win32')(
  'a build that is killed outright leaves a tree from which the next run works',
  async () => {
    const dir = smallProject();
    const { zig, started } = endlessCompiler(dir);
    const first = startProgram('main', ['build', 'examples/repeat'], { cwd: dir, env: { TUTTI_ZIG: zig } });
    const compiler = Number(await appeared(started));
    first.child.kill('SIGKILL');
    await first.ended;
    process.kill(compiler, 'SIGKILL');
    expect(temporariesBelow(path.join(dir, 'build'))).not.toEqual([]);

    const second = startProgram('main', ['build', 'examples/repeat'], { cwd: dir });
    expect(await second.ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(temporariesBelow(path.join(dir, 'build'))).toEqual([]);
  },
);
