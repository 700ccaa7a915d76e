import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatEvent, ledgerOf } from '../../src/abi/index.ts';
import { HostError, openInstance, textCapability } from '../../src/host/index.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { compileNative } from '../native/compile.ts';
import { failureOf } from './failures.ts';

let repeat: string;

/** The line of repeat.c that holds a text. */
const lineOf = (text: string) =>
  readFileSync('examples/repeat/c/repeat.c', 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  repeat = await compileNative('examples/repeat/c/repeat.c');
});

describe('a plugin that does what it should', () => {
  test('is opened, started, called, stopped and closed, and every step is in its events', async () => {
    const plugin = await openInstance(repeat, { trace: true });
    plugin.start();
    expect(plugin.use(textCapability).repeat('cool', 3)).toBe('coolcoolcool');
    plugin.stop();
    expect(plugin.close()).toEqual({ state: 'unmapped', leakedBlocks: 0, leakedBytes: 0, misuses: 0 });
    expect(plugin.events.map(formatEvent)).toEqual([
      'alloc block 1, 24 bytes',
      'created',
      'active',
      'call 1: tutti.text.repeat("cool", 3)',
      'alloc block 2, 12 bytes',
      'give block 2, 12 bytes, to the host',
      'free block 2, 12 bytes',
      'call 1 returned TUTTI_OK: coolcoolcool',
      'stopped',
      'free block 1, 24 bytes',
      'destroyed',
      'unmapped',
    ]);
    expect(ledgerOf(plugin.events)).toEqual([
      { block: 1, sizeBytes: 24, call: 0, owner: 'plugin', fate: 'freed' },
      { block: 2, sizeBytes: 12, call: 1, owner: 'host', fate: 'released' },
    ]);
  });

  test('is closed by "await using"', async () => {
    let opened: Awaited<ReturnType<typeof openInstance>>;
    {
      await using plugin = await openInstance(repeat);
      opened = plugin;
      plugin.start();
    }
    expect(opened.state).toBe('unmapped');
  });

  test('runs as several instances that know nothing of each other', async () => {
    const plugins = await Promise.all(Array.from({ length: 20 }, () => openInstance(repeat)));
    for (const plugin of plugins) plugin.start();
    for (const [i, plugin] of plugins.entries()) {
      expect(plugin.use(textCapability).repeat('la', i)).toBe('la'.repeat(i));
      plugin.close();
      if (i + 1 < plugins.length) expect(plugins[i + 1]?.state).toBe('active');
    }
  });

  test('holds what it was given and no more, after ten thousand calls', async () => {
    await using plugin = await openInstance(repeat);
    plugin.start();
    const { repeat: call } = plugin.use(textCapability);
    for (let i = 0; i < 10_000; i++) call('cool', 3);
    expect(plugin.usage()).toEqual({
      liveBytes: 24,
      liveBlocks: 1,
      peakBytes: 36,
      totalBlocks: 10_001,
      refusedAllocations: 0,
      misuses: 0,
      droppedEvents: 0,
    });
  });
});

describe('an action that the lifecycle forbids', () => {
  // what was done before, the action, whole message
  test.each<
    [
      string,
      (p: Awaited<ReturnType<typeof openInstance>>) => void,
      (p: Awaited<ReturnType<typeof openInstance>>) => void,
      string,
    ]
  >([
    [
      'a call before start',
      () => {},
      (p) => p.use(textCapability).repeat('la', 1),
      'Cannot call plugin "org.tutti.repeat": current state is created',
    ],
    [
      'a second start',
      (p) => p.start(),
      (p) => p.start(),
      'Cannot start plugin "org.tutti.repeat": current state is active',
    ],
    [
      'a second create',
      () => {},
      (p) => p.create(),
      'Cannot create plugin "org.tutti.repeat": current state is created',
    ],
    [
      'a stop before start',
      () => {},
      (p) => p.stop(),
      'Cannot stop plugin "org.tutti.repeat": current state is created',
    ],
    [
      'a use after stop',
      (p) => {
        p.start();
        p.stop();
      },
      (p) => p.use(textCapability),
      'Cannot use tutti.text of plugin "org.tutti.repeat": current state is stopped',
    ],
    [
      'a usage after close',
      (p) => p.close(),
      (p) => p.usage(),
      'Cannot read the usage of plugin "org.tutti.repeat": current state is unmapped',
    ],
  ])('%s is refused and changes nothing', async (_name, before, action, message) => {
    await using plugin = await openInstance(repeat);
    before(plugin);
    const { state } = plugin;
    expect(await failureOf(() => action(plugin))).toEqual({ code: 'wrong-state', message });
    expect(plugin.state).toBe(state);
  });

  test('a function kept beyond close is a typed error, not a crash', async () => {
    const plugin = await openInstance(repeat);
    plugin.start();
    const kept = plugin.use(textCapability).repeat;
    plugin.close();
    expect(await failureOf(() => kept('la', 1))).toEqual({
      code: 'wrong-state',
      message: 'Cannot call plugin "org.tutti.repeat": current state is unmapped',
    });
  });
});

describe('a call with wrong arguments', () => {
  // arguments, whole message after the colon
  test.each<[unknown[], string]>([
    [['la'], 'it takes 2 arguments (text, count): got 1'],
    [['la', -1], '"count" must be a whole number from 0 to 4294967295: got -1'],
    [['la', 1.5], '"count" must be a whole number from 0 to 4294967295: got 1.5'],
    [['la', '3'], '"count" must be a whole number from 0 to 4294967295: got "3"'],
    [[7, 3], '"text" must be text: got 7'],
  ])('%j is refused before the plugin is called', async (args, problem) => {
    await using plugin = await openInstance(repeat, { trace: true });
    plugin.start();
    expect(await failureOf(() => plugin.call(textCapability, 'repeat', args as never))).toEqual({
      code: 'bad-argument',
      message: `Cannot call tutti.text.repeat of plugin "org.tutti.repeat": ${problem}`,
    });
    expect(plugin.events.some((event) => event.type === 'call')).toBe(false);
  });
});

describe('a plugin that refuses a call', () => {
  test('gives its status, its words and its line, and takes the next call', async () => {
    await using plugin = await openInstance(repeat);
    plugin.start();
    const refused = () => plugin.call(textCapability, 'repeat', [Uint8Array.of(0xff), 1]);
    expect(refused).toThrow(HostError);
    try {
      refused();
    } catch (error) {
      const { code, message, status, line } = error as HostError;
      expect({ code, message, status, line }).toEqual({
        code: 'call-failed',
        message:
          'Cannot call tutti.text.repeat of plugin "org.tutti.repeat": the text is not valid UTF-8 (TUTTI_E_INVALID_ARGUMENT)',
        status: 'TUTTI_E_INVALID_ARGUMENT',
        line: lineOf('the text is not valid UTF-8'),
      });
    }
    expect(plugin.use(textCapability).repeat('la', 2)).toBe('lala');
  });

  test('and what it does not offer is said at use', async () => {
    await using plugin = await openInstance(repeat);
    const later = { ...textCapability, version: { major: 1, minor: 9 } };
    expect(await failureOf(() => plugin.use(later))).toEqual({
      code: 'capability-missing',
      message: 'Cannot use tutti.text of plugin "org.tutti.repeat": it does not offer tutti.text 1.9',
    });
    expect(await failureOf(() => plugin.call(textCapability, 'whisper', []))).toEqual({
      code: 'capability-missing',
      message:
        'Cannot use tutti.text.whisper of plugin "org.tutti.repeat": tutti.text declares no function "whisper"',
    });
  });
});
