import { beforeAll, describe, expect, test } from 'vitest';
import { openInstance, textCapability } from '../../src/host/index.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { compileNative } from '../native/compile.ts';
import { failureOf } from './failures.ts';

const liar = (kind: 'descriptor' | 'result', lie: string) =>
  compileNative(`tests/faulty/lying-${kind}.c`, undefined, `-DLIE=${lie}`);

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
});

describe('a descriptor that lies', () => {
  // lie, code, whole message
  test.each([
    [
      'MAGIC',
      'bad-descriptor',
      'Cannot load PATH: what tutti_plugin_entry_v1 returned does not begin with TUTTI_MAGIC',
    ],
    [
      'SHORT',
      'bad-descriptor',
      'Cannot load PATH: what tutti_plugin_entry_v1 returned claims 40 bytes; ABI 1.0 has 128',
    ],
    ['NO_DESTROY', 'bad-descriptor', 'Cannot load PATH: what tutti_plugin_entry_v1 returned has no destroy'],
    [
      'NO_ID',
      'bad-descriptor',
      'Cannot load PATH: what tutti_plugin_entry_v1 returned has no id of 1 to 255 bytes',
    ],
    [
      'FUTURE_MAJOR',
      'abi-incompatible',
      'Cannot load PATH: it was built for ABI 2.0, and this host offers 1.0',
    ],
    [
      'FUTURE_MINOR',
      'abi-incompatible',
      'Cannot load PATH: it was built for ABI 1.7, and this host offers 1.0',
    ],
    [
      'NULL_INSTANCE',
      'bad-result',
      'Cannot create plugin "org.tutti.liar": what it handed over is not valid: it returned TUTTI_OK and no instance',
    ],
    [
      'NO_STATUS',
      'bad-result',
      'Cannot create plugin "org.tutti.liar": what it handed over is not valid: it returned 77, which is no status',
    ],
    [
      'CREATE_FAILS',
      'create-failed',
      'Cannot create plugin "org.tutti.liar": not on a Monday (TUTTI_E_UNSUPPORTED)',
    ],
  ])('with %s is refused with its reason', async (lie, code, message) => {
    const library = await liar('descriptor', lie);
    expect(await failureOf(() => openInstance(library), library)).toEqual({ code, message });
  });

  test('a start that fails leaves an instance that is closed without a loss', async () => {
    const plugin = await openInstance(await liar('descriptor', 'START_FAILS'));
    expect(await failureOf(() => plugin.start())).toEqual({
      code: 'start-failed',
      message: 'Cannot start plugin "org.tutti.liar": the strings are not tuned (TUTTI_E_INTERNAL)',
    });
    expect(plugin.state).toBe('created');
    expect(plugin.close()).toEqual({ state: 'unmapped', leakedBlocks: 0, leakedBytes: 0, misuses: 0 });
  });

  test('a stop that fails is reported, and the instance is destroyed all the same', async () => {
    const plugin = await openInstance(await liar('descriptor', 'STOP_FAILS'));
    plugin.start();
    expect(await failureOf(() => plugin.stop())).toEqual({
      code: 'stop-failed',
      message: 'Cannot stop plugin "org.tutti.liar": cannot stop now (TUTTI_E_INTERNAL)',
    });
    expect(plugin.close()).toEqual({ state: 'unmapped', leakedBlocks: 0, leakedBytes: 0, misuses: 0 });
  });
});

