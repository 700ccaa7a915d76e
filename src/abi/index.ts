/** The ABI as data and rules. Imports nothing of ours; runs in Node, in a worker and in the page. */
export * from './backend.ts';
export * from './capabilities.ts';
export * from './events.ts';
export * from './host-error.ts';
export * from './instance.ts';
export * from './layouts.ts';
export * from './ledger.ts';
export * from './lifecycle.ts';
export * from './lifecycle-state.ts';
export * from './statuses.ts';
export * from './versions.ts';
