import { resolve } from 'node:path';
import { type FindLibrary, HostError, openRegistry } from '../../../../src/host/index.ts';
import { boardCapability } from '../plugins/board/board.ts';
import { ticketsCapability } from '../plugins/tickets/tickets.ts';

const [folder = '', libraries = ''] = process.argv.slice(2);
// #region library
const findLibrary: FindLibrary = ({ id }, _folder, target) => {
  const name = id.slice(id.lastIndexOf('.') + 1);
  return resolve(libraries, name, target, `lib${name}.so`);
};
// #endregion library

// #region open
await using registry = await openRegistry({
  folders: [folder],
  findLibrary,
  roots: { 'org.example.board': '^1.0', 'org.example.tickets': '^1.0' },
});
const board = await registry.get('org.example.board').use(boardCapability);
console.log(await board.line('A', 3));
// #endregion open

// #region plan
console.log(registry.selection);
console.log(registry.wires);
console.log(registry.plan.groups.map(({ isolation, plugins }) => ({ isolation, plugins })));
// #endregion plan

// #region fault
await using apart = await openRegistry({
  folders: [folder],
  findLibrary,
  group: ({ id }) => id,
  onFault: 'rewire',
});
const events: string[] = [];
const rewired = new Promise((resolve) => apart.events.on('rewired', resolve));
apart.events.on('faulted', ({ plugin }) => events.push(`${plugin} faulted`));
apart.events.on('provider-lost', ({ plugin, provider }) => events.push(`${plugin} lost ${provider}`));
apart.events.on('rewired', ({ plugin, from, to }) => events.push(`${plugin}: ${from} -> ${to}`));

const first = await apart.get('org.example.board').use(boardCapability);
console.log(await first.line('A', 2));
try {
  await first.line('crash', 1);
} catch (error) {
  if (!(error instanceof HostError)) throw error;
  console.log(error.code, error.message);
}
await rewired;
console.log(events);
const second = await apart.get('org.example.board').use(boardCapability);
console.log(await second.line('A', 2));
// #endregion fault

// #region providers
const provider = apart.get('org.example.tickets');
console.log(await (await provider.use(ticketsCapability)).issued());
// #endregion providers
