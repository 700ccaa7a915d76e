import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { abiVersion, stateCapability, textCapability } from '../../../src/abi/index.ts';
import { ChildProcess, prepareChild } from '../../../src/host/child/child-process.ts';
import { ChildRoad } from '../../../src/host/child/child-road.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative } from '../../native/compile.ts';
import { leftovers, openStarted, rejection, repeatOf, stateOf } from './world.ts';

let repeatLibrary = '';
let echoLibrary = '';

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  repeatLibrary = await compileNative('examples/repeat/c/repeat.c');
  echoLibrary = await compileNative('tests/bench/peers/echo.c');
});

async function echoOf(road: ChildRoad) {
  const echo = await road.find(stateCapability, 'migrate');
  if (typeof echo !== 'function') throw new Error(echo.missing);
  return echo;
}

describe.runIf(process.platform !== 'win32')('a plugin in a child', () => {
  test('goes through its whole life', async () => {
    const road = await ChildRoad.open(repeatLibrary, { memoryBytes: 2 ** 20, trace: true, abi: abiVersion });
    const { isolation, id, version, flags, has } = road;
    expect({ isolation, id, version, flags, has }).toEqual({
      isolation: 'childProcess',
      id: 'org.tutti.repeat',
      version: '1.0.0',
      flags: 0,
      has: { quiesce: false, save: false, restore: false, live: true, selftest: false },
    });
    const done = { status: 0, message: '', line: 0 };
    expect(await road.create()).toEqual({ ...done, hasInstance: true });
    expect(await road.start()).toEqual(done);
    const repeat = await repeatOf(road);
    expect(await repeat(1, ['la', 3])).toEqual({ status: 0, value: 'lalala' });
    expect(await repeat(2, [new Uint8Array([0xff]), 1])).toEqual({
      status: 1,
      message: 'the text is not valid UTF-8',
      line: expect.any(Number),
    });
    expect(await repeat(3, ['x'.repeat(2 ** 16), 32])).toEqual({
      status: 2,
      message: 'no memory for the result',
      line: expect.any(Number),
    });
    const events = road.drain().map(({ type }) => type);
    expect(events).toEqual(['alloc', 'alloc', 'give', 'free', 'refused']);
    expect(await road.live()).toBe(0n);
    expect(await road.stop()).toEqual(done);
    await road.destroy();
    const { liveBlocks, totalBlocks, refusedAllocations } = await road.usage();
    expect({ liveBlocks, totalBlocks, refusedAllocations }).toEqual({
      liveBlocks: 0,
      totalBlocks: 2,
      refusedAllocations: 1,
    });
    expect(await road.close()).toEqual({ isUnmapped: true });
  });

  test('that has no such function or capability says which', async () => {
    const road = await openStarted(repeatLibrary);
    expect(await road.find(stateCapability, 'describe')).toEqual({
      missing: 'it does not offer tutti.state 1.0',
    });
    expect(await road.find(textCapability, 'sing')).toEqual({
      missing: 'tutti.text declares no function "sing"',
    });
    await road.close();
  });

  test('is handed payloads of every size, many at once, and gives back each as it was', async () => {
    const road = await openStarted(echoLibrary);
    const echo = await echoOf(road);
    // Around what goes through the socket, what fits the shared memory, and what fits neither.
    const sizes = [0, 1, 7, 8, 2000, 2047, 2048, 2049, 65_536, 1_000_003, 3 << 20, 9 << 20];
    const calls = [...sizes, ...sizes.toReversed()].map(async (size, i) => {
      const bytes = new Uint8Array(size).map((_, at) => (at * 31 + i) % 251);
      const outcome = await echo(i + 1, [bytes, 1, 2]);
      const value = 'value' in outcome ? (outcome.value as Uint8Array) : undefined;
      return value !== undefined && Buffer.compare(value, bytes) === 0;
    });
    expect(await Promise.all(calls)).toEqual(calls.map(() => true));
    await road.close();
  });

  test('shares its child with others of its group, and leaves it whole', async () => {
    const before = leftovers();
    const first = await openStarted(repeatLibrary);
    const second = await openStarted(echoLibrary, { process: first.process });
    expect(await first.close()).toEqual({ isUnmapped: true });
    const echo = await echoOf(second);
    expect(await echo(1, [new Uint8Array([1, 2]), 1, 1])).toEqual({
      status: 0,
      value: new Uint8Array([1, 2]),
    });
    await second.close();
    expect(leftovers()).toEqual(before);
  });

  test('fails the allocation that it was told to', async () => {
    const road = await openStarted(repeatLibrary);
    const repeat = await repeatOf(road);
    await road.failAllocationAt(1);
    expect(await repeat(1, ['la', 1])).toMatchObject({ status: 2, message: 'no memory for the result' });
    expect(await repeat(2, ['la', 1])).toEqual({ status: 0, value: 'la' });
    await road.close();
  });

  test('hears of a cancelled call while it runs', async () => {
    const road = await openStarted(
      await compileNative('tests/host/child/relay.c', undefined, '-DPLUGIN="relay"'),
    );
    const repeat = await repeatOf(road);
    const running = repeat(7, ['wait', 1]);
    road.cancel(7);
    expect(await running).toMatchObject({ status: 7, message: 'it was cancelled' });
    await road.close();
  });

  test('is heard when a thread of it has something to say, though nobody asks', async () => {
    const library = await compileNative('tests/host/child/ticker.c');
    const road = await ChildRoad.open(library, { memoryBytes: 2 ** 20, trace: false, abi: abiVersion });
    const told = new Promise<void>((resolve) => road.watch(resolve));
    await road.create();
    await road.start();
    await told;
    expect(road.drain()).toEqual([{ type: 'log', level: 'info', text: 'tick' }]);
    await road.stop();
    await road.close();
  });

  test('starts at once in a child that was prepared', async () => {
    const prepared = await prepareChild();
    const { pid } = prepared;
    const road = await openStarted(repeatLibrary, { process: prepared });
    expect(road.process.pid).toBe(pid);
    await road.close();
    expect(prepared.isGone).toBe(true);
  });

  test('that is no plugin is refused before anything starts', async () => {
    const before = leftovers();
    const opening = ChildRoad.open('package.json', { memoryBytes: 1, trace: false, abi: abiVersion });
    expect((await rejection(opening)).code).toBe('not-a-library');
    expect(leftovers()).toEqual(before);
  });
});

