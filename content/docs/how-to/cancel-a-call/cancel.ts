import { HostError, openPlugin } from '../../../../src/host/index.ts';
import { ticketsCapability } from '../plugins/tickets/tickets.ts';

const [flaky = ''] = process.argv.slice(2);

/** Waits for a call that fails, and says how. */
async function outcome(call: Promise<unknown>): Promise<void> {
  try {
    console.log(await call);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    console.log(`${error.code}: ${error.message}`);
  }
}

// #region deadline
await using plugin = await openPlugin(flaky, { limits: { graceMs: 100 } });
await plugin.start();
const tickets = await plugin.use(ticketsCapability);
await outcome(tickets.issue('listen', { deadlineMs: 50 }));
// #endregion deadline

// #region signal
const leaving = new AbortController();
const call = tickets.issue('listen', { signal: leaving.signal });
leaving.abort();
await outcome(call);
await outcome(tickets.issue('A'));
// #endregion signal

// #region ignored
await outcome(tickets.issue('spin', { deadlineMs: 50 }));
const fault = new Promise((resolve) => plugin.events.addEventListener('fault', resolve));
if (plugin.state === 'active') await fault;
console.log(plugin.state, plugin.lost?.message);
// #endregion ignored

// #region inside
await using inside = await openPlugin(flaky, { isolation: 'async' });
await inside.start();
const threaded = await inside.use(ticketsCapability);
await outcome(threaded.issue('listen', { deadlineMs: 50 }));
// #endregion inside
