import { beforeAll, describe, expect, test } from 'vitest';
import { audioCapability, formatEvent, type Value } from '../../../src/abi/index.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { failureOf } from '../failures.ts';
import { hosts, scalarsCapability } from './kinds.ts';

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
});

const clean = { state: 'unmapped', leakedBlocks: 0, leakedBytes: 0, misuses: 0 };

describe.each(hosts)('calls on this thread, $name', ({ open }) => {
  test.each([false, true])('carry scalars of every kind, traced: %s', async (trace) => {
    const plugin = await open('NOTHING', trace);
    const { add, widen, half, notOf, next, flip, tick } = plugin.use(scalarsCapability);
    expect(add(2, -5)).toBe(-3);
    expect(add(2 ** 31 - 1, 1)).toBe(-(2 ** 31));
    expect(widen(255, -1, 2n ** 63n)).toBe(2n ** 63n + 254n);
    expect(half(0.5)).toBe(0.25);
    expect(half(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(notOf(true)).toBe(false);
    expect(notOf(false)).toBe(true);
    expect(next('red')).toBe('blue');
    expect(flip(['longHeld'])).toEqual(['loud']);
    expect(tick()).toBe(undefined);
    expect(plugin.close()).toEqual(clean);
  });

  test('carry records, lists, optionals and results', async () => {
    const plugin = await open();
    const { prepare, process, latencyFrames, play } = plugin.use(audioCapability);
    expect(latencyFrames()).toBe(undefined);
    const format = { sampleRate: 48_000, channels: 2, layout: 'planar', features: ['silenceAware'] } as const;
    expect(prepare(format)).toBe(undefined);
    expect(latencyFrames()).toBe(48_002 + 1_000_000 + 40_000_000);
    expect(process(Float32Array.of(0.5, -1))).toEqual(Float32Array.of(-0.5, 1));
    expect(process(new Float32Array(0))).toEqual(new Float32Array(0));
    const notes = [
      { frame: 2n ** 40n, pitch: 60, velocity: 1 },
      { frame: 0n, pitch: 61, velocity: 0.5 },
    ];
    expect(play?.(notes)).toEqual({ ok: true, value: 2 });
    expect(play?.([{ frame: 0n, pitch: 200, velocity: 1 }])).toEqual({ ok: false, error: 'pitchOutOfRange' });
    expect(plugin.close()).toEqual(clean);
  });

  test('carry short and long bytes in any order, each with memory of its own', async () => {
    const plugin = await open();
    const { echo } = plugin.use(scalarsCapability);
    const bytesOf = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7 + length) % 251);
    const lengths = [0, 1, 4000, 4096, 4097, 5, 70_000, 3, 1_000_000, 70_000, 0];
    const results = lengths.map((length) => echo(bytesOf(length)));
    for (const [i, length] of lengths.entries()) expect(results[i]).toEqual(bytesOf(length));
    expect(plugin.close()).toEqual(clean);
  });

  // what is called, arguments, whole problem
  test.each<[keyof typeof scalarsCapability.functions, Value[], string]>([
    ['add', [1], 'it takes 2 arguments (a, b): got 1'],
    ['add', [1, 2, 3], 'it takes 2 arguments (a, b): got 3'],
    ['add', [1, 2 ** 31], '"b" must be a whole number from -2147483648 to 2147483647: got 2147483648'],
    ['add', [1, 0.5], '"b" must be a whole number from -2147483648 to 2147483647: got 0.5'],
    ['add', [Number.NaN, 0], '"a" must be a whole number from -2147483648 to 2147483647: got NaN'],
    ['add', ['1', 0], '"a" must be a whole number from -2147483648 to 2147483647: got "1"'],
    ['add', [1n, 0], '"a" must be a whole number from -2147483648 to 2147483647: got 1n'],
    ['widen', [256, 0, 0n], '"a" must be a whole number from 0 to 255: got 256'],
    ['widen', [1, 0, 0], '"c" must be a bigint from 0 to 18446744073709551615: got 0'],
    ['widen', [1, 0, -1n], '"c" must be a bigint from 0 to 18446744073709551615: got -1n'],
    ['half', [true], '"value" must be a number: got true'],
    ['tick', [1], 'it takes 0 arguments: got 1'],
    ['notOf', [0], '"value" must be true or false: got 0'],
  ])('refuse %s with %o before the plugin is called', async (name, args, problem) => {
    const plugin = await open();
    const api = plugin.use(scalarsCapability) as unknown as Record<string, (...args: Value[]) => Value>;
    const refused = {
      code: 'bad-argument',
      message: `Cannot call tests.scalars.${name} of plugin "org.tutti.kinds": ${problem}`,
    };
    expect(await failureOf(() => api[name]?.(...args))).toEqual(refused);
    expect(plugin.state).toBe('active');
    plugin.close();
  });

  test('give the status and the words of a refusal, and the events of the call', async () => {
    const plugin = await open();
    const { divide } = plugin.use(scalarsCapability);
    expect(divide(7, 2)).toBe(3);
    expect(await failureOf(() => divide(1, 0))).toEqual({
      code: 'call-failed',
      message:
        'Cannot call tests.scalars.divide of plugin "org.tutti.kinds": the divisor is 0 (TUTTI_E_INVALID_ARGUMENT)',
    });
    expect(divide(8, -2)).toBe(-4);
    expect(plugin.events.filter((event) => event.type === 'log').length).toBe(3);
    plugin.close();
  });

  test('are refused after stop, whatever way they took before', async () => {
    const plugin = await open();
    const { add, echo } = plugin.use(scalarsCapability);
    plugin.stop();
    for (const call of [() => add(1, 2), () => echo(new Uint8Array(1))]) {
      expect(await failureOf(call)).toEqual({
        code: 'wrong-state',
        message: 'Cannot call plugin "org.tutti.kinds": current state is stopped',
      });
    }
    plugin.close();
    expect((await failureOf(() => add(1, 2))).code).toBe('wrong-state');
  });

  // what is wrong, what is called, code, whole message after the plugin's name
  test.each<[string, string, string]>([
    [
      'OTHER_HASH',
      'capability-mismatch',
      'Cannot use tests.scalars of plugin "org.tutti.kinds": its table was made from another declaration of tests.scalars 1.0 than this host\'s',
    ],
    [
      'NO_FUNCTIONS',
      'capability-missing',
      'Cannot use tests.scalars of plugin "org.tutti.kinds": its table lacks the functions add, divide',
    ],
    [
      'SHORT_TABLE',
      'capability-missing',
      'Cannot use tests.scalars of plugin "org.tutti.kinds": its table lacks the functions divide, tick, echo',
    ],
    [
      'NO_INVOKE',
      'capability-missing',
      'Cannot use tests.scalars of plugin "org.tutti.kinds": its table has no invoke: generate it with `tutti generate`',
    ],
  ])('are not possible with a table with %s', async (fault, code, message) => {
    const plugin = await open(fault);
    expect(await failureOf(() => plugin.use(scalarsCapability))).toEqual({ code, message });
    plugin.use(audioCapability);
    plugin.close();
  });

  test('have no optional function that the table lacks', async () => {
    const plugin = await open('NO_PLAY');
    const { play, latencyFrames } = plugin.use(audioCapability);
    expect(play).toBe(undefined);
    expect(latencyFrames()).toBe(undefined);
    expect(await failureOf(() => plugin.call(audioCapability, 'play', [[]]))).toEqual({
      code: 'capability-missing',
      message: 'Cannot use tutti.audio.play of plugin "org.tutti.kinds": its table has no such function',
    });
    expect(plugin.close()).toEqual(clean);
  });

  // what is handed over, what is called, why it is not valid
  test.each<[string, 'scalars' | 'audio', string, Value[], string]>([
    ['BAD_BOOL', 'scalars', 'notOf', [true], 'the value is 2, and a bool is 0 or 1'],
    ['BAD_CASE', 'scalars', 'next', ['red'], 'the value is 9, which is no case of colour'],
    [
      'BAD_MESSAGE',
      'audio',
      'process',
      [Float32Array.of(1)],
      'the value has 4 bytes at 200, beyond the end of the message at 12',
    ],
  ])('with %s fault the plugin', async (fault, which, name, args, why) => {
    const plugin = await open(fault);
    const capability = which === 'scalars' ? scalarsCapability : audioCapability;
    expect(await failureOf(() => plugin.call(capability, name, args))).toEqual({
      code: 'bad-result',
      message: `Cannot call ${capability.id}.${name} of plugin "org.tutti.kinds": what it handed over is not valid: ${why}`,
    });
    expect(plugin.state).toBe('faulted');
    expect(plugin.close()).toEqual(clean);
  });
});

