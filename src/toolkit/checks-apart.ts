import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CheckResult, checksFor } from '../checks/index.ts';

export interface ApartOptions {
  readonly signal?: AbortSignal | undefined;
  /** What one check may take before its process is ended, in milliseconds; 10,000 unless told. */
  readonly limitMs?: number;
}

const isSource = import.meta.url.endsWith('.ts');
const child = fileURLToPath(new URL(`./check-child.${isSource ? 'ts' : 'js'}`, import.meta.url));

/**
 * Runs every check of `capabilities` against a native library in a process of its own. A check that takes its
 * process down, or does not come back, is `crashed` with what happened; the checks after it run in a new process.
 *
 * @param library absolute path
 * @remarks one process for each crash and one more
 */
export async function runChecksApart(
  library: string,
  capabilities: readonly string[],
  options: ApartOptions = {},
): Promise<CheckResult[]> {
  const checks = checksFor(capabilities);
  const results: CheckResult[] = [];
  while (results.length < checks.length && !options.signal?.aborted) {
    const left = checks.slice(results.length);
    const end = await runInChild(
      library,
      capabilities,
      left.map(({ id }) => id),
      results,
      options,
    );
    const victim = checks[results.length];
    if (victim === undefined || options.signal?.aborted) break;
    const { id, title } = victim;
    results.push({
      id,
      title,
      driver: 'native',
      outcome: 'crashed',
      detail: end.detail,
      ms: end.ms,
      events: [],
    });
  }
  options.signal?.throwIfAborted();
  return results;
}

/** Adds a result for each check that came back; returns how the process ended. */
function runInChild(
  library: string,
  capabilities: readonly string[],
  ids: readonly string[],
  results: CheckResult[],
  { signal, limitMs = 10_000 }: ApartOptions,
): Promise<{ detail: string; ms: number }> {
  const args = [library, JSON.stringify(capabilities), JSON.stringify(ids)];
  const running = fork(child, args, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  let isLate = false;
  let since = performance.now();
  const limit = setTimeout(() => {
    isLate = true;
    running.kill('SIGKILL');
  }, limitMs);
  const stop = () => running.kill('SIGKILL');
  signal?.addEventListener('abort', stop, { once: true });
  running.on('message', (result) => {
    results.push(result as CheckResult);
    since = performance.now();
    limit.refresh();
  });
  return new Promise((resolve) => {
    running.on('close', (code, endedBy) => {
      clearTimeout(limit);
      signal?.removeEventListener('abort', stop);
      const how = endedBy ? `was ended by ${endedBy}` : `ended with ${code}`;
      const detail = isLate
        ? `the plugin did not come back within ${limitMs / 1000} seconds`
        : `the plugin's process ${how}`;
      resolve({ detail, ms: performance.now() - since });
    });
  });
}
