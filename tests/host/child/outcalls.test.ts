import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { abiVersion } from '../../../src/abi/index.ts';
import type { ChildRoad, ChildRoadOptions } from '../../../src/host/child/child-road.ts';
import { openLocalRoad } from '../../../src/host/local/open-local-road.ts';
import type { Road } from '../../../src/host/road.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative } from '../../native/compile.ts';
import { faulty, openStarted, rejection, repeatOf } from './world.ts';

const version = 1 << 16;
const libraries = new Map<string, string>();

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  for (const name of ['alto', 'bass', 'cello', 'drum']) {
    libraries.set(name, await compileNative('tests/host/child/relay.c', undefined, `-DPLUGIN="${name}"`));
  }
});

async function open(name: string, options: Partial<ChildRoadOptions> = {}): Promise<ChildRoad> {
  const road = await openStarted(libraries.get(name) ?? '', options);
  onTestFinished(async () => {
    await road.close();
  });
  return road;
}

/** Opens a plugin in this process, started. */
async function openHere(isolation: 'inProcess' | 'async', path: string, trace = false): Promise<Road> {
  const road = await openLocalRoad(isolation, path, { memoryBytes: 2 ** 26, trace, abi: abiVersion });
  await road.create();
  await road.start();
  onTestFinished(async () => {
    await road.stop();
    await road.destroy();
    await road.close();
  });
  return road;
}

/** Opens plugins, each in a child of its own, and gives each the next one as its provider. */
async function chain(...names: string[]): Promise<ChildRoad[]> {
  const roads = await Promise.all(names.map((name) => open(name)));
  for (const [i, road] of roads.entries()) {
    const provider = roads[i + 1];
    if (provider) await road.provide('tutti.text', version, provider);
  }
  return roads;
}

describe.runIf(process.platform !== 'win32')('a plugin that calls a plugin in another child', () => {
  test('gets its answer, however long', async () => {
    const [alto] = (await chain('alto', 'bass', 'cello')) as [ChildRoad];
    const repeat = await repeatOf(alto);
    expect(await repeat(1, ['la', 1])).toEqual({ status: 0, value: 'la' });
    const long = 'lé'.repeat(100_000);
    expect(await repeat(2, [long, 1])).toEqual({ status: 0, value: long });
    expect(await repeat(3, ['', 1])).toEqual({ status: 0, value: '' });
  });

  test('gets its refusal, with its words', async () => {
    const [alto] = (await chain('alto', 'bass')) as [ChildRoad];
    const repeat = await repeatOf(alto);
    expect(await repeat(1, ['refuse', 1])).toEqual({ status: 3, message: 'not today', line: 22 });
  });

  test('of its own child calls it directly', async () => {
    const alto = await open('alto');
    const bass = await open('bass', { process: alto.process });
    await alto.provide('tutti.text', version, bass);
    const repeat = await repeatOf(alto);
    expect(await repeat(1, ['la', 1])).toEqual({ status: 0, value: 'la' });
  });

  test('is cancelled with it', async () => {
    const [alto] = (await chain('alto', 'bass')) as [ChildRoad];
    const repeat = await repeatOf(alto);
    const waiting = repeat(1, ['wait', 1]);
    // An answer of another instance shows that the call was passed on before it is cancelled.
    const drum = await open('drum', { process: alto.process });
    expect(await (await repeatOf(drum))(1, ['meanwhile', 1])).toEqual({ status: 0, value: 'meanwhile' });
    alto.cancel(1);
    expect(await waiting).toMatchObject({ status: 7, message: 'it was cancelled' });
  });

  test('survives its crash, and is told of it', async () => {
    const [alto, bass] = (await chain('alto', 'bass')) as [ChildRoad, ChildRoad];
    const repeat = await repeatOf(alto);
    const outcome = await repeat(1, ['crash', 1]);
    expect(outcome).toMatchObject({ status: 8 });
    expect((outcome as { message: string }).message).toContain('died by SIGSEGV at address 0x8');
    expect((await rejection((await repeatOf(bass))(1, ['la', 1]))).code).toBe('crashed');
    expect(await repeat(2, ['la', 1])).toMatchObject({ status: 8 });
  });

  test('is refused when it would wait for itself', async () => {
    const [alto, , cello] = (await chain('alto', 'bass', 'cello')) as [ChildRoad, ChildRoad, ChildRoad];
    await cello.provide('tutti.text', version, alto);
    const repeat = await repeatOf(alto);
    expect(await repeat(1, ['la', 1])).toEqual({
      status: 5,
      message: 'alto waits for this plugin and cannot be called meanwhile',
      line: 0,
    });
  });

  test('leaves its child to others while it waits, and its own next call comes after', async () => {
    const [alto] = (await chain('alto', 'bass')) as [ChildRoad];
    const drum = await open('drum', { process: alto.process });
    const [repeat, other] = [await repeatOf(alto), await repeatOf(drum)];
    const order: string[] = [];
    const waiting = repeat(1, ['wait', 1]).then(() => order.push('waited'));
    const next = repeat(2, ['next', 1]).then(() => order.push('next'));
    await other(1, ['other', 1]).then(() => order.push('other'));
    alto.cancel(1);
    await Promise.all([waiting, next]);
    expect(order).toEqual(['other', 'waited', 'next']);
  });

  test('and is called by one of there meanwhile, both in children of two, goes on', async () => {
    const alto = await open('alto');
    const bass = await open('bass');
    const cello = await open('cello', { process: bass.process });
    const drum = await open('drum', { process: alto.process });
    await alto.provide('tutti.text', version, cello);
    await bass.provide('tutti.text', version, drum);
    const [up, down] = [await repeatOf(alto), await repeatOf(bass)];
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? up : down)(i + 1, [`${i}`, 1])),
    );
    expect(outcomes).toEqual(Array.from({ length: 200 }, (_, i) => ({ status: 0, value: `${i}` })));
  });

  test('that does not offer what is needed is no provider', async () => {
    const [alto, bass] = [await open('alto'), await open('bass')];
    expect(await rejection(alto.provide('tutti.words', version, bass))).toEqual({
      code: 'capability-missing',
      message: 'Cannot give plugin "alto" the tutti.words of plugin "bass": it does not offer it',
    });
  });
});

