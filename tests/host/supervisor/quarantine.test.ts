import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/host/index.ts';
import {
  findQuarantined,
  liftQuarantine,
  listQuarantined,
  type Quarantined,
  quarantine,
  requireNotQuarantined,
} from '../../../src/host/supervisor/quarantine.ts';
import { freshFolder } from '../../native/compile.ts';
import { failureOf } from '../failures.ts';

const record = (hash: string, since: number): Quarantined => ({
  hash,
  plugin: 'org.tutti.faulty',
  version: '1.0.0',
  path: '/plugins/faulty.so',
  since,
  faults: [
    { at: since - 10, code: 'crashed', message: 'Cannot call: it was ended by SIGSEGV' },
    { at: since, code: 'crashed', message: 'Cannot call: it was ended by SIGABRT' },
  ],
});
const a = 'a'.repeat(64);
const b = 'b'.repeat(64);

test('a store without quarantine holds nothing', async () => {
  const store = await openStore(freshFolder());
  expect(await listQuarantined(store)).toEqual([]);
  expect(await findQuarantined(store, a)).toBeUndefined();
  expect(await liftQuarantine(store, a)).toBe(false);
  await requireNotQuarantined('/any', store, a);
});

test('records are listed longest first, and other files of the folder are none', async () => {
  const store = await openStore(freshFolder());
  await quarantine(store, record(b, 2000));
  await quarantine(store, record(a, 1000));
  writeFileSync(join(store.folder, 'quarantine', 'notes.json'), '{}');
  expect(await listQuarantined(store)).toEqual([record(a, 1000), record(b, 2000)]);
  expect(readdirSync(join(store.folder, 'quarantine')).sort()).toEqual([
    `${a}.json`,
    `${b}.json`,
    'notes.json',
  ]);
});

test('a quarantined content is refused by a message that says why and how it is lifted', async () => {
  const store = await openStore(freshFolder());
  await quarantine(store, record(a, 1_700_000_000_000));
  expect(await failureOf(() => requireNotQuarantined('/copy.so', store, a), store.folder)).toEqual({
    code: 'quarantined',
    message: `Cannot open /copy.so: its content ${a} is quarantined since 2023-11-14T22:13:20.000Z after 2 faults of plugin "org.tutti.faulty", the last: Cannot call: it was ended by SIGABRT. Update the plugin, or lift it with liftQuarantine(store, "${a}") for the store PATH`,
  });
  expect(await liftQuarantine(store, a)).toBe(true);
  await requireNotQuarantined('/copy.so', store, a);
  expect(await listQuarantined(store)).toEqual([]);
});
