import type { AbiEvent } from './events.ts';

/** One allocation of a plugin, from the call that made it to what became of it. */
export interface LedgerRow {
  readonly block: number;
  readonly sizeBytes: number;
  /** The call that made it; 0 = outside a call (create, start, stop, destroy). */
  readonly call: number;
  readonly owner: 'plugin' | 'host';
  readonly fate: 'held' | 'freed' | 'released' | 'leaked';
}

/**
 * The leak ledger: every block that a plugin took from its host, folded from the events.
 * A block given to the host belongs to the host until its release frees it.
 */
export function ledgerOf(events: readonly AbiEvent[]): LedgerRow[] {
  const rows = new Map<number, LedgerRow>();
  const change = (block: number, to: Partial<LedgerRow>) => {
    const row = rows.get(block);
    if (row) rows.set(block, { ...row, ...to });
  };
  for (const event of events) {
    if (event.type === 'alloc') {
      const { block, sizeBytes, call } = event;
      rows.set(block, { block, sizeBytes, call, owner: 'plugin', fate: 'held' });
    } else if (event.type === 'give') change(event.block, { owner: 'host' });
    else if (event.type === 'free') {
      change(event.block, { fate: rows.get(event.block)?.owner === 'host' ? 'released' : 'freed' });
    } else if (event.type === 'leak') change(event.block, { fate: 'leaked' });
  }
  return [...rows.values()];
}
