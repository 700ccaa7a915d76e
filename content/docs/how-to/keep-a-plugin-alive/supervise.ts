import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HostError, listQuarantined, openStore, probePlugin, supervise } from '../../../../src/host/index.ts';
import { ticketsCapability } from '../plugins/tickets/tickets.ts';

const [flaky = ''] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'tutti-supervise-'));

// #region supervise
const store = await openStore(folder);
const plugin = await supervise(flaky, {
  store,
  checkpoint: { schema: 1, everyCalls: 2 },
  restart: { faults: 3, withinMs: 60_000, firstDelayMs: 100 },
});
const tickets = plugin.use(ticketsCapability);
// #endregion supervise

/** Makes a call that fails, and says how. */
async function fail(desk: string): Promise<void> {
  try {
    await tickets.issue(desk);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    console.log('failed:', error.code);
  }
}

// #region fault
for (const desk of ['A', 'B', 'C']) console.log(await tickets.issue(desk));
await fail('crash');
console.log(await tickets.issue('D'));
// #endregion fault

// #region events
plugin.events.addEventListener('ready', ({ detail }) => {
  console.log('generation', detail.generation, 'restored', detail.isRestored);
});
await fail('crash');
await plugin.ready();
// #endregion events

// #region quarantine
await fail('crash');
await fail('A');
console.log('state:', plugin.state);
await plugin.close();

for (const { plugin: id, faults } of await listQuarantined(store)) console.log(id, 'faults:', faults.length);
const { state, isLifted } = await probePlugin(flaky, { store, lifts: true });
console.log({ state, isLifted });
// #endregion quarantine
