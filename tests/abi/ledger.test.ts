import { expect, test } from 'vitest';
import { type AbiEvent, ledgerOf } from '../../src/abi/index.ts';

test('each block has one row that says who owns it and what became of it', () => {
  const events: AbiEvent[] = [
    { type: 'alloc', block: 1, sizeBytes: 8, call: 0 },
    { type: 'alloc', block: 2, sizeBytes: 12, call: 1 },
    { type: 'give', block: 2, sizeBytes: 12, call: 1 },
    { type: 'free', block: 2, sizeBytes: 12, call: 1 },
    { type: 'alloc', block: 3, sizeBytes: 4, call: 2 },
    { type: 'alloc', block: 4, sizeBytes: 5, call: 2 },
    { type: 'give', block: 4, sizeBytes: 5, call: 2 },
    { type: 'free', block: 1, sizeBytes: 8, call: 0 },
    { type: 'leak', block: 3, sizeBytes: 4 },
  ];
  // block, bytes, call, owner, fate
  expect(ledgerOf(events)).toEqual([
    { block: 1, sizeBytes: 8, call: 0, owner: 'plugin', fate: 'freed' },
    { block: 2, sizeBytes: 12, call: 1, owner: 'host', fate: 'released' },
    { block: 3, sizeBytes: 4, call: 2, owner: 'plugin', fate: 'leaked' },
    { block: 4, sizeBytes: 5, call: 2, owner: 'host', fate: 'held' },
  ]);
});
