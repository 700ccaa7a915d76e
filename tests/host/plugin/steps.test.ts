import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HostError, nextState, type State, textCapability } from '../../../src/abi/index.ts';
import { openPlugin, type Plugin } from '../../../src/host/index.ts';
import { buildWitness, linesOf } from './world.ts';

const actions: Readonly<Record<string, (plugin: Plugin) => Promise<unknown>>> = {
  create: (plugin) => plugin.create(),
  restore: (plugin) => plugin.restore(Uint8Array.of(1, 0, 0, 0)),
  start: (plugin) => plugin.start(),
  use: (plugin) => plugin.use(textCapability),
  call: (plugin) => plugin.call(textCapability, 'repeat', ['la', 2]),
  wait: (plugin) => plugin.call(textCapability, 'repeat', ['deaf', 1], { deadlineMs: 500 }),
  take: (plugin) => plugin.take(textCapability, 'repeat', ['la', 2]),
  save: (plugin) => plugin.save(),
  selftest: (plugin) => plugin.selftest(),
  drain: (plugin) => plugin.drain(),
  resume: (plugin) => plugin.resume(),
  quiesce: (plugin) => plugin.quiesce(),
  stop: (plugin) => plugin.stop(),
  close: (plugin) => plugin.close(),
};

/** Actions, each awaited before the next one, or not. */
const orders = fc.array(
  fc.record({ action: fc.constantFrom(...Object.keys(actions)), isAwaited: fc.boolean() }),
  {
    maxLength: 14,
  },
);

/** Takes the actions; returns every complaint of the plugin and every error that is no HostError. */
async function complaints(
  isolation: 'inProcess' | 'async',
  order: readonly { readonly action: string; readonly isAwaited: boolean }[],
): Promise<string[]> {
  const plugin = await openPlugin(await buildWitness(), { isolation });
  const lines = linesOf(plugin);
  const errors: string[] = [];
  const done: Promise<unknown>[] = [];
  for (const { action, isAwaited } of order) {
    const taken = actions[action]?.(plugin).catch((error) => {
      if (!(error instanceof HostError)) errors.push(String(error));
    });
    if (isAwaited) await taken;
    else if (taken) done.push(taken);
  }
  await Promise.all(done);
  const report = await plugin.close();
  if (report.leakedBlocks > 0 || report.state !== 'unmapped') errors.push(JSON.stringify(report));
  return [...errors, ...lines.filter((line) => line.startsWith('log'))];
}

describe.each(['inProcess', 'async'] as const)(
  'any actions in any order, one after the other or at once (%s)',
  (isolation) => {
    test('reach the plugin only in a state where it may be called, one at a time, and lose nothing', async () => {
      await fc.assert(
        fc.asyncProperty(orders, async (order) => {
          expect(await complaints(isolation, order)).toEqual([]);
        }),
        { numRuns: 150 },
      );
    });
  },
);

test('every change of state that a plugin tells is one that the table allows', async () => {
  const plugin = await openPlugin(await buildWitness(), { isolation: 'inProcess' });
  const seen: State[] = [plugin.state];
  plugin.events.addEventListener('state', ({ detail }) => void seen.push(detail.state));
  await plugin.start();
  await plugin.drain();
  await plugin.resume();
  await plugin.quiesce();
  await plugin.close();
  expect(seen).toEqual([
    ...(['created', 'active', 'draining', 'active', 'draining'] as const),
    ...(['quiesced', 'stopped', 'destroyed', 'unmapped'] as const),
  ]);
  const steps = ['start', 'drain', 'resume', 'drain', 'quiesce', 'stop', 'destroy', 'unmap'] as const;
  expect(steps.map((action, i) => nextState(seen[i] as State, action))).toEqual(seen.slice(1));
});
