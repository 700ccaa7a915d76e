import { expect, test } from 'vitest';
import { textCapability } from '../../../src/abi/index.ts';
import { createMetrics, openSlot } from '../../../src/host/index.ts';
import { failureOf } from '../failures.ts';
import { buildWitness, openWitness } from './world.ts';

/** The lines of some figures, without what differs from run to run. */
const linesOf = (text: string, ...names: string[]) =>
  text.split('\n').filter((line) => names.some((name) => line.startsWith(name)));

test('every plugin of the process is counted, in the text that Prometheus scrapes', async () => {
  const metrics = createMetrics();
  const first = await openWitness({ isolation: 'inProcess', limits: { memoryBytes: 100 } });
  const second = await openWitness({ isolation: 'inProcess' });
  const { repeat } = await first.plugin.use(textCapability);
  await repeat('la', 2);
  expect((await failureOf(() => repeat('la', 1000))).code).toBe('call-failed');
  const value = await second.plugin.take(textCapability, 'repeat', ['cool', 3]);
  const labels = 'plugin="org.tutti.witness",version="1.0.0",isolation="inProcess"';
  const text = await metrics.text();
  expect(linesOf(text, 'tutti_plugin_calls_total', 'tutti_plugin_call_f', 'tutti_plugins_open')).toEqual([
    `tutti_plugin_calls_total{${labels},function="tutti.text.repeat"} 3`,
    `tutti_plugin_call_failures_total{${labels},code="call-failed"} 1`,
    `tutti_plugins_open{${labels}} 2`,
  ]);
  expect(linesOf(text, 'tutti_plugin_memory', 'tutti_plugin_values_held', 'tutti_plugin_calls_in')).toEqual([
    `tutti_plugin_memory_live_bytes{${labels}} 28`,
    `tutti_plugin_memory_peak_bytes{${labels}} 32`,
    `tutti_plugin_values_held{${labels}} 1`,
    `tutti_plugin_calls_in_flight{${labels}} 0`,
  ]);
  expect(linesOf(text, 'tutti_plugin_call_duration_seconds_count')).toEqual([
    `tutti_plugin_call_duration_seconds_count{${labels}} 3`,
  ]);
  expect((await failureOf(() => second.plugin.call(textCapability, 'repeat', ['bad', 1]))).code).toBe(
    'bad-result',
  );
  value.release();
  await first.plugin.close();
  await second.plugin.close();
  const after = await metrics.text();
  expect(
    linesOf(after, 'tutti_plugin_faults_total', 'tutti_plugins_open', 'tutti_plugin_memory_live'),
  ).toEqual([`tutti_plugin_faults_total{${labels},code="bad-result"} 1`]);
  metrics.close();
  expect((await metrics.text()).trim()).toBe('');
});

test('a plugin that was opened before is counted once it is watched', async () => {
  await using plugin = (await openWitness({ isolation: 'inProcess' })).plugin;
  const metrics = createMetrics();
  metrics.watch(plugin);
  await plugin.call(textCapability, 'repeat', ['la', 2]);
  expect(linesOf(await metrics.text(), 'tutti_plugin_calls_total').length).toBe(1);
  metrics.close();
});

test('updates are counted by their outcome', async () => {
  const metrics = createMetrics();
  const library = await buildWitness();
  const slot = await openSlot(library, { isolation: 'inProcess' });
  await slot.swap(await buildWitness(4), { holdMs: 60_000 });
  await expect(slot.swap('missing.so')).rejects.toMatchObject({ code: 'swap-failed' });
  const labels = 'plugin="org.tutti.witness",version="1.0.0",isolation="inProcess"';
  expect(linesOf(await metrics.text(), 'tutti_plugin_swaps_total')).toEqual([
    `tutti_plugin_swaps_total{${labels},outcome="done"} 1`,
    `tutti_plugin_swaps_total{${labels},outcome="rolled-back"} 1`,
  ]);
  await slot.close();
  metrics.close();
});
