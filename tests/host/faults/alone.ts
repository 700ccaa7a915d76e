import { setTimeout } from 'node:timers/promises';
import { openPlugin, textCapability } from '../../../src/host/index.ts';
import { accountOf } from './account.ts';
import { changedFacts, processFacts } from './process-facts.ts';

/**
 * Runs a faulty plugin in this process, which may not live to tell:
 *
 *     node alone.ts <faulty library> <healthy library>
 *
 * Prints one line of JSON when it did: the account, the facts of the process that are others than before, and what
 * a healthy neighbour in the same process answers afterwards.
 */
const [faulty = '', healthy = ''] = process.argv.slice(2);
const neighbour = await openPlugin(healthy, { isolation: 'inProcess' });
await neighbour.start();
const { repeat } = await neighbour.use(textCapability);
await repeat('la', 1);
const before = processFacts();
process.stderr.write('ready\n');
const account = await accountOf(faulty, 'inProcess');
// Files that Node itself reads on other threads are open for a moment longer on a busy machine.
let changed = changedFacts(before, processFacts());
for (let again = 0; again < 50 && changed.length > 0; again++) {
  await setTimeout(20);
  changed = changedFacts(before, processFacts());
}
// What runs on has time to reach for memory that is gone.
for (let again = 0; again < 2000; again++) await repeat('la', 1);
const answer = await repeat('la', 3);
for (const fact of changed) console.error(fact, before[fact], 'became', processFacts()[fact]);
process.stdout.write(`\n${JSON.stringify({ account, changed, answer })}\n`);
process.exit(0);
