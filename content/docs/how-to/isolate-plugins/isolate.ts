import { HostError, openPlugin } from '../../../../src/host/index.ts';
import { ticketsCapability } from '../plugins/tickets/tickets.ts';

const [flaky = '', steady = ''] = process.argv.slice(2);

/** What a call that fails says. */
async function refusal(call: Promise<unknown>): Promise<void> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HostError)) throw error;
  console.log(`${error.code}: ${error.message}`);
}

// #region open
const plugin = await openPlugin(flaky, {
  limits: { memoryBytes: 4 * 2 ** 20, callMs: 200, callsInFlight: 2, graceMs: 50 },
  processLimits: { addressSpaceBytes: 256 * 2 ** 20, cpuSeconds: 10, openFiles: 16 },
});
await plugin.start();
const tickets = await plugin.use(ticketsCapability);
console.log(plugin.isolation, await tickets.issue('A'));
// #endregion open

// #region limits
await refusal(tickets.issue('grow'));
const calls = [tickets.issue('A'), tickets.issue('B'), tickets.issue('C')];
for (const outcome of await Promise.allSettled(calls)) {
  console.log(outcome.status === 'fulfilled' ? outcome.value : outcome.reason.message);
}
// #endregion limits

// #region neighbour
await using neighbour = await openPlugin(steady);
await neighbour.start();
const others = await neighbour.use(ticketsCapability);

await refusal(tickets.issue('crash'));
console.log({ state: plugin.state, lost: plugin.lost?.code });
await refusal(tickets.issue('A'));
console.log(neighbour.state, await others.issue('A'));
// #endregion neighbour

// #region close
const { state, errors } = await plugin.close();
console.log({ state, errors });
// #endregion close

// #region trust
const known = new Set(['/usr/lib/tickets/libtickets.so']);
await using trusted = await openPlugin(steady, {
  trust: ({ path, sha256 }) => known.has(path) || sha256.startsWith('0000'),
});
console.log(trusted.isolation);

await using inside = await openPlugin(steady, { isolation: 'inProcess' });
await inside.start();
console.log(inside.isolation, inside.useSync(ticketsCapability).issue('A'));
// #endregion trust
