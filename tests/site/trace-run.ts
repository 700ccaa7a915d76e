import type { AbiEvent } from '../../src/abi/index.ts';
import type { Finding, Frame, MistakeKind, RunResult, TraceEntry } from '../../src/lab/index.ts';

/** The frame of a line of plugin.c. */
export function frameAt(line: number, file = 'plugin.c'): Frame {
  return { file, line, column: 3, function: 'repeat', isExact: true };
}

/** An event of the first instance, unless told. */
export function event(
  event: AbiEvent,
  { line, lines = [], instance = 1 }: { line?: number; lines?: number[]; instance?: number } = {},
): TraceEntry {
  const at = line === undefined ? undefined : frameAt(line);
  return { type: 'event', event, instance, at, lines: lines.length > 0 ? { 'plugin.c': lines } : {} };
}

export function finding(kind: MistakeKind, line: number, block = 0): Finding {
  const found = {
    ...{ number: block, sizeBytes: 16, from: 'host' as const },
    ...{ allocatedAt: [frameAt(8)], freedAt: [] },
  };
  return {
    ...{ kind, message: 'what was found', at: frameAt(line), stack: [], call: 1, isFatal: false },
    block: block === 0 ? undefined : found,
  };
}

/** One call of `repeat` that gives a block of 12 bytes, in six entries. */
export function wholeCall(call: number, block: number): TraceEntry[] {
  return [
    event({ type: 'call', call, function: 'tutti.text.repeat', arguments: ['"cool"', '3'] }),
    event({ type: 'alloc', block, sizeBytes: 12, call }, { line: 8, lines: [6, 8] }),
    event({ type: 'give', block, sizeBytes: 12, call }, { lines: [10, 12] }),
    event({ type: 'free', block, sizeBytes: 12, call: 0 }),
    event({ type: 'return', call, status: 'TUTTI_OK', text: 'coolcoolcool' }),
  ];
}

export const opened: readonly TraceEntry[] = [
  event({ type: 'alloc', block: 1, sizeBytes: 24, call: 0 }, { line: 14, lines: [14] }),
  event({ type: 'state', state: 'created' }),
  event({ type: 'state', state: 'active' }),
];

export const closed: readonly TraceEntry[] = [
  event({ type: 'state', state: 'stopped' }),
  event({ type: 'free', block: 1, sizeBytes: 24, call: 0 }),
  event({ type: 'state', state: 'destroyed' }),
  event({ type: 'state', state: 'unmapped' }),
];

export function resultOf(trace: readonly TraceEntry[], more: Partial<RunResult> = {}): RunResult {
  const findings = trace.flatMap((entry) => (entry.type === 'finding' ? [entry.finding] : []));
  return {
    ...{
      outcome: 'finished',
      trace,
      findings,
      results: [],
      checks: [],
      coverage: [],
      steps: 9,
      elapsedMs: 3,
    },
    ...more,
  };
}
