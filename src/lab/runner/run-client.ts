import type { RunRequest } from './run-request.ts';
import type { RunResult, TraceEntry } from './trace.ts';

/** From a run's worker. */
export type RunReply =
  | { readonly type: 'entry'; readonly entry: TraceEntry }
  | { readonly type: 'result'; readonly result: Omit<RunResult, 'trace'> }
  | { readonly type: 'error'; readonly message: string };

/** A run that is under way. */
export interface RunHandle {
  /** What became of it; never rejects for what the plugin does. Rejects when the worker cannot be started. */
  readonly result: Promise<RunResult>;
  /** Ends it at once, whatever it does; the result then holds the log so far. */
  terminate(): void;
}

/** What a run may take before it is ended; fuel ends a debug build long before. */
const longestMs = 10_000;

/**
 * Runs a plugin in a fresh worker, whose end takes all of its memory with it.
 *
 * @param onEntry is told each entry of the log as it happens
 * @param limitMs after which the run is ended
 */
export function startRun(
  request: RunRequest,
  onEntry: (entry: TraceEntry) => void = () => {},
  limitMs: number = longestMs,
): RunHandle {
  const began = performance.now();
  const worker = new Worker(new URL('./run-worker.ts', import.meta.url), { type: 'module' });
  const trace: TraceEntry[] = [];
  let terminate = () => {};
  const result = new Promise<RunResult>((resolve, reject) => {
    const end = (last: () => void) => {
      clearTimeout(timer);
      worker.terminate();
      last();
    };
    terminate = () => end(() => resolve(terminated(trace, performance.now() - began)));
    const timer = setTimeout(() => terminate(), limitMs);
    worker.addEventListener('message', ({ data }: MessageEvent<RunReply>) => {
      if (data.type === 'entry') {
        trace.push(data.entry);
        onEntry(data.entry);
      } else if (data.type === 'result') end(() => resolve({ ...data.result, trace }));
      else end(() => reject(new Error(`Cannot run the plugin: ${data.message}`)));
    });
    worker.addEventListener('error', ({ message }) =>
      end(() => reject(new Error(`Cannot run the plugin: ${message || 'its worker could not be loaded'}`))),
    );
    worker.postMessage(request);
  });
  return { result, terminate: () => terminate() };
}

function terminated(trace: readonly TraceEntry[], elapsedMs: number): RunResult {
  const findings = trace.flatMap((entry) => (entry.type === 'finding' ? [entry.finding] : []));
  const checks = trace.flatMap((entry) => (entry.type === 'check' ? [entry.result] : []));
  return { outcome: 'terminated', trace, findings, checks, results: [], coverage: [], steps: 0, elapsedMs };
}
