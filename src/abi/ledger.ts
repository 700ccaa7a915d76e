import type { AbiEvent } from './events.ts';

/** One allocation of a plugin or one value that it handed over, from the call that made it to what became of it. */
export interface LedgerRow {
  /** 0 when the value does not lie in a block that was counted. */
  readonly block: number;
  readonly sizeBytes: number;
  /** The call that made it; 0 = outside a call (create, start, stop, destroy). */
  readonly call: number;
  readonly owner: 'plugin' | 'host';
  readonly fate: 'held' | 'freed' | 'released' | 'leaked' | 'forgotten';
  /** Where a caller holds it without a copy: the value's number, its function and the line that took it. */
  readonly held?: { readonly value: number; readonly function: string; readonly site: string };
}

/**
 * The leak ledger: every block that a plugin took from its host, and every value that a caller holds, folded from
 * events. A block given to the host belongs to the host until its release frees it.
 */
export class Ledger {
  readonly #open = new Map<number, LedgerRow>();
  readonly #values = new Map<number, LedgerRow>();
  readonly #closed: LedgerRow[] = [];
  readonly #limit: number;

  /** @param closedRows how many rows of what was given back are kept, the latest; what is held is kept whole */
  constructor(closedRows = Number.POSITIVE_INFINITY) {
    this.#limit = closedRows;
  }

  add(event: AbiEvent): void {
    switch (event.type) {
      case 'alloc': {
        const { block, sizeBytes, call } = event;
        this.#open.set(block, { block, sizeBytes, call, owner: 'plugin', fate: 'held' });
        break;
      }
      case 'give':
        this.#change(event.block, { owner: 'host' });
        break;
      case 'free': {
        const row = this.#open.get(event.block);
        if (row) this.#close(row, row.owner === 'host' ? 'released' : 'freed');
        break;
      }
      case 'leak':
        this.#change(event.block, { fate: 'leaked' });
        break;
      case 'take': {
        const { value, block, sizeBytes, call, site } = event;
        const held = { value, function: event.function, site };
        const row: LedgerRow = { block, sizeBytes, call, owner: 'host', fate: 'held', held };
        if (this.#open.has(block)) this.#change(block, { owner: 'host', held });
        else this.#values.set(value, row);
        break;
      }
      case 'release': {
        const row = this.#values.get(event.value);
        if (row) this.#close(row, event.fate === 'forgotten' ? 'forgotten' : 'released');
        break;
      }
    }
  }

  /** Every row, in the order in which its block or value came. */
  rows(): LedgerRow[] {
    const rows = [...this.#closed, ...this.#open.values(), ...this.#values.values()];
    return rows.sort((a, b) => a.call - b.call || a.block - b.block);
  }

  #change(block: number, to: Partial<LedgerRow>): void {
    const row = this.#open.get(block);
    if (row) this.#open.set(block, { ...row, ...to });
  }

  #close(row: LedgerRow, fate: LedgerRow['fate']): void {
    this.#open.delete(row.block);
    if (row.held) this.#values.delete(row.held.value);
    this.#closed.push({ ...row, fate });
    if (this.#closed.length > this.#limit) this.#closed.shift();
  }
}

/** The rows of everything that these events tell, in the order of allocation. */
export function ledgerOf(events: readonly AbiEvent[]): LedgerRow[] {
  const ledger = new Ledger();
  for (const event of events) ledger.add(event);
  return ledger.rows().sort((a, b) => a.block - b.block);
}
