import { HostError, openPlugin } from '../../../../src/host/index.ts';
import { ticketsCapability } from '../plugins/tickets/tickets.ts';

const [path = ''] = process.argv.slice(2);

// #region call
await using plugin = await openPlugin(path, { requires: [ticketsCapability] });
await plugin.start();
const tickets = await plugin.use(ticketsCapability);

const { number, desk } = await tickets.issue('B');
console.log(number + 1n, desk.length);
console.log(await tickets.issue('C'));
console.log(await tickets.issued());
// #endregion call

// #region refused
try {
  await tickets.issue('');
} catch (error) {
  if (!(error instanceof HostError)) throw error;
  console.log(error.message);
}
// #endregion refused