describe.runIf(process.platform !== 'win32').each(['inProcess', 'async'] as const)(
  'a plugin that calls a plugin of the host, %s',
  (isolation) => {
    /** A plugin in a child whose provider runs in this process, and its function. */
    async function withProvider(trace = false) {
      const alto = await open('alto');
      const provider = await openHere(isolation, libraries.get('bass') ?? '', trace);
      await alto.provide('tutti.text', version, provider);
      return { alto, provider, repeat: await repeatOf(alto) };
    }

    test('gets its answer, however long', async () => {
      const { repeat } = await withProvider();
      const long = 'lé'.repeat(100_000);
      expect(await repeat(1, ['la', 1])).toEqual({ status: 0, value: 'la' });
      expect(await repeat(2, [long, 1])).toEqual({ status: 0, value: long });
      expect(await repeat(3, ['', 1])).toEqual({ status: 0, value: '' });
      expect(await repeat(4, ['refuse', 1])).toEqual({ status: 3, message: 'not today', line: 22 });
    });

    test('is refused when the provider takes no calls', async () => {
      const { repeat, provider } = await withProvider();
      await provider.stop();
      expect(await repeat(1, ['la', 1])).toEqual({ status: 5, message: 'bass is not active', line: 0 });
    });

    test('leaves a trace of what was handed over', async () => {
      const { repeat, provider } = await withProvider(true);
      await repeat(1, ['la', 1]);
      expect(provider.drain().map(({ type }) => type)).toEqual(['alloc', 'alloc', 'give', 'free']);
    });

    test('is refused a capability that the provider lacks', async () => {
      const { alto, provider } = await withProvider();
      expect(await rejection(alto.provide('tutti.words', version, provider))).toEqual({
        code: 'capability-missing',
        message: 'Cannot give plugin "alto" the tutti.words of plugin "bass": it does not offer it',
      });
    });

    test('gets nothing where the function gives nothing', async () => {
      const echo = await openHere(isolation, await compileNative('tests/bench/peers/echo.c'));
      const [describing, resetting] = [0, 1];
      const outcome = (index: number) =>
        echo.relay('tutti.state', version, index, new Uint8Array(0), () => {});
      const nothing = { line: 0, scalar: 0n, typeId: 0, payload: undefined };
      expect(await outcome(resetting)).toEqual({ ...nothing, status: 0, message: '' });
      expect(await outcome(describing)).toEqual({
        ...nothing,
        status: 4,
        message: 'there is no state',
        line: expect.any(Number),
      });
    });
  },
);

describe.runIf(process.platform !== 'win32')('a cancelled call of a plugin in a child', () => {
  test('cancels what it called in the host', async () => {
    const alto = await open('alto');
    const bass = await openHere('async', libraries.get('bass') ?? '');
    await alto.provide('tutti.text', version, bass);
    const repeat = await repeatOf(alto);
    const waiting = repeat(1, ['wait', 1]);
    const drum = await open('drum', { process: alto.process });
    await (await repeatOf(drum))(1, ['meanwhile', 1]);
    alto.cancel(1);
    expect(await waiting).toMatchObject({ status: 7, message: 'it was cancelled' });
  });

  test('is answered though what it called goes on', async () => {
    const alto = await open('alto');
    const hanging = await openStarted(await faulty('never-returns.c', 'FAULT=2'));
    await alto.provide('tutti.text', version, hanging);
    const repeat = await repeatOf(alto);
    const waiting = repeat(1, ['fault', 1]);
    const drum = await open('drum', { process: alto.process });
    await (await repeatOf(drum))(1, ['meanwhile', 1]);
    alto.cancel(1);
    expect(await waiting).toEqual({
      status: 7,
      message: `${hanging.id} did not answer within 100 ms of being cancelled`,
      line: 0,
    });
    hanging.terminate('it hangs');
    await hanging.close();
  });
});
