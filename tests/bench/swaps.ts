import { HostError, type Isolation, openSlot, textCapability } from '../../src/host/index.ts';
import { compileNative } from '../native/compile.ts';
import type { Figures } from './report.ts';
import { median, quantile } from './statistics.ts';

const swaps = 1000;
const badUpdates = 100;
/** Numbered calls for each second of the update storm. */
const callsPerSecond = 2000;

const versionOf = (version: string, ...flags: string[]) =>
  compileNative('tests/host/swap/counter.c', undefined, `-DVERSION="${version}"`, ...flags);

/** The faults of bad updates, in turn; those that crash or hang only where a process can be ended. */
const faults: Readonly<Record<'inProcess' | 'childProcess', readonly string[]>> = {
  inProcess: ['CREATE_FAILS', 'RESTORE_FAILS', 'START_FAILS', 'NO_TEXT'],
  childProcess: ['CREATE_FAILS', 'RESTORE_FAILS', 'RESTORE_CRASHES', 'START_FAILS', 'NO_TEXT'],
};

/** What became of a stream of numbered calls. */
interface Storm {
  readonly lost: number;
  readonly duplicated: number;
  readonly stale: number;
  readonly heldMs: readonly number[];
  readonly calls: number;
}

/** A thousand updates under a constant rate of numbered calls, and a hundred updates that must be rolled back. */
export async function benchSwaps(): Promise<Figures> {
  const [one, two] = [await versionOf('1.0.0'), await versionOf('2.0.0')];
  const figures: Record<string, Figures[string]> = {};
  for (const isolation of ['inProcess', 'childProcess'] as const) {
    const suffix = isolation === 'childProcess' ? '-child' : '';
    const good = await storm(isolation, one, [two, one], swaps);
    figures[`swaps-1000${suffix}-calls`] = { value: good.calls, unit: 'calls' };
    figures[`swaps-1000${suffix}-lost`] = { value: good.lost, unit: 'calls', limit: 0 };
    figures[`swaps-1000${suffix}-duplicated`] = { value: good.duplicated, unit: 'calls', limit: 0 };
    figures[`swaps-1000${suffix}-old`] = { value: good.stale, unit: 'calls of the old version', limit: 0 };
    figures[`swaps-1000${suffix}-held-p50`] = { value: median(good.heldMs), unit: 'ms' };
    figures[`swaps-1000${suffix}-held-p99`] = { value: quantile(good.heldMs, 0.99), unit: 'ms' };
    const bad = await Promise.all(
      faults[isolation].map((fault) => versionOf('3.0.0', `-DUPDATE_FAULT=${fault}`)),
    );
    const rolledBack = await storm(isolation, one, bad, badUpdates);
    figures[`bad-updates-100${suffix}`] = {
      value: badUpdates - rolledBack.heldMs.length,
      unit: 'rolled back',
      limit: badUpdates,
      atLeast: true,
    };
    figures[`bad-updates-100${suffix}-lost`] = {
      value: rolledBack.lost + rolledBack.duplicated + rolledBack.stale,
      unit: 'calls',
      limit: 0,
    };
  }
  return figures;
}

async function storm(
  isolation: Isolation,
  first: string,
  updates: readonly string[],
  times: number,
): Promise<Storm> {
  // A busy machine asks late, and then for many at once.
  await using slot = await openSlot(first, { isolation, limits: { callsInFlight: 1_000_000 } });
  const { repeat } = await slot.use(textCapability);
  const answers: Promise<string>[] = [];
  let stale = 0;
  /** Asks what is due; each answer must come from a version that served since the call was made. */
  const begin = performance.now();
  const ask = () => {
    const due = ((performance.now() - begin) * callsPerSecond) / 1000;
    while (answers.length < due) {
      const asked = slot.generation;
      answers.push(
        repeat(`${answers.length}`, 1).then((answer) => {
          const version = asked % 2 === 1 ? '1.0.0' : '2.0.0';
          // Asked after an update was over and answered by the version before it.
          if (updates.length === 2 && slot.generation === asked && !answer.includes(`@${version}#`)) stale++;
          return answer;
        }),
      );
    }
  };
  const timer = setInterval(ask, 1);
  const heldMs: number[] = [];
  for (let i = 0; i < times; i++) {
    try {
      heldMs.push((await slot.swap(updates[i % updates.length] as string)).heldMs);
    } catch (error) {
      // A bad update; that it is one is counted by what did not succeed.
      if (!(error instanceof HostError) || error.code !== 'swap-failed') throw error;
    }
    // An update in this process takes less time than a call is away from the next.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  clearInterval(timer);
  const settled = await Promise.allSettled(answers);
  const counts = new Map<string, number>();
  let lost = 0;
  settled.forEach((answer, i) => {
    if (answer.status === 'rejected' || !answer.value.startsWith(`${i}@`)) lost++;
    else {
      const count = answer.value.split('#')[1] ?? '';
      counts.set(count, (counts.get(count) ?? 0) + 1);
    }
  });
  const duplicated = [...counts.values()].filter((times) => times > 1).length;
  return { lost, duplicated, stale, heldMs, calls: answers.length };
}
