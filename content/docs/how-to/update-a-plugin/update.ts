import { HostError, openSlot } from '../../../../src/host/index.ts';
import { ticketsCapability } from '../plugins/tickets/tickets.ts';

const [first = '', second = '', other = ''] = process.argv.slice(2);

// #region slot
await using slot = await openSlot(first);
const tickets = await slot.use(ticketsCapability);
// #endregion slot

// #region load
const numbers: bigint[] = [];
let isOpen = true;
const desks = ['A', 'B', 'C', 'D'].map(async (desk) => {
  while (isOpen) numbers.push((await tickets.issue(desk)).number);
});
// #endregion load

// #region swap
const before = numbers.length;
const { generation, from, to, stateBytes, old } = await slot.swap(second);
console.log({ generation, from, to, stateBytes, old: old.state });
// #endregion swap

// #region proof
while (numbers.length < before + 1000) await tickets.issued();
isOpen = false;
await Promise.all(desks);
numbers.sort((a, b) => Number(a - b));
const isEachOnce = numbers.every((number, at) => number === BigInt(at + 1));
console.log(slot.plugin.version, 'each ticket once:', isEachOnce);
// #endregion proof

// #region refused
const given = BigInt(numbers.length);
const updates = [
  () => slot.swap(other),
  () =>
    slot.swap(first, {
      state: 'drop',
      canary: async (candidate) => {
        const { issued } = await candidate.use(ticketsCapability);
        if ((await issued()) !== given) throw new Error('it has forgotten the tickets');
      },
    }),
];
for (const update of updates) {
  try {
    await update();
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    console.log(error.message.replace(other, 'libflaky.so').replace(first, 'libtickets.so'));
  }
}
console.log(slot.plugin.version, (await tickets.issued()) === given);
// #endregion refused
