import { beforeAll, describe, expect, test } from 'vitest';
import { HostError, type Isolation, openSlot, type Slot, textCapability } from '../../../src/host/index.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative } from '../../native/compile.ts';

const versions = new Map<string, Promise<string>>();

/** The library of one version of the counter. */
function counter(version: string, ...flags: string[]): Promise<string> {
  const key = [version, ...flags].join(' ');
  const built =
    versions.get(key) ??
    compileNative('tests/host/swap/counter.c', undefined, `-DVERSION="${version}"`, ...flags);
  versions.set(key, built);
  return built;
}

let first: string;
let second: string;
beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  first = await counter('1.0.0');
  second = await counter('2.0.0');
});

/** A guard against hanging. */
const patienceMs = 60_000;

const isolations: readonly Isolation[] = ['inProcess', 'async', 'childProcess'];

describe.each(isolations)('a slot, %s', (isolation) => {
  const open = (path = first, stepMs = patienceMs) =>
    openSlot(path, { isolation, limits: { graceMs: 50, stepMs } });
  /** On a machine that stands still meanwhile, calls wait longer than they would by default. */
  const patient = { holdMs: patienceMs };

  /** Numbered calls without a pause, as many at a time as `width`, until `stop`; the answers in order of asking. */
  function load(api: { repeat(text: string, count: number): Promise<string> }, width: number) {
    const answers: Promise<string>[] = [];
    let isRunning = true;
    const workers = Array.from({ length: width }, async () => {
      while (isRunning) {
        const answer = api.repeat(`${answers.length}`, 1);
        answers.push(answer);
        await answer.catch(() => {});
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    return async (): Promise<string[]> => {
      isRunning = false;
      await Promise.all(workers);
      return Promise.all(answers);
    };
  }

  test('an update under load loses no call, repeats none, and carries the state over', async () => {
    await using slot = await open();
    const stop = load(await slot.use(textCapability), 4);
    const reports = [];
    for (const path of [second, first, second]) reports.push(await slot.swap(path, patient));
    const answers = await stop();
    // Each call was counted once, by one version after the other.
    const counts = answers.map((answer) => Number(answer.split('#')[1])).sort((a, b) => a - b);
    expect(counts).toEqual(answers.map((_, i) => i + 1));
    expect(answers.map((answer) => answer.split('@')[0])).toEqual(answers.map((_, i) => `${i}`));
    expect(reports.map(({ from, to, stateBytes, generation }) => [from, to, stateBytes, generation])).toEqual(
      [
        ['1.0.0', '2.0.0', 8, 2],
        ['2.0.0', '1.0.0', 8, 3],
        ['1.0.0', '2.0.0', 8, 4],
      ],
    );
    expect(reports.map(({ old }) => [old.state, old.leakedBlocks, old.errors])).toEqual([
      ['unmapped', 0, []],
      ['unmapped', 0, []],
      ['unmapped', 0, []],
    ]);
  });

  test('after the update no call reaches the old version', async () => {
    await using slot = await open();
    const api = await slot.use(textCapability);
    await slot.swap(second, patient);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => api.repeat(`${i}`, 1)));
    expect(answers.filter((answer) => !answer.includes('@2.0.0#'))).toEqual([]);
  });

  test('with `state: "drop"` the new version starts afresh', async () => {
    await using slot = await open();
    const api = await slot.use(textCapability);
    await api.repeat('a', 1);
    const { stateBytes } = await slot.swap(second, { ...patient, state: 'drop' });
    expect([stateBytes, await api.repeat('b', 1)]).toEqual([undefined, 'b@2.0.0#1']);
  });

  const crash = isolation === 'childProcess' ? (['RESTORE_CRASHES', 'START_HANGS'] as const) : [];
  // what is wrong with the new version, the end of the message
  const bad: Readonly<Record<string, RegExp>> = {
    CREATE_FAILS: /could not be opened: Cannot create plugin "org.tutti.counter": not on a Monday \(.*\)/,
    RESTORE_FAILS:
      /does not take the state: Cannot restore plugin "org.tutti.counter": the count is from the/,
    START_FAILS: /could not be started: Cannot start plugin "org.tutti.counter": the strings are not tuned/,
    NO_TEXT: /does not offer what callers use: .*tutti.text/,
    RESTORE_CRASHES: /does not take the state: .*org.tutti.counter/,
    START_HANGS: /the old version did not become free: calls waited longer than 2500 ms/,
  };
  const kinds = ['CREATE_FAILS', 'RESTORE_FAILS', 'START_FAILS', 'NO_TEXT', ...crash];

  test.each(kinds)('an update to a version with %s is rolled back, and no call is lost', async (kind) => {
    const path = await counter('3.0.0', `-DUPDATE_FAULT=${kind}`);
    const hangs = kind === 'START_HANGS';
    await using slot = await open(first, hangs ? 5000 : patienceMs);
    const stop = load(await slot.use(textCapability), 2);
    const failure = await failureOf(slot.swap(path, hangs ? { holdMs: 2500 } : patient));
    const answers = await stop();
    expect(failure.code).toBe('swap-failed');
    expect(failure.message).toMatch(bad[kind] as RegExp);
    expect(failure.message.startsWith(`Cannot update plugin "org.tutti.counter" 1.0.0 to ${path}: `)).toBe(
      true,
    );
    expect(failure.message.endsWith('; 1.0.0 goes on')).toBe(true);
    const counts = answers.map((answer) => Number(answer.split('@1.0.0#')[1])).sort((a, b) => a - b);
    expect(counts).toEqual(answers.map((_, i) => i + 1));
    expect([slot.generation, slot.plugin.state]).toEqual([1, 'active']);
  });

  test('a canary call that finds the state lost rolls the update back', async () => {
    const path = await counter('3.0.0', '-DUPDATE_FAULT=FORGETS');
    await using slot = await open();
    const api = await slot.use(textCapability);
    await api.repeat('a', 1);
    const failure = await failureOf(
      slot.swap(path, {
        ...patient,
        canary: async (candidate) => {
          const { repeat } = await candidate.use(textCapability);
          const answer = await repeat('canary', 1);
          if (answer !== 'canary@3.0.0#2') throw new Error(`it said ${answer}`);
        },
      }),
    );
    expect(failure.message).toMatch(/the canary call failed: it said canary@3.0.0#1; 1.0.0 goes on$/);
    expect(await api.repeat('b', 1)).toBe('b@1.0.0#2');
  });

  test('another plugin is not an update', async () => {
    const path = await counter('2.0.0', '-DPLUGIN_ID="org.tutti.stranger"');
    await using slot = await open();
    const { message } = await failureOf(slot.swap(path, patient));
    expect(message).toMatch(
      /could not be opened: it is another plugin, "org.tutti.stranger"; 1.0.0 goes on$/,
    );
  });

  test('a version that cannot save keeps serving, until it is told to drop its state', async () => {
    await using slot = await open(await counter('1.5.0', '-DUPDATE_FAULT=SAVE_FAILS'));
    const { message } = await failureOf(slot.swap(second, patient));
    expect(message).toMatch(/the state could not be saved: .*the count is locked away/);
    expect((await slot.swap(second, { ...patient, state: 'drop' })).to).toBe('2.0.0');
  });

  test('two updates at once: the second is told to wait its turn', async () => {
    await using slot = await open();
    const [report, failure] = await Promise.all([slot.swap(second, patient), failureOf(slot.swap(first))]);
    expect([report.to, failure.message]).toEqual([
      '2.0.0',
      `Cannot update plugin "org.tutti.counter" to ${first}: another update is under way`,
    ]);
  });

  test('a slot that closes during an update closes what serves afterwards', async () => {
    const slot: Slot = await open();
    const swapping = slot.swap(second, patient);
    const report = await slot.close();
    await swapping;
    expect([report.state, slot.plugin.version, slot.plugin.state]).toEqual(['unmapped', '2.0.0', 'unmapped']);
  });
});

async function failureOf(work: Promise<unknown>): Promise<HostError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof HostError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}
