import { supervise, textCapability } from '../../src/host/index.ts';
import { compileNative } from '../native/compile.ts';
import type { Figures } from './report.ts';
import { median, quantile } from './statistics.ts';

const crashes = 100;

/** From a call that crashes its plugin to the next good answer, with an instance that stands by and without. */
export async function benchRecovery(): Promise<Figures> {
  const library = await compileNative('tests/faulty/host/ends.c', undefined, '-DFAULT=NULL_POINTER');
  const warm = await recoveries(library, true);
  const cold = await recoveries(library, false);
  return {
    'supervised-recovery-warm': { value: median(warm), unit: 'ms', limit: 5 },
    'supervised-recovery-warm-p99': { value: quantile(warm, 0.99), unit: 'ms' },
    'supervised-recovery-cold': { value: median(cold), unit: 'ms', limit: 30 },
    'supervised-recovery-cold-p99': { value: quantile(cold, 0.99), unit: 'ms' },
  };
}

/** Milliseconds of each recovery: the crashing call is sent at 0, the next one as soon as that was rejected. */
async function recoveries(library: string, hasStandby: boolean): Promise<number[]> {
  await using supervised = await supervise(library, {
    hasStandby,
    // A hundred crashes in a row are meant here: neither backoff nor quarantine.
    restart: { firstDelayMs: 0, faults: Number.POSITIVE_INFINITY },
  });
  const { repeat } = supervised.use(textCapability);
  const events = supervised.events.read();
  const standing = async () => {
    while ((await events.next()).value?.type !== 'standby') {}
  };
  const times: number[] = [];
  for (let crash = 0; crash < crashes; crash++) {
    if (hasStandby) await standing();
    await repeat('la', 1);
    const begin = performance.now();
    await repeat('fault', 1).catch(() => {});
    if ((await repeat('la', 2)) !== 'lala') throw new Error('Cannot measure the recovery: a wrong answer');
    times.push(performance.now() - begin);
  }
  return times;
}
