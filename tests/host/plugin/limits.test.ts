import { describe, expect, test } from 'vitest';
import { textCapability } from '../../../src/abi/index.ts';
import { failureOf } from '../failures.ts';
import { everywhere } from './isolations.ts';
import { openWitness } from './world.ts';

const threadSafe = 4;
/** A guard against hanging: on a busy machine a thread may begin late. */
const patienceMs = 60_000;
/** A call on the caller's own thread cannot be interrupted. */
const interruptible = everywhere.filter((isolation) => isolation !== 'inProcess');

describe.each(everywhere)('the limits of a plugin that runs %s', (isolation) => {
  test('values: one more than may be held is an error, and a place is free after a release', async () => {
    const { plugin } = await openWitness({ isolation, limits: { values: 2 } });
    const first = await plugin.take(textCapability, 'repeat', ['la', 1]);
    const second = await plugin.take(textCapability, 'repeat', ['lu', 1]);
    expect(await failureOf(() => plugin.take(textCapability, 'repeat', ['le', 1]))).toEqual({
      code: 'too-many-values',
      message:
        'Cannot take the result of tutti.text.repeat of plugin "org.tutti.witness": 2 values are held, and the limit is 2',
    });
    first.release();
    const third = await plugin.take(textCapability, 'repeat', ['le', 1]);
    expect([second.text(), third.text()]).toEqual(['lu', 'le']);
    expect((await plugin.usage()).values).toEqual({ held: 2, taken: 3, forgotten: 0 });
    await plugin.close();
  });

  test('values that are on their way count, and a failed call gives its place back', async () => {
    const { plugin } = await openWitness({ isolation, limits: { values: 1, memoryBytes: 100 } });
    expect((await failureOf(() => plugin.take(textCapability, 'repeat', ['la', 100]))).code).toBe(
      'call-failed',
    );
    const [one, two] = await Promise.allSettled([
      plugin.take(textCapability, 'repeat', ['la', 1]),
      plugin.take(textCapability, 'repeat', ['la', 1]),
    ]);
    expect([one.status, two.status]).toEqual(['fulfilled', 'rejected']);
    await plugin.close();
  });
});

describe.each(interruptible)('a call to a plugin that runs %s', (isolation) => {
  test('over the limit of calls in flight is an error for that caller alone', async () => {
    const { plugin } = await openWitness({ isolation, limits: { callsInFlight: 2 } });
    const { repeat } = await plugin.use(textCapability);
    const running = [repeat('deaf', 20), repeat('deaf', 20)];
    expect(await failureOf(() => repeat('la', 1))).toEqual({
      code: 'too-many-calls',
      message:
        'Cannot call tutti.text.repeat of plugin "org.tutti.witness": 2 calls are in flight, and the limit is 2',
    });
    expect(await Promise.all(running)).toEqual(['deaf', 'deaf']);
    expect(await repeat('la', 1)).toBe('la');
    await plugin.close();
  });

  test('is ended by its signal, and its neighbours never notice', async () => {
    const { plugin } = await openWitness({ isolation }, threadSafe);
    const { repeat } = await plugin.use(textCapability);
    const abort = new AbortController();
    const waiting = repeat('wait', 1, { signal: abort.signal });
    const neighbour = repeat('la', 2);
    const reason = new Error('no longer needed');
    abort.abort(reason);
    await expect(waiting).rejects.toMatchObject({
      code: 'call-cancelled',
      message: 'Cannot call tutti.text.repeat of plugin "org.tutti.witness": its caller took it back',
      cause: reason,
    });
    expect(await neighbour).toBe('lala');
    await plugin.drain();
    expect((await plugin.usage()).calls).toEqual({ total: 2, inFlight: 0, failed: 1 });
    await plugin.close();
  });

  test('whose signal fired before is not made', async () => {
    const { plugin } = await openWitness({ isolation });
    const { repeat } = await plugin.use(textCapability);
    expect((await failureOf(() => repeat('la', 1, { signal: AbortSignal.abort() }))).code).toBe(
      'call-cancelled',
    );
    expect((await plugin.usage()).calls.total).toBe(0);
    await plugin.close();
  });

  test('is ended by its deadline', async () => {
    const { plugin } = await openWitness({ isolation });
    const { repeat } = await plugin.use(textCapability);
    expect(await failureOf(() => repeat('wait', 1, { deadlineMs: 10 }))).toEqual({
      code: 'call-timeout',
      message: 'Cannot call tutti.text.repeat of plugin "org.tutti.witness": it did not answer within 10 ms',
    });
    expect(await repeat('la', 1)).toBe('la');
    await plugin.close();
  });

  test('is ended by the deadline of the limits when its caller states none', async () => {
    const { plugin } = await openWitness({ isolation, limits: { callMs: 10 } });
    const { repeat } = await plugin.use(textCapability);
    expect((await failureOf(() => repeat('wait', 1))).code).toBe('call-timeout');
    expect(await repeat('la', 1, { deadlineMs: 60_000 })).toBe('la');
    await plugin.close();
  });

  test('gives back a held value that came after its caller had left', async () => {
    const { plugin } = await openWitness({ isolation });
    const late = plugin.take(textCapability, 'repeat', ['late', 1], { deadlineMs: 5 });
    expect((await failureOf(() => late)).code).toBe('call-timeout');
    await plugin.drain();
    expect((await plugin.usage()).values).toEqual({ held: 0, taken: 0, forgotten: 0 });
    expect((await plugin.close()).leakedBlocks).toBe(0);
  });
});

describe('on threads of this process', () => {
  test('calls of a plugin that is thread-safe run at once', async () => {
    const { plugin } = await openWitness({ isolation: 'async' }, threadSafe);
    const { repeat } = await plugin.use(textCapability);
    const abort = new AbortController();
    const waiting = [1, 2].map(() => failureOf(() => repeat('wait', 1, { signal: abort.signal })));
    // The call that asks is the third.
    await expect.poll(() => repeat('inside', 1), { timeout: patienceMs }).toBe('3');
    abort.abort();
    expect((await Promise.all(waiting)).map(({ code }) => code)).toEqual([
      'call-cancelled',
      'call-cancelled',
    ]);
    await plugin.close();
  });

  test('more calls than koffi takes at once wait in line', async () => {
    const { plugin } = await openWitness({ isolation: 'async' }, threadSafe);
    const { repeat } = await plugin.use(textCapability);
    const results = await Promise.all(Array.from({ length: 600 }, (_, i) => repeat('x', i)));
    expect(results.map((text) => text.length)).toEqual(Array.from({ length: 600 }, (_, i) => i));
    await plugin.close();
  });

  test('a call that does not end keeps its plugin busy, and the library in memory', async () => {
    const { plugin } = await openWitness({ isolation: 'async', limits: { graceMs: 5 } });
    const { repeat } = await plugin.use(textCapability);
    // Longer than a machine that is busy may stop meanwhile.
    const late = repeat('deaf', 5000, { deadlineMs: 5 });
    expect((await failureOf(() => late)).code).toBe('call-timeout');
    expect((await plugin.usage()).calls.inFlight).toBe(1);
    const stuck = 'Cannot stop plugin "org.tutti.witness": call 1 (tutti.text.repeat) is still running';
    expect(await failureOf(() => plugin.stop(5))).toEqual({ code: 'stop-failed', message: stuck });
    expect(plugin.state).toBe('draining');
    const report = await plugin.close(5);
    expect([report.state, report.pinnedBy]).toEqual([
      'resident',
      'call 1 (tutti.text.repeat) is still running',
    ]);
  });
});
