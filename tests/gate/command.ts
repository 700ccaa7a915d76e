import { type ChildProcess, spawn } from 'node:child_process';
import type { Ending } from './outcome.ts';

/** One process of a stage. It always runs on this Node, in the project's root. */
export interface Command {
  /** A JavaScript or TypeScript file, then its arguments. */
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** `shown` goes to the terminal as it comes; `held` is returned, to be printed when it matters. */
  output: 'shown' | 'held';
}

/** An `Ending` with what the process wrote; empty when the output was shown. */
export interface Ended extends Ending {
  output: string;
}

/** How long a process may take to end by itself after it was asked to. */
const graceMs = 5_000;

/**
 * Runs commands one after the other. `stop` ends the one that runs, gently first, so that it can tidy up;
 * nothing is started afterwards.
 */
export class CommandRunner {
  #child: ChildProcess | undefined;
  #isStopped = false;

  get isStopped(): boolean {
    return this.#isStopped;
  }

  run(command: Command): Promise<Ended> {
    if (this.#isStopped) return Promise.resolve({ exitCode: null, signal: 'SIGINT', output: '' });
    const child = spawn(process.execPath, [...command.args], {
      env: { ...process.env, ...command.env },
      stdio: command.output === 'shown' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    return new Promise((resolve) => {
      let timedOutMs: number | undefined;
      const timer = setTimeout(() => {
        timedOutMs = command.timeoutMs;
        end(child);
      }, command.timeoutMs);
      const settle = (exitCode: number | null, signal: string | null, note = '') => {
        clearTimeout(timer);
        this.#child = undefined;
        const output = Buffer.concat(chunks).toString('utf8') + note;
        resolve({ exitCode, signal, output, ...(timedOutMs === undefined ? {} : { timedOutMs }) });
      };
      child.once('error', (error) => settle(null, null, `${error.message}\n`));
      child.once('close', settle);
    });
  }

  /** Safe to call from a signal handler and more than once. */
  stop(): void {
    this.#isStopped = true;
    if (this.#child !== undefined) end(this.#child);
  }
}

function end(child: ChildProcess): void {
  child.kill('SIGINT');
  setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
}
