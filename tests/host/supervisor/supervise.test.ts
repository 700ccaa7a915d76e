import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import {
  liftQuarantine,
  listQuarantined,
  openStore,
  type Supervised,
  type SuperviseOptions,
  type SupervisorEvent,
  supervise,
  textCapability,
} from '../../../src/host/index.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative, freshFolder } from '../../native/compile.ts';
import { failureOf } from '../failures.ts';
import { childrenOf } from '../faults/process-facts.ts';
import { ManualClock } from './manual-clock.ts';

let crashing: string;
let refusingState: string;
let refusingStart: string;
let clock: ManualClock;
let open: Supervised[] = [];

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  crashing = await compileNative('tests/faulty/host/ends.c', undefined, '-DFAULT=ABORT');
  const fails = (at: string) =>
    compileNative('tests/faulty/host/fails.c', undefined, '-DFAULT=REFUSES', `-DAT=IN_${at}`);
  refusingState = await fails('RESTORE');
  refusingStart = await fails('START');
});

afterEach(async () => {
  for (const supervised of open) await supervised.close();
  open = [];
  expect(childrenOf('self')).toEqual([]);
});

/** A supervised plugin, its events from the second on, and its function. */
async function supervised(path: string, options: SuperviseOptions = {}) {
  clock = new ManualClock();
  const one = await supervise(path, { clock, hasStandby: false, ...options });
  open.push(one);
  const { repeat } = one.use(textCapability);
  return { one, repeat, events: one.events.read() };
}

/** Reads events up to the next of a type. */
async function until(
  events: AsyncIterator<SupervisorEvent | { type: 'dropped'; count: number }>,
  type: SupervisorEvent['type'],
): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (;;) {
    const { value, done } = await events.next();
    if (done) throw new Error(`the events ended before ${type}`);
    seen.push(value);
    if (value.type === type) return seen;
  }
}

const aborted =
  'Cannot call tutti.text.repeat of plugin "org.tutti.faulty": its process died by SIGABRT during call 1. Open the plugin again, and report it to its author';

/** The same, as the supervisor hears of it. */
const lost = aborted.replace('call tutti.text.repeat of', 'go on with');

/** The process that a supervised plugin is loaded in. */
function processOf(one: Supervised): string | undefined {
  const path = one.plugin?.path ?? '';
  return childrenOf('self').find((pid) => readFileSync(`/proc/${pid}/maps`, 'utf8').includes(path));
}

/** Ends the one child of this process, as the system's out-of-memory killer would. */
function killChild(): void {
  const [pid] = childrenOf('self');
  process.kill(Number(pid), 'SIGKILL');
}

test('a call that crashes its plugin rejects, and the next one answers, from the instance that stood by', async () => {
  const { one, repeat, events } = await supervised(crashing, { hasStandby: true });
  await until(events, 'standby');
  expect(await failureOf(() => repeat('fault', 1))).toEqual({ code: 'crashed', message: aborted });
  expect(await repeat('la', 2)).toBe('lala');
  expect(one.generation).toBe(2);
  expect(await until(events, 'standby')).toEqual([
    { type: 'fault', generation: 1, code: 'crashed', text: lost },
    { type: 'restarting', afterMs: 0 },
    { type: 'ready', generation: 2, isWarm: true, isRestored: false },
    { type: 'standby', kind: 'instance' },
  ]);
});

test.runIf(process.platform === 'linux').each([
  // what is asked for, what stood by when it crashed, and what was said before that
  [
    'instance',
    {
      type: 'standby-failed',
      text: 'Cannot create plugin "org.tutti.once": there is one already (TUTTI_E_LIMIT)',
    },
  ],
  ['process', undefined],
] as const)(
  'a plugin that cannot be created twice has a process that stands by, asked for %s',
  async (standby, said) => {
    const once = await compileNative('tests/host/supervisor/once.c');
    const { one, repeat, events } = await supervised(once, { hasStandby: true, standby });
    const stands = { type: 'standby', kind: 'process' };
    expect(await until(events, 'standby')).toEqual(said ? [said, stands] : [stands]);
    const [prepared] = childrenOf('self').filter((pid) => pid !== processOf(one));
    await repeat('crash', 1).catch(() => {});
    expect(await repeat('la', 1)).toBe('la');
    expect(processOf(one)).toBe(prepared);
    expect((await until(events, 'ready')).at(-1)).toEqual({
      type: 'ready',
      generation: 2,
      isWarm: true,
      isRestored: false,
    });
  },
);

