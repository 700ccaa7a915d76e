import { spawn } from 'node:child_process';
import path from 'node:path';
import { ToolkitError } from './toolkit-error.ts';

export interface ChildOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Aborting kills the child and everything it started. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each piece as it comes; the whole is in the result as well. */
  readonly onOutput?: (text: string) => void;
}

export interface ChildResult {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly endedBy: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end; the arguments are passed as they are, no shell reads them.
 *
 * @throws ToolkitError `interrupted` once the child is gone, when `signal` was aborted;
 * the error of `spawn` (`ENOENT`, `EACCES`) when the program could not be started
 */
export async function runChild(
  file: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<ChildResult> {
  const { signal } = options;
  if (signal?.aborted) throw interrupted(file);
  // Its own group on POSIX, so that aborting also reaches the processes that the child started.
  const isGroup = process.platform !== 'win32';
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: isGroup,
    windowsHide: true,
  });
  const kill = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(isGroup ? -child.pid : child.pid, 'SIGKILL');
    } catch {
      // It ended on its own in the meantime.
    }
  };
  const leave = () => kill();
  signal?.addEventListener('abort', kill, { once: true });
  process.on('exit', leave);
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      options.onOutput?.(text);
    });
  }
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode, endedBy) => {
        if (signal?.aborted) reject(interrupted(file));
        else resolve({ exitCode, endedBy, ...output });
      });
    });
  } finally {
    signal?.removeEventListener('abort', kill);
    process.off('exit', leave);
  }
}

function interrupted(file: string): ToolkitError {
  return new ToolkitError('interrupted', `Interrupted while ${path.parse(file).name} was running.`);
}
