import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { packageDir } from '../../src/toolkit/index.ts';

/** A small project: one example, and in Astro's place a program that writes two pages. */
export function smallProject(): string {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'tutti-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  cpSync(path.join(packageDir, 'examples/repeat'), path.join(dir, 'examples/repeat'), { recursive: true });
  // Capturing is tested by itself; here one command is enough.
  const commands = [{ id: 'call', arguments: ['call', 'examples/repeat', 'tutti.text.repeat', 'cool', '3'] }];
  writeFileSync(path.join(dir, 'examples/repeat/commands.json'), JSON.stringify(commands));
  const astro = path.join(dir, 'node_modules/astro/bin/astro.mjs');
  mkdirSync(path.dirname(astro), { recursive: true });
  writeFileSync(
    astro,
    `import { mkdirSync, writeFileSync } from 'node:fs';
     const out = process.argv[process.argv.indexOf('--outDir') + 1];
     mkdirSync(out, { recursive: true });
     writeFileSync(out + '/index.html', '<h1>Tutti</h1>');
     writeFileSync(out + '/404.html', '<h1>No such page</h1> ' + process.env.TUTTI_BASE);`,
  );
  return dir;
}

/**
 * A compiler that never ends: once it compiles, it makes the file `started` and waits.
 *
 * @returns the program for `TUTTI_ZIG`, and the file
 */
export function endlessCompiler(dir: string): { zig: string; started: string } {
  const zig = path.join(dir, 'zig');
  const started = path.join(dir, 'started');
  const script = [
    '#!/bin/sh',
    '[ "$1" = version ] && echo 0.16.1 && exit 0',
    `echo $$ > '${started}'`,
    'exec sleep 600',
  ];
  writeFileSync(zig, `${script.join('\n')}\n`, { mode: 0o755 });
  return { zig, started };
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves once the output so far matches. */
  readonly printed: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
}

/** Starts one of the command line's two programs in `cwd`. */
export function startProgram(
  program: 'main' | 'project',
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): Running {
  const child = spawn(process.execPath, [path.join(packageDir, `src/cli/${program}.ts`), ...args], {
    cwd: options.cwd,
    env: {
      ...process.env,
      NO_COLOR: '1',
      TUTTI_BUILD_DIR: undefined,
      FORCE_COLOR: undefined,
      ...options.env,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, ...output }));
  });
  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(output.stdout);
        if (found) resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then(() =>
        reject(new Error(`ended before it printed ${pattern}:\n${output.stdout}${output.stderr}`)),
      );
    });
  return { child, printed, ended };
}
