import { expect, test } from 'vitest';
import { textCapability } from '../../../src/abi/index.ts';
import { failureOf } from '../failures.ts';
import { openWitness } from './world.ts';

test('functions are called on this thread without a promise, in the same state and the same ledger', async () => {
  const { plugin, lines } = await openWitness({ isolation: 'inProcess', trace: true });
  const { repeat } = await plugin.use(textCapability);
  const sync = plugin.useSync(textCapability);
  expect([sync.repeat('cool', 2), await repeat('la', 2), sync.repeat('lu', 1)]).toEqual([
    'coolcool',
    'lala',
    'lu',
  ]);
  expect((await plugin.usage()).calls).toEqual({ total: 3, inFlight: 0, failed: 0 });
  expect(lines.filter((line) => line.startsWith('call'))).toEqual([
    'call 1: tutti.text.repeat("cool", 2)',
    'call 1 returned TUTTI_OK: coolcool',
    'call 2: tutti.text.repeat("la", 2)',
    'call 2 returned TUTTI_OK: lala',
    'call 3: tutti.text.repeat("lu", 1)',
    'call 3 returned TUTTI_OK: lu',
  ]);
  expect(plugin.ledger().map(({ call, owner, fate }) => [call, owner, fate])).toEqual([
    [0, 'plugin', 'held'],
    [1, 'host', 'released'],
    [2, 'host', 'released'],
    [3, 'host', 'released'],
  ]);
  await plugin.close();
  expect(await failureOf(() => sync.repeat('la', 1))).toEqual({
    code: 'wrong-state',
    message: 'Cannot call plugin "org.tutti.witness": current state is unmapped',
  });
});

test('what a function handed over takes the plugin out of use for every caller', async () => {
  const { plugin, lines } = await openWitness({ isolation: 'inProcess' });
  const { repeat } = await plugin.use(textCapability);
  expect((await failureOf(() => plugin.useSync(textCapability).repeat('bad', 1))).code).toBe('bad-result');
  expect((await failureOf(() => repeat('la', 1))).code).toBe('wrong-state');
  expect([plugin.state, ...lines.slice(-2)]).toEqual([
    'faulted',
    'faulted',
    'fault bad-result: Cannot call tutti.text.repeat of plugin "org.tutti.witness": what it handed over is not valid: it has 8 bytes at a null pointer',
  ]);
  await plugin.close();
});

test('the memory that a closed plugin was called through serves the next one, and never both', async () => {
  const { plugin: first } = await openWitness({ isolation: 'inProcess' });
  const old = first.useSync(textCapability).repeat;
  const long = 'la'.repeat(10_000);
  expect(old(long, 1)).toBe(long);
  await first.close();
  const { plugin: second } = await openWitness({ isolation: 'inProcess' });
  const { repeat } = second.useSync(textCapability);
  expect(repeat('la', 2)).toBe('lala');
  expect((await failureOf(() => old('do', 3))).code).toBe('wrong-state');
  expect([repeat(long, 1), repeat('re', 2)]).toEqual([long, 'rere']);
  await second.close();
});

test.each([
  ['async', 'on other threads'],
  ['childProcess', 'in a process of its own'],
] as const)('there is no such thing for a plugin that runs %s', async (isolation, where) => {
  const { plugin } = await openWitness({ isolation });
  expect(await failureOf(() => plugin.useSync(textCapability))).toEqual({
    code: 'not-in-process',
    message: `Cannot call plugin "org.tutti.witness" without a promise: it runs ${where}`,
  });
  await plugin.close();
});
