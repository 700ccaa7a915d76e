import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { listen } from './announcements.ts';
import type { Plugin } from './plugin.ts';
import type { PluginUsage } from './plugin-report.ts';

const labelNames = ['plugin', 'version', 'isolation'] as const;
type Labels = Readonly<Record<(typeof labelNames)[number], string>>;

/** From 10 µs, a call on the caller's thread, to 10 s. */
const buckets = [1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 5e-3, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

function labelsOf({ id, version, isolation }: Plugin): Labels {
  return { plugin: id, version, isolation };
}

/** Figures about every plugin of this process, in the Prometheus text format. */
export interface Metrics {
  readonly registry: Registry;
  /** Counts a plugin that was opened before these metrics were created. */
  watch(plugin: Plugin): void;
  /** The text that a Prometheus server scrapes. */
  text(): Promise<string>;
  /** Counts no more, and takes its figures out of the registry. */
  close(): void;
}

/** The figures that are read when they are asked for: name, help, and where they stand in a usage. */
const gauges: readonly (readonly [name: string, help: string, read: (usage: PluginUsage) => number])[] = [
  ['tutti_plugin_memory_live_bytes', 'Memory that the plugin holds now.', (usage) => usage.liveBytes],
  ['tutti_plugin_memory_peak_bytes', 'Most memory that the plugin held at once.', (usage) => usage.peakBytes],
  ['tutti_plugin_values_held', 'Values that callers hold without a copy.', (usage) => usage.values.held],
  [
    'tutti_plugin_calls_in_flight',
    'Calls that the plugin has not answered.',
    (usage) => usage.calls.inFlight,
  ],
];

/**
 * Counts, from now on, what happens to every plugin that is opened in this process: calls and how long they took,
 * failures by code, faults, restarts, swaps, memory, held values. Calls of `useSync` are not counted one by one.
 *
 * @param registry where the figures are registered; one of its own unless given
 */
export function createMetrics(registry = new Registry()): Metrics {
  const open = new Set<Plugin>();
  const registers = [registry];
  const counter = <Extra extends string = never>(name: string, help: string, extra: readonly Extra[] = []) =>
    new Counter({ name, help, labelNames: [...labelNames, ...extra], registers });
  const calls = counter('tutti_plugin_calls_total', 'Calls that ended, well or not.', ['function']);
  const failures = counter('tutti_plugin_call_failures_total', 'Calls that failed, by error code.', ['code']);
  const faults = counter('tutti_plugin_faults_total', 'Times a plugin was taken out of use.', ['code']);
  const forgotten = counter('tutti_plugin_values_forgotten_total', 'Held values that nobody released.');
  const restarts = counter('tutti_plugin_restarts_total', 'Plugins opened in place of one that was lost.');
  const swaps = counter('tutti_plugin_swaps_total', 'Changes to another version, by outcome.', ['outcome']);
  const seconds = new Histogram({
    name: 'tutti_plugin_call_duration_seconds',
    help: 'How long the plugin had a call, from handing it over to its answer.',
    labelNames: [...labelNames],
    buckets,
    registers,
  });
  const sum = async (gauge: Gauge<(typeof labelNames)[number]>, read: (usage: PluginUsage) => number) => {
    gauge.reset();
    const plugins = [...open];
    const usages = await Promise.all(plugins.map((plugin) => plugin.usage().catch(() => undefined)));
    for (const [i, usage] of usages.entries()) {
      if (usage) gauge.inc(labelsOf(plugins[i] as Plugin), read(usage));
    }
  };
  for (const [name, help, read] of gauges) {
    const gauge: Gauge<(typeof labelNames)[number]> = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect: () => sum(gauge, read),
    });
  }
  const instances = new Gauge({
    name: 'tutti_plugins_open',
    help: 'Plugins that are open.',
    labelNames: [...labelNames],
    registers,
    collect() {
      this.reset();
      for (const plugin of open) this.inc(labelsOf(plugin));
    },
  });

  const stops = new Map<Plugin, () => void>();
  const watch = (plugin: Plugin) => {
    if (open.has(plugin)) return;
    open.add(plugin);
    const labels = labelsOf(plugin);
    const { events } = plugin;
    const onFault = ({ detail }: { readonly detail: { readonly code: string } }) =>
      faults.inc({ ...labels, code: detail.code });
    const onForgotten = () => forgotten.inc(labels);
    const onState = ({ detail: { state } }: { readonly detail: { readonly state: string } }) => {
      if (state === 'unmapped' || state === 'resident') stop();
    };
    const forgetCalls = plugin.observeCalls((name, code, ms) => {
      calls.inc({ ...labels, function: name });
      if (code !== undefined) failures.inc({ ...labels, code });
      seconds.observe(labels, ms / 1000);
    });
    events.addEventListener('fault', onFault);
    events.addEventListener('forgotten', onForgotten);
    events.addEventListener('state', onState);
    const stop = () => {
      open.delete(plugin);
      stops.delete(plugin);
      forgetCalls();
      events.removeEventListener('fault', onFault);
      events.removeEventListener('forgotten', onForgotten);
      events.removeEventListener('state', onState);
    };
    stops.set(plugin, stop);
  };

  const silences = [
    listen('opened', ({ plugin }) => watch(plugin)),
    listen('restarted', ({ plugin }) => restarts.inc(labelsOf(plugin))),
    listen('swapped', ({ plugin, isRolledBack }) =>
      swaps.inc({ ...labelsOf(plugin), outcome: isRolledBack ? 'rolled-back' : 'done' }),
    ),
  ];
  const names = [calls, failures, faults, forgotten, restarts, swaps, seconds, instances].map((each) =>
    nameOf(each),
  );
  return {
    registry,
    watch,
    text: () => registry.metrics(),
    close() {
      for (const silence of silences) silence();
      for (const stop of [...stops.values()]) stop();
      for (const name of [...names, ...gauges.map(([gauge]) => gauge)]) registry.removeSingleMetric(name);
    },
  };
}

function nameOf(metric: object): string {
  return (metric as { readonly name: string }).name;
}
