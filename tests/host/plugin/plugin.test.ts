import { describe, expect, test } from 'vitest';
import { textCapability } from '../../../src/abi/index.ts';
import { openPlugin } from '../../../src/host/index.ts';
import { failureOf } from '../failures.ts';
import { everywhere } from './isolations.ts';
import { buildWitness, linesOf, openWitness } from './world.ts';

describe.each(everywhere)('a plugin that runs %s', (isolation) => {
  test('is opened, called, stopped and closed, and every step is an event', async () => {
    const plugin = await openPlugin(await buildWitness(), { isolation, trace: true });
    const lines = linesOf(plugin);
    await plugin.start();
    const { repeat } = await plugin.use(textCapability);
    expect(await repeat('cool', 3)).toBe('coolcoolcool');
    await plugin.stop();
    const report = await plugin.close();
    expect(report).toEqual({
      state: 'unmapped',
      leakedBlocks: 0,
      leakedBytes: 0,
      misuses: 0,
      heldValues: [],
      errors: [],
    });
    expect(lines).toEqual([
      'active',
      'call 1: tutti.text.repeat("cool", 3)',
      'alloc block 2, 12 bytes',
      'give block 2, 12 bytes, to the host',
      'free block 2, 12 bytes',
      'call 1 returned TUTTI_OK: coolcoolcool',
      'draining',
      'quiesced',
      'stopped',
      'free block 1, 8 bytes',
      'destroyed',
      'unmapped',
    ]);
    expect(plugin.ledger()).toEqual([
      { block: 1, sizeBytes: 8, call: 0, owner: 'plugin', fate: 'freed' },
      { block: 2, sizeBytes: 12, call: 1, owner: 'host', fate: 'released' },
    ]);
  });

  test('tells its events to whoever iterates, until it is closed', async () => {
    const { plugin } = await openWitness({ isolation });
    const { repeat } = await plugin.use(textCapability);
    const events = plugin.events.read();
    await repeat('post', 1);
    await plugin.close();
    const types: string[] = [];
    for await (const event of events) types.push(event.type === 'state' ? event.state : event.type);
    expect(types).toEqual([
      'call',
      'post',
      'return',
      'draining',
      'quiesced',
      'stopped',
      'destroyed',
      'unmapped',
    ]);
  });

  test('a reader that lags loses the oldest events and is told how many', async () => {
    const { plugin } = await openWitness({ isolation });
    const events = plugin.events.read(3);
    await plugin.call(textCapability, 'repeat', ['log', 10]);
    const seen: string[] = [];
    for await (const event of events) {
      seen.push(event.type === 'dropped' ? `dropped ${event.count}` : event.type);
      if (event.type === 'return') break;
    }
    expect(seen).toEqual(['dropped 9', 'log', 'log', 'return']);
    await plugin.close();
  });

  test('refuses a call in its own words, and takes the next one', async () => {
    const { plugin } = await openWitness({ isolation, limits: { memoryBytes: 100 } });
    const { repeat } = await plugin.use(textCapability);
    expect(await failureOf(() => repeat('cool', 100))).toEqual({
      code: 'call-failed',
      message:
        'Cannot call tutti.text.repeat of plugin "org.tutti.witness": no memory for the result (TUTTI_E_NOMEM)',
    });
    expect(await repeat('la', 2)).toBe('lala');
    expect((await plugin.usage()).refusedAllocations).toBe(1);
    await plugin.close();
  });

  test('is out of use after it handed over what it must not', async () => {
    const { plugin, lines } = await openWitness({ isolation });
    const { repeat } = await plugin.use(textCapability);
    const message =
      'Cannot call tutti.text.repeat of plugin "org.tutti.witness": what it handed over is not valid: it has 8 bytes at a null pointer';
    expect(await failureOf(() => repeat('bad', 1))).toEqual({ code: 'bad-result', message });
    expect(lines.at(-1)).toBe(`fault bad-result: ${message}`);
    expect(await failureOf(() => repeat('la', 1))).toEqual({
      code: 'wrong-state',
      message: 'Cannot call plugin "org.tutti.witness": current state is faulted',
    });
    expect((await plugin.usage()).faults).toBe(1);
    expect((await plugin.close()).state).toBe('unmapped');
  });

  test('checks arguments before it is called', async () => {
    const { plugin } = await openWitness({ isolation });
    expect(await failureOf(() => plugin.call(textCapability, 'repeat', ['la', -1]))).toEqual({
      code: 'bad-argument',
      message:
        'Cannot call tutti.text.repeat of plugin "org.tutti.witness": "count" must be a whole number from 0 to 4294967295: got -1',
    });
    expect((await plugin.usage()).calls).toEqual({ total: 0, inFlight: 0, failed: 0 });
    await plugin.close();
  });

  test('is not called with arguments that no message can hold, and takes the next call', async () => {
    const { plugin } = await openWitness({ isolation });
    const { repeat } = await plugin.use(textCapability);
    // Never touched, so it takes no memory.
    const text = new Uint8Array(2 ** 32) as unknown as string;
    const refusal = {
      code: 'bad-argument',
      message:
        'Cannot call tutti.text.repeat of plugin "org.tutti.witness": its arguments cannot be written: a message of more than 4294967295 bytes',
    };
    expect(await failureOf(() => repeat(text, 1))).toEqual(refusal);
    expect(await repeat('la', 1)).toBe('la');
    if (isolation === 'inProcess') {
      expect(await failureOf(() => plugin.useSync(textCapability).repeat(text, 1))).toEqual(refusal);
    }
    expect((await plugin.close()).state).toBe('unmapped');
  });

  test('says everything that it lacks when it is opened', async () => {
    const library = await buildWitness();
    const later = { ...textCapability, version: { major: 1, minor: 9 } };
    const other = { ...textCapability, id: 'tutti.other' };
    expect(
      await failureOf(() => openPlugin(library, { isolation, requires: [textCapability, later, other] })),
    ).toEqual({
      code: 'capability-missing',
      message:
        'Cannot use plugin "org.tutti.witness": tutti.text 1.9 repeat: it does not offer tutti.text 1.9; tutti.other 1.0 repeat: it does not offer tutti.other 1.0',
    });
  });

  test('and was made from another declaration is not called', async () => {
    const { plugin } = await openWitness({ isolation });
    const { repeat } = textCapability.functions;
    const other = { ...textCapability, functions: { repeat: { ...repeat, result: 'bytes' } } } as const;
    expect(await failureOf(() => plugin.use(other))).toEqual({
      code: 'capability-mismatch',
      message:
        'Cannot use tutti.text of plugin "org.tutti.witness": its table was made from another declaration of tutti.text 1.0 than this host\'s',
    });
    await plugin.close();
  });

  test('saves its state between calls, and another instance is restored from it', async () => {
    const { plugin } = await openWitness({ isolation });
    const { repeat } = await plugin.use(textCapability);
    await repeat('la', 1);
    const [, state] = await Promise.all([repeat('deaf', 20), plugin.save()]);
    expect([...state]).toEqual([2, 0, 0, 0]);
    await plugin.quiesce();
    expect([...(await plugin.save())]).toEqual([2, 0, 0, 0]);
    await plugin.close();

    const next = await openPlugin(await buildWitness(), { isolation });
    expect(await failureOf(() => next.restore(state, 2))).toEqual({
      code: 'restore-failed',
      message: 'Cannot restore plugin "org.tutti.witness": there is only schema 1 (TUTTI_E_UNSUPPORTED)',
    });
    await next.restore(state);
    await next.start();
    expect(await next.call(textCapability, 'repeat', ['saved', 1])).toBe('2');
    expect(await failureOf(() => next.save(7))).toEqual({
      code: 'save-failed',
      message: 'Cannot save plugin "org.tutti.witness": there is only schema 1 (TUTTI_E_UNSUPPORTED)',
    });
    await next.close();
  });

  test('says when it finds itself at fault', async () => {
    const plugin = await openPlugin(await buildWitness(), { isolation });
    await plugin.restore(Uint8Array.of(99, 0, 0, 0));
    await plugin.start();
    expect(await failureOf(() => plugin.selftest())).toEqual({
      code: 'selftest-failed',
      message: 'Cannot test plugin "org.tutti.witness": the strings are not tuned (TUTTI_E_INTERNAL)',
    });
    await plugin.close();
  });

  test('is never called out of order, and never twice at once', async () => {
    const { plugin, lines } = await openWitness({ isolation });
    const { repeat } = await plugin.use(textCapability);
    await Promise.all([
      ...Array.from({ length: 20 }, () => repeat('deaf', 1)),
      plugin.selftest(),
      ...Array.from({ length: 20 }, () => repeat('la', 1)),
    ]);
    expect(await repeat('inside', 1)).toBe('1');
    await plugin.close();
    expect(lines.filter((line) => line.startsWith('log'))).toEqual([]);
  });
});
