import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Account } from './account.ts';

const program = fileURLToPath(new URL('alone.ts', import.meta.url));
/** From the first step of the faulty plugin's life: one that comes back needs a hundredth of it. */
const patienceMs = 1500;
/** A process that is expected to come back, or to end, is waited for, however busy the machine is. */
const mostMs = 120_000;

/** 16 GiB of addresses: enough for Node, and an end for a plugin that takes memory without one. */
const limited = 'ulimit -c 0; ulimit -v 16777216; exec "$0" "$@"';

/** What became of a process that ran a faulty plugin in itself. */
export interface Sacrifice {
  /** `SIGSEGV`, `exit 3`, `lives`, or `does not come back`. */
  readonly ends: string;
  /** Facts about the process that are others than before; `stdout` when it printed what it was not asked for. */
  readonly changed: readonly string[];
  readonly account?: Account;
  /** What a healthy neighbour in the same process answered afterwards. */
  readonly answer?: string;
  /** Its standard error, for whoever wonders about another end than was expected. */
  readonly said: string;
}

/**
 * Runs a faulty plugin in a process of its own that is no child host: a whole Node, with a healthy neighbour.
 *
 * @param isStaying whether it is expected not to come back, and so is not waited for as long as others
 */
export async function sacrifice(faulty: string, healthy: string, isStaying: boolean): Promise<Sacrifice> {
  // Node reads certificates that these name on a thread of its own: a descriptor that comes and goes.
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn('sh', ['-c', limited, process.execPath, program, faulty, healthy], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  let isLate = false;
  const giveUp = () => {
    isLate = true;
    child.kill('SIGKILL');
  };
  let timer = setTimeout(giveUp, mostMs);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (!isStaying || !text.includes('ready')) return;
    clearTimeout(timer);
    timer = setTimeout(giveUp, patienceMs);
  });
  const { promise, resolve } = Promise.withResolvers<{ code: number | null; signal: string | null }>();
  const printedAll = Promise.all([once(child.stdout, 'close'), once(child.stderr, 'close')]);
  child.on('exit', (code, signal) => resolve({ code, signal }));
  const { code, signal } = await promise;
  clearTimeout(timer);
  // What it forked would hold its standard streams open.
  endGroup(child.pid);
  await printedAll;
  if (isLate) return { ends: 'does not come back', changed: [], said };
  const line = printed.split('\n').findLast((each) => each.startsWith('{"account"'));
  if (line === undefined) return { ends: signal ?? `exit ${code}`, changed: [], said };
  const told = JSON.parse(line) as Required<Pick<Sacrifice, 'account' | 'changed' | 'answer'>>;
  const isQuiet = printed.trim() === line;
  return { ...told, ends: 'lives', changed: isQuiet ? told.changed : [...told.changed, 'stdout'], said };
}

/** Ends what the process forked and left behind. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
