import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { wordsCapability } from '../../../src/abi/index.ts';
import {
  listQuarantined,
  openPlugin,
  openRegistry,
  openStore,
  probePlugin,
  type Store,
  type StoredPlugin,
  textCapability,
} from '../../../src/host/index.ts';
import { type Quarantined, quarantine } from '../../../src/host/supervisor/quarantine.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative, freshFolder } from '../../native/compile.ts';
import { failureOf } from '../failures.ts';
import { childrenOf } from '../faults/process-facts.ts';
import { folderOf } from '../registry/chain.ts';

let crashing: string;
let untuned: string;
let store: Store;

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  crashing = await compileNative('tests/faulty/host/ends.c', undefined, '-DFAULT=ABORT');
  untuned = await compileNative(
    'tests/faulty/host/fails.c',
    undefined,
    '-DFAULT=REFUSES',
    '-DAT=IN_SELFTEST',
  );
});

beforeEach(async () => {
  store = await openStore(freshFolder());
});

afterEach(() => {
  expect(childrenOf('self')).toEqual([]);
});

/** Puts a library into the store and its content into quarantine. */
async function quarantined(library: string): Promise<{ entry: StoredPlugin; record: Quarantined }> {
  const entry = await store.add(library);
  const since = 1_700_000_000_000;
  const record = {
    hash: entry.hash,
    plugin: 'org.tutti.faulty',
    version: '1.0.0',
    path: library,
    since,
    faults: [{ at: since, code: 'crashed', message: 'Cannot call: its process died by SIGABRT' }],
  };
  await quarantine(store, record);
  return { entry, record };
}

const refusal = (path: string, { hash }: StoredPlugin) => ({
  code: 'quarantined',
  message: `Cannot open ${path}: its content ${hash} is quarantined since 2023-11-14T22:13:20.000Z after 1 fault of plugin "org.tutti.faulty", the last: Cannot call: its process died by SIGABRT. Update the plugin, or lift it with liftQuarantine(store, "${hash}") for the store ${store.folder}`,
});

test.each(['inProcess', 'async', 'childProcess'] as const)(
  'a quarantined content is not opened, unless that is asked for, %s',
  async (isolation) => {
    const { entry } = await quarantined(crashing);
    expect(await failureOf(() => openPlugin(entry, { isolation }))).toEqual(refusal(entry.path, entry));
    await using plugin = await openPlugin(entry, { isolation, opensQuarantined: true });
    await plugin.start();
    expect(await (await plugin.use(textCapability)).repeat('la', 2)).toBe('lala');
  },
);

test('a registry opens no quarantined content, unless that is asked for', async () => {
  const folder = await folderOf([{ name: 'c', provides: 'c' }]);
  const library = join(folder, 'c', 'library');
  const options = { folders: [folder], store };
  await (await openRegistry(options)).close();
  const [entry] = (await store.list()) as [StoredPlugin];
  await quarantined(entry.path);
  expect(await failureOf(() => openRegistry(options))).toEqual(refusal(library, entry));
  const registry = await openRegistry({ ...options, opensQuarantined: true });
  expect(registry.plugins.map(({ id }) => id)).toEqual(['org.example.c']);
  await registry.close();
});

test('a plugin that lives through a probe is taken out of quarantine when that is asked for', async () => {
  const { entry, record } = await quarantined(crashing);
  const report = {
    hash: entry.hash,
    state: 'probed',
    plugin: 'org.tutti.faulty',
    version: '1.0.0',
    failure: undefined,
    quarantined: record,
    isLifted: false,
  };
  expect(await probePlugin(crashing, { store })).toEqual(report);
  expect(await listQuarantined(store)).toEqual([record]);
  expect(await probePlugin(entry, { lifts: true })).toEqual({ ...report, isLifted: true });
  expect(await listQuarantined(store)).toEqual([]);
  expect(await probePlugin(entry, { lifts: true })).toEqual({ ...report, quarantined: undefined });
});

test('a plugin that fails its own test stays in quarantine', async () => {
  const { record } = await quarantined(untuned);
  const { state, failure, isLifted } = await probePlugin(untuned, { store, lifts: true });
  expect({ state, isLifted, code: failure?.code, message: failure?.message }).toEqual({
    state: 'quarantined',
    isLifted: false,
    code: 'selftest-failed',
    message: 'Cannot test plugin "org.tutti.faulty": the strings are not tuned (TUTTI_E_INTERNAL)',
  });
  expect(await listQuarantined(store)).toEqual([record]);
});

test('a plugin in no quarantine is faulted by a probe that it does not live through', async () => {
  const library = await compileNative('tests/faulty/host/never-returns.c', undefined, '-DFAULT=2', '-DAT=1');
  const report = await probePlugin(library, { store, limits: { stepMs: 100 } });
  expect({ ...report, failure: report.failure?.code }).toEqual({
    hash: (await store.add(library)).hash,
    state: 'faulted',
    plugin: undefined,
    version: undefined,
    failure: 'call-timeout',
    quarantined: undefined,
    isLifted: false,
  });
});

test('a plugin that lacks what is required does not live through a probe', async () => {
  const { failure } = await probePlugin(crashing, { store, requires: [wordsCapability] });
  expect(failure?.code).toBe('capability-missing');
});
