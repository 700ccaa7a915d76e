import { abiVersion, stateCapability, textCapability } from '../../src/abi/index.ts';
import { prepareChild } from '../../src/host/child/child-process.ts';
import { ChildRoad } from '../../src/host/child/child-road.ts';
import type { RoadFunction } from '../../src/host/road.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { compileNative } from '../native/compile.ts';
import type { Figures } from './report.ts';
import { median, quantile } from './statistics.ts';

const options = { memoryBytes: 2 ** 26, trace: false, abi: abiVersion };

async function started(
  path: string,
  prepared?: Awaited<ReturnType<typeof prepareChild>>,
): Promise<ChildRoad> {
  const road = await ChildRoad.open(path, { ...options, ...(prepared && { process: prepared }) });
  await road.create();
  await road.start();
  return road;
}

/** Microseconds of each call, from `await` to `await`: bytes in, the same bytes out as an owned value. */
async function roundTrips(echo: RoadFunction, sizeBytes: number, calls: number): Promise<number[]> {
  const bytes = new Uint8Array(sizeBytes).fill(7);
  const times: number[] = [];
  for (let call = 1; call <= calls; call++) {
    const begin = performance.now();
    const outcome = await echo(call, [bytes, 1, 2]);
    times.push((performance.now() - begin) * 1000);
    if (!('value' in outcome)) throw new Error(`the plugin refused call ${call}: ${outcome.message}`);
  }
  return times.slice(calls / 10);
}

async function bound(road: ChildRoad): Promise<RoadFunction> {
  const repeat = await road.find(textCapability, 'repeat');
  if (typeof repeat !== 'function') throw new Error(repeat.missing);
  return repeat;
}

/** Milliseconds from the call that crashes to the next good answer, of a new child or of one that was prepared. */
async function recovery(path: string, isWarm: boolean): Promise<number> {
  const road = await started(path);
  const crash = await bound(road);
  const standby = isWarm ? await prepareChild() : undefined;
  const begin = performance.now();
  await crash(1, ['fault', 1]).then(
    () => {
      throw new Error('the plugin did not crash');
    },
    () => undefined,
  );
  const next = await started(path, standby);
  const outcome = await (await bound(next))(1, ['ok', 1]);
  const ms = performance.now() - begin;
  if (!('value' in outcome)) throw new Error(`the plugin refused: ${outcome.message}`);
  await road.close();
  await next.close();
  return ms;
}

/** A plugin in a child process: how long a call takes there and back, and a crash to the next good answer. */
export async function benchChild(): Promise<Figures> {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  const echoing = await started(await compileNative('tests/bench/peers/echo.c', undefined, '-O2'));
  const echo = await echoing.find(stateCapability, 'migrate');
  if (typeof echo !== 'function') throw new Error(echo.missing);
  const small = await roundTrips(echo, 64, 20_000);
  const large = await roundTrips(echo, 2 ** 16, 5000);
  await echoing.close();

  const crashing = await compileNative('tests/faulty/host/ends.c', undefined, '-DFAULT=1');
  const [cold, warm]: [number[], number[]] = [[], []];
  for (let i = 0; i < 60; i++) {
    cold.push(await recovery(crashing, false));
    warm.push(await recovery(crashing, true));
  }
  return {
    'child-round-trip-64b': { value: median(small), unit: 'µs', limit: 30 },
    'child-round-trip-64b-p95': { value: quantile(small, 0.95), unit: 'µs', limit: 300 },
    'child-round-trip-64k': { value: median(large), unit: 'µs', limit: 60 },
    'child-round-trip-64k-p95': { value: quantile(large, 0.95), unit: 'µs', limit: 600 },
    'crash-recovery-cold': { value: median(cold), unit: 'ms', limit: 30 },
    'crash-recovery-warm': { value: median(warm), unit: 'ms', limit: 5 },
  };
}