describe('a result that lies', () => {
  // lie, what is wrong with it
  test.each([
    ['NOTHING', 'its record claims 0 bytes and has 56'],
    ['NO_RELEASE', 'it has no release function'],
    ['NULL_POINTER', 'it has 2 bytes at a null pointer'],
    ['OVER_CAPACITY', 'it is longer than its capacity'],
    ['HUGE_LENGTH', 'it has 9223372036854775807 bytes, and the limit is 67108864'],
    ['NOT_TEXT', 'its text is not UTF-8'],
    ['UNKNOWN_STATUS', 'it returned -5, which is no status'],
  ])('with %s faults the plugin, and the host lives on', async (lie, why) => {
    const plugin = await openInstance(await liar('result', lie));
    plugin.start();
    const { repeat } = plugin.use(textCapability);
    expect(await failureOf(() => repeat('la', 2))).toEqual({
      code: 'bad-result',
      message: `Cannot call tutti.text.repeat of plugin "org.tutti.faulty": what it handed over is not valid: ${why}`,
    });
    expect(await failureOf(() => repeat('la', 2))).toEqual({
      code: 'wrong-state',
      message: 'Cannot call plugin "org.tutti.faulty": current state is faulted',
    });
    expect(plugin.close()).toEqual({ state: 'unmapped', leakedBlocks: 0, leakedBytes: 0, misuses: 0 });
  });

  test('one of another type than the result faults the plugin, and the fault is an event', async () => {
    const library = await compileNative('tests/faulty/host/lies.c', undefined, '-DFAULT=WRONG_TYPE');
    const plugin = await openInstance(library);
    plugin.start();
    const message =
      'Cannot call tutti.text.repeat of plugin "org.tutti.faulty": what it handed over is not valid: it says that it is of type 99, which the ABI does not have, and the result is text';
    expect(await failureOf(() => plugin.use(textCapability).repeat('fault', 2))).toEqual({
      code: 'bad-result',
      message,
    });
    expect(plugin.events).toEqual([{ type: 'fault', code: 'bad-result', text: message }]);
    expect(plugin.close()).toEqual({ state: 'unmapped', leakedBlocks: 0, leakedBytes: 0, misuses: 0 });
  });

  test('a block freed before it is handed over is never read', async () => {
    const plugin = await openInstance(await liar('result', 'FREED_BEFORE'));
    plugin.start();
    expect(await failureOf(() => plugin.use(textCapability).repeat('la', 2))).toEqual({
      code: 'bad-result',
      message:
        'Cannot call tutti.text.repeat of plugin "org.tutti.faulty": what it handed over is not valid: it was freed before it was handed over',
    });
    // It gave something that nobody may give back: for all it knows, that is still out there.
    expect(plugin.close()).toEqual({
      state: 'resident',
      pinnedBy: 'it says that 1 threads or values of it are alive',
      leakedBlocks: 0,
      leakedBytes: 0,
      misuses: 0,
    });
  });

  // lie, what the ledger says of the free
  test.each([
    ['FREED_TWICE', { block: 2, sizeBytes: 8, kind: 'freed-before' }],
    ['WRONG_SIZE', { block: 2, sizeBytes: 7, kind: 'wrong-size' }],
    ['NOT_ALLOCATED', { block: 0, sizeBytes: 8, kind: 'unknown-pointer' }],
  ])('a free that is wrong with %s is counted, and memory stays sound', async (lie, misuse) => {
    const plugin = await openInstance(await liar('result', lie), { trace: true });
    plugin.start();
    expect(plugin.use(textCapability).repeat('la', 2)).toBe('lala');
    expect(plugin.close()).toEqual({ state: 'unmapped', leakedBlocks: 0, leakedBytes: 0, misuses: 1 });
    expect(plugin.events.filter((event) => event.type === 'misuse')).toEqual([
      { type: 'misuse', ...misuse, call: 1 },
    ]);
  });

  test('a block that was written past is told when it is freed, and memory stays sound', async () => {
    const library = await compileNative('tests/faulty/host/memory.c', undefined, '-DFAULT=WRITES_PAST_BLOCK');
    const plugin = await openInstance(library, { trace: true });
    plugin.start();
    expect(plugin.use(textCapability).repeat('fault', 2)).toBe('faultfault');
    expect(plugin.close()).toEqual({ state: 'unmapped', leakedBlocks: 0, leakedBytes: 0, misuses: 1 });
    expect(plugin.events.filter((event) => event.type === 'misuse')).toEqual([
      { type: 'misuse', block: 2, sizeBytes: 8, kind: 'written-past', call: 1 },
    ]);
  });

  test('a leak is reported with its size and its call', async () => {
    const plugin = await openInstance(await liar('result', 'LEAK'), { trace: true });
    plugin.start();
    plugin.use(textCapability).repeat('la', 2);
    expect(plugin.close()).toEqual({ state: 'unmapped', leakedBlocks: 1, leakedBytes: 24, misuses: 0 });
    expect(plugin.events.filter((event) => event.type === 'leak')).toEqual([
      { type: 'leak', block: 2, sizeBytes: 24 },
    ]);
  });
});