describe.runIf(process.platform === 'linux')('the process of a child', () => {
  test('has its limits before anything is loaded', async () => {
    const limits = { addressSpaceBytes: 2 ** 28, cpuSeconds: 9, openFiles: 32, fileBytes: 4096 };
    const child = await ChildProcess.start(limits);
    const shown = readFileSync(`/proc/${child.pid}/limits`, 'utf8');
    const limit = (name: string) => shown.match(new RegExp(`^${name} +(\\d+) +(\\d+)`, 'm'))?.slice(1);
    expect(
      ['Max address space', 'Max cpu time', 'Max open files', 'Max file size', 'Max core file size'].map(
        limit,
      ),
    ).toEqual([
      ['268435456', '268435456'],
      ['9', '9'],
      ['32', '32'],
      ['4096', '4096'],
      ['0', '0'],
    ]);
    await child.close();
  });

  test('without memory for a plugin ends, and the host goes on', async () => {
    const child = await ChildProcess.start({ addressSpaceBytes: 4096 });
    expect((await rejection(openStarted(repeatLibrary, { process: child }))).code).toBe('crashed');
    expect((await child.ended).signal).toBe('SIGABRT');
  });

  test('dies with its host', async () => {
    const source = `
      import { ChildProcess } from './src/host/child/child-process.ts';
      console.log((await ChildProcess.start()).pid);
      setInterval(() => {}, 1000);`;
    const host = spawn(process.execPath, ['--input-type=module', '-e', source], { cwd: process.cwd() });
    const [text] = (await once(host.stdout, 'data')) as [Buffer];
    const pid = Number(text);
    expect(stateOf(pid)).toMatch(/[SR]/);
    host.kill('SIGKILL');
    await once(host, 'close');
    await expect.poll(() => stateOf(pid), { timeout: 60_000 }).toMatch(/Z|gone/);
  });

  test('does not keep its host running', async () => {
    const source = `
      import { ChildProcess } from './src/host/child/child-process.ts';
      await ChildProcess.start();`;
    const host = spawn(process.execPath, ['--input-type=module', '-e', source], { cwd: process.cwd() });
    const [code] = (await once(host, 'exit')) as [number];
    expect(code).toBe(0);
  });
});

test('on Windows there is none, and the refusal says what to do', async () => {
  const before = process.platform === 'linux' ? leftovers() : undefined;
  expect(await rejection(ChildProcess.start({}, 'win32'))).toEqual({
    code: 'isolation-unavailable',
    message:
      'Cannot run a plugin in a process of its own: on Windows there is no child host, since it needs POSIX sockets and limits. Open it with the isolation "async" or "inProcess" if you trust it',
  });
  if (before !== undefined) expect(leftovers()).toEqual(before);
});