test('a process that stands by and dies is not waited for', async () => {
  const { one, repeat, events } = await supervised(crashing, { hasStandby: true, standby: 'process' });
  await until(events, 'standby');
  for (const pid of childrenOf('self')) process.kill(Number(pid), 'SIGKILL');
  expect((await until(events, 'ready')).at(-1)).toMatchObject({ generation: 2 });
  expect(await repeat('la', 2)).toBe('lala');
  expect(one.state).toBe('active');
});

test('calls in flight at the crash reject with it, and those that come meanwhile are answered', async () => {
  const { repeat } = await supervised(crashing);
  const results = await Promise.allSettled([repeat('la', 1), repeat('fault', 1), repeat('la', 3)]);
  expect(
    results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.code)),
  ).toEqual(['la', 'crashed', 'crashed']);
  expect(await Promise.all([repeat('la', 1), repeat('la', 2)])).toEqual(['la', 'lala']);
});

test('a process that dies without a call is noticed, and another takes its place', async () => {
  const { one, repeat, events } = await supervised(crashing);
  killChild();
  expect((await until(events, 'ready')).at(-1)).toEqual({
    type: 'ready',
    generation: 2,
    isWarm: false,
    isRestored: false,
  });
  expect(one.state).toBe('active');
  expect(await repeat('la', 2)).toBe('lala');
});

test('each restart in a row waits longer, and a call waits with it', async () => {
  const { one, repeat, events } = await supervised(crashing, { restart: { firstDelayMs: 100, factor: 4 } });
  for (const afterMs of [0, 100, 400]) {
    await repeat('fault', 1).catch(() => {});
    expect((await until(events, 'restarting')).at(-1)).toEqual({ type: 'restarting', afterMs });
    if (afterMs > 0) {
      expect(one.state).toBe('restarting');
      const waiting = repeat('la', 2);
      await clock.slept(afterMs);
      clock.pass(afterMs);
      expect(await waiting).toBe('lala');
    } else await one.ready();
  }
});

test('a call waits no longer than it may', async () => {
  const { repeat, events } = await supervised(crashing, { waitMs: 50 });
  for (const _ of [1, 2]) {
    await repeat('fault', 1).catch(() => {});
    await until(events, 'restarting');
  }
  const waiting = failureOf(() => repeat('la', 1));
  await clock.slept(50);
  clock.pass(50);
  expect(await waiting).toEqual({
    code: 'restarting',
    message:
      'Cannot call plugin "org.tutti.faulty": it is being restarted after a fault, and no other was ready within 50 ms',
  });
});

test('where calls must not wait, they are refused at once', async () => {
  const { one, repeat } = await supervised(crashing, { whileRestarting: 'fail' });
  await repeat('fault', 1).catch(() => {});
  expect(await failureOf(() => repeat('la', 1))).toEqual({
    code: 'restarting',
    message:
      'Cannot call plugin "org.tutti.faulty": it is being restarted after a fault, and its calls do not wait',
  });
  await one.ready();
  expect(await repeat('la', 1)).toBe('la');
});