test('both hosts log the same calls in the same words', async () => {
  const logs = await Promise.all(
    hosts.map(async ({ open }) => {
      const plugin = await open('NOTHING', true);
      const { echo, flip } = plugin.use(scalarsCapability);
      const { process, latencyFrames, play } = plugin.use(audioCapability);
      echo(new Uint8Array(0));
      echo(Uint8Array.of(1, 2));
      flip(['loud', 'longHeld']);
      process(Float32Array.of(1, 2, 3, 4, 5));
      latencyFrames();
      play?.([{ frame: 1n, pitch: 60, velocity: 0.5 }]);
      plugin.close();
      return plugin.events.map(formatEvent);
    }),
  );
  expect(logs[0]).toEqual(logs[1]);
  expect(logs[0]?.slice(3, 22)).toEqual([
    'call 1: tests.scalars.echo(<0 bytes>)',
    'alloc block 2, 0 bytes',
    'give block 2, 0 bytes, to the host',
    'free block 2, 0 bytes',
    'call 1 returned TUTTI_OK: <0 bytes>',
    'call 2: tests.scalars.echo(<2 bytes>)',
    'alloc block 3, 2 bytes',
    'give block 3, 2 bytes, to the host',
    'free block 3, 2 bytes',
    'call 2 returned TUTTI_OK: <2 bytes>',
    'call 3: tests.scalars.flip(["loud", "longHeld"])',
    'call 3 returned TUTTI_OK: []',
    'call 4: tutti.audio.process([1, 2, 3, 4, and 1 more])',
    'alloc block 4, 8 bytes',
    'alloc block 5, 28 bytes',
    'free block 4, 8 bytes',
    'give block 5, 28 bytes, to the host',
    'free block 5, 28 bytes',
    'call 4 returned TUTTI_OK: [-1, -2, -3, -4, and 1 more]',
  ]);
});
