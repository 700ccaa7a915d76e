import { beforeAll, describe, expect, test } from 'vitest';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative } from '../../native/compile.ts';
import { childrenOf } from '../faults/process-facts.ts';
import { faulty, leftovers, openStarted, rejection, repeatOf, stateOf } from './world.ts';

let runaway = '';

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  if (process.platform === 'linux') runaway = await compileNative('tests/host/child/runaway.c');
});

const call = 'Cannot call tutti.text.repeat of plugin "org.tutti.faulty": its process ';
const advice = '. Open the plugin again, and report it to its author';

describe.runIf(process.platform === 'linux')('a fault of a plugin in a child', () => {
  // source, its FAULT, what became of its process
  test.each([
    ['ends.c', 1, 'died by SIGSEGV at address 0x8 during call 2'],
    ['ends.c', 2, 'died by SIGSEGV at address 0x7afebabe0000 during call 2'],
    ['ends.c', 3, 'died by SIGSEGV at address 0x10 during call 2'],
    ['ends.c', 5, 'died by SIGABRT during call 2'],
    ['ends.c', 6, 'ended itself with exit code 0 during call 2'],
    ['ends.c', 7, 'ended itself with exit code 3 during call 2'],
    ['ends.c', 8, 'died by SIGSEGV during call 2: its stack is full'],
    ['ends.c', 12, 'died by SIGKILL during call 2'],
    ['process.c', 1, 'ended during call 2: the plugin closed its connection to the host'],
    ['process.c', 2, 'ended during call 2: the plugin closed its connection to the host'],
    ['process.c', 3, 'was ended during call 2: it wrote what is no answer to the host'],
    ['process.c', 6, 'died by SIGSEGV at address 0x8 during call 2'],
  ])('%s with fault %i is named, and leaves nothing behind', async (source, fault, became) => {
    const before = leftovers();
    const road = await openStarted(await faulty(source, `FAULT=${fault}`));
    const neighbour = await openStarted(await faulty('ends.c', 'FAULT=1'));
    const [repeat, other] = [await repeatOf(road), await repeatOf(neighbour)];
    expect(await repeat(1, ['ok', 2])).toEqual({ status: 0, value: 'okok' });
    const failure = await rejection(repeat(2, ['fault', 1]));
    // What it wrote to its standard error is in the text too; what a plugin writes there is its own affair.
    const message = failure.message.replace(/\. It wrote: [\s\S]*(?=\. Open)/, '');
    expect({ ...failure, message }).toEqual({ code: 'crashed', message: `${call}${became}${advice}` });
    expect((await road.lost).code).toBe('crashed');
    expect((await rejection(repeat(3, ['ok', 1]))).code).toBe('crashed');
    expect(await other(1, ['well', 1])).toEqual({ status: 0, value: 'well' });
    expect(await road.close()).toEqual({ isUnmapped: true });
    await neighbour.close();
    expect(leftovers()).toEqual(before);
  });

  test('a hang ends when the host ends the process, and says why', async () => {
    const before = leftovers();
    const road = await openStarted(await faulty('never-returns.c', 'FAULT=2'));
    const repeat = await repeatOf(road);
    const hanging = rejection(repeat(1, ['fault', 1]));
    const waiting = rejection(repeat(2, ['ok', 1]));
    road.terminate('call 1 took longer than it may');
    const ended = (which: number) => ({
      code: 'crashed',
      message: `${call}was ended during call ${which}: call 1 took longer than it may${advice}`,
    });
    expect([await hanging, await waiting]).toEqual([ended(1), ended(2)]);
    await road.close();
    expect(leftovers()).toEqual(before);
  });

  // What forks is a copy of the whole process: it neither answers in its place nor outlives it.
  test.each([5, 7])('what a plugin forks (%i) ends with its process', async (fault) => {
    const before = leftovers();
    const road = await openStarted(await faulty('process.c', `FAULT=${fault}`));
    const repeat = await repeatOf(road);
    expect(await repeat(1, ['fault', 1])).toEqual({ status: 0, value: 'fault' });
    expect(await repeat(2, ['ok', 2])).toEqual({ status: 0, value: 'okok' });
    expect(await road.close()).toEqual({ isUnmapped: true });
    expect(leftovers()).toEqual(before);
  });

  // How it is started and tries to leave, and how its process ends.
  test.each([
    ['fork', 'closed'],
    ['clone', 'closed'],
    ['group', 'closed'],
    ['program', 'closed'],
    ['fork', 'crashed'],
    ['clone', 'crashed'],
    ['group', 'crashed'],
    ['program', 'crashed'],
    ['program', 'killed'],
  ])('what a plugin starts by %s and sets apart ends when its process is %s', async (way, end) => {
    const road = await openStarted(runaway);
    const repeat = await repeatOf(road);
    expect(await repeat(1, [way, 1])).toEqual({ status: 0, value: way });
    const [started] = childrenOf(road.process.pid);
    expect(started).toBeDefined();
    if (end === 'crashed') expect((await rejection(repeat(2, ['crash', 1]))).code).toBe('crashed');
    if (end === 'killed') process.kill(road.process.pid, 'SIGKILL');
    await road.close();
    await expect.poll(() => stateOf(Number(started)), { timeout: 60_000 }).toMatch(/Z|gone/);
  });

  test('a library whose constructor hangs is given up', async () => {
    const before = leftovers();
    const library = await faulty('never-returns.c', 'FAULT=2', 'AT=1');
    const opening = openStarted(library, { loadMs: 100 });
    expect(await rejection(opening)).toEqual({
      code: 'call-timeout',
      message: `Cannot load ${library}: its constructors and its entry took more than 100 ms, and its process was ended`,
    });
    expect(leftovers()).toEqual(before);
  });
});
