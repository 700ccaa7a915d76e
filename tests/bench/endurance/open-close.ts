/**
 * A process that opens and closes one plugin over and over, and prints what grew, as JSON. Started by
 * `benchOpenClose` with --expose-gc, so that what JavaScript has not collected yet is not taken for a leak.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { openInstance, textCapability } from '../../../src/host/index.ts';

const [library = '', cyclesText = '10000'] = process.argv.slice(2);
const warmUps = 2000;

/** What a process holds: resident bytes, and numbers of descriptors, threads and mappings. */
export interface Holdings {
  readonly rssBytes: number;
  readonly fds: number;
  readonly threads: number;
  readonly maps: number;
}

async function holdings(): Promise<Holdings> {
  // What native code keeps for collected objects is given back a turn of the loop later.
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    rssBytes: process.memoryUsage.rss(),
    fds: readdirSync('/proc/self/fd').length,
    threads: readdirSync('/proc/self/task').length,
    maps: readFileSync('/proc/self/maps', 'utf8').split('\n').length,
  };
}

async function cycle(): Promise<void> {
  const plugin = await openInstance(library);
  plugin.start();
  const result = plugin.use(textCapability).repeat('cool', 3);
  const { leakedBlocks } = plugin.close();
  if (result !== 'coolcoolcool' || leakedBlocks !== 0)
    throw new Error(`a cycle gave ${result}, ${leakedBlocks}`);
}

for (let i = 0; i < warmUps; i++) await cycle();
const before = await holdings();
for (let i = 0; i < Number(cyclesText); i++) await cycle();
const after = await holdings();
process.stdout.write(JSON.stringify({ before, after }));
