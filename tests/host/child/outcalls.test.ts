import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { ChildRoad, ChildRoadOptions } from '../../../src/host/child/child-road.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative } from '../../native/compile.ts';
import { openStarted, rejection, repeatOf } from './world.ts';

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
