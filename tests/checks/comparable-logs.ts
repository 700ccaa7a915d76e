import type { CheckResult } from '../../src/checks/index.ts';

/**
 * What two hosts saw, without what may differ between them. The instance itself holds pointers, so its block has
 * another size. A native library stays in memory while another instance of it is open; in WebAssembly each instance
 * has its own copy.
 */
export function comparableLogs(results: readonly CheckResult[]) {
  return results.map(({ id, outcome, detail, events }) => ({
    id,
    outcome,
    detail,
    events: events.map((event) => {
      if ('block' in event && event.block === 1) return { ...event, sizeBytes: 'the instance' };
      if (event.type === 'state' && event.state === 'resident') return { ...event, state: 'unmapped' };
      return event;
    }),
  }));
}