test('a content that faults too often is quarantined, for every process that uses the store, until it is lifted', async () => {
  const store = await openStore(freshFolder());
  const options = { store, restart: { faults: 2 } };
  const { one, repeat, events } = await supervised(crashing, options);
  for (const _ of [1, 2]) await repeat('fault', 1).catch(() => {});
  const [quarantined] = (await until(events, 'quarantined')).slice(-1);
  const [record] = await listQuarantined(store);
  expect(quarantined).toEqual({ type: 'quarantined', hash: record?.hash, faults: 2 });
  expect(one.state).toBe('quarantined');
  const message = `Cannot open PATH: its content ${record?.hash} is quarantined since 2023-11-14T22:13:20.000Z after 2 faults of plugin "org.tutti.faulty", the last: ${lost}. Update the plugin, or lift it with liftQuarantine(store, "${record?.hash}") for the store ${store.folder}`;
  expect(await failureOf(() => repeat('la', 1), crashing)).toEqual({ code: 'quarantined', message });
  const copy = join(freshFolder(), 'another-name.so');
  copyFileSync(crashing, copy);
  expect(await failureOf(() => supervise(copy, options), copy)).toEqual({ code: 'quarantined', message });
  expect(await liftQuarantine(store, record?.hash ?? '')).toBe(true);
  const again = await supervised(copy, options);
  expect(await again.repeat('la', 2)).toBe('lala');
});

test('a restarted plugin goes on from its last checkpoint', async () => {
  const { one, repeat, events } = await supervised(crashing, { checkpoint: { schema: 1, everyCalls: 2 } });
  for (let call = 0; call < 5; call++) await repeat('la', 1);
  await repeat('fault', 1).catch(() => {});
  await one.ready();
  expect(await one.plugin?.save()).toEqual(Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0));
  expect(await until(events, 'ready')).toEqual([
    { type: 'checkpoint', generation: 1, sizeBytes: 8 },
    { type: 'checkpoint', generation: 1, sizeBytes: 8 },
    { type: 'fault', generation: 1, code: 'crashed', text: lost.replace('call 1', 'call 6') },
    { type: 'restarting', afterMs: 0 },
    { type: 'ready', generation: 2, isWarm: false, isRestored: true },
  ]);
});

test('a checkpoint by time is taken when calls were answered since the last', async () => {
  const { repeat, events } = await supervised(crashing, { checkpoint: { schema: 1, everyMs: 1000 } });
  await repeat('la', 1);
  await clock.slept(1000);
  clock.pass(1000);
  expect(await until(events, 'checkpoint')).toEqual([{ type: 'checkpoint', generation: 1, sizeBytes: 8 }]);
});

test('a checkpoint that the plugin refuses is dropped, and it begins without state', async () => {
  const { one, repeat, events } = await supervised(refusingState, { checkpoint: { schema: 1 } });
  await repeat('la', 1);
  await one.save();
  killChild();
  const seen = (await until(events, 'ready')).slice(-2);
  expect(seen).toEqual([
    {
      type: 'restore-failed',
      text: 'Cannot restore plugin "org.tutti.faulty": the strings are not tuned (TUTTI_E_INTERNAL)',
    },
    { type: 'ready', generation: 2, isWarm: false, isRestored: false },
  ]);
  expect(await repeat('la', 2)).toBe('lala');
});

test('without a checkpoint policy there is nothing to save', async () => {
  const { one } = await supervised(crashing);
  expect(await failureOf(() => one.save())).toEqual({
    code: 'wrong-state',
    message: 'Cannot save plugin "org.tutti.faulty": its supervisor was given no checkpoint policy',
  });
});

test('a plugin that does not start the first time is refused, and nothing of it stays', async () => {
  expect(await failureOf(() => supervise(refusingStart))).toEqual({
    code: 'start-failed',
    message: 'Cannot start plugin "org.tutti.faulty": the strings are not tuned (TUTTI_E_INTERNAL)',
  });
});

test('closing while it is restarted ends the waiting calls too', async () => {
  const { one, repeat, events } = await supervised(crashing);
  for (const _ of [1, 2]) {
    await repeat('fault', 1).catch(() => {});
    await until(events, 'restarting');
  }
  const waiting = failureOf(() => repeat('la', 1));
  await one.close();
  const closed = {
    code: 'wrong-state',
    message: 'Cannot call plugin "org.tutti.faulty": its supervisor is closed',
  };
  expect(await waiting).toEqual(closed);
  expect(await failureOf(() => repeat('la', 1))).toEqual(closed);
  expect(one.state).toBe('closed');
});
