import {
  HostError,
  type HostErrorCode,
  type Isolation,
  openPlugin,
  type Plugin,
  type PluginLimits,
  textCapability,
} from '../../../src/host/index.ts';

/** A step that failed: what the host said. */
export interface Failure {
  readonly step: string;
  readonly code: HostErrorCode;
  /** Whole, with the library's path as PATH. */
  readonly message: string;
}

/** What became of a plugin whose life went once through every step, with the fault in it. */
export interface Account {
  readonly failures: readonly Failure[];
  /** The state after the failing step; after every step where none failed. */
  readonly state: string;
  /** What a call after the fault gave: its text, or the code of its error. */
  readonly after: string;
  /** How it ended: unmapped, or resident and why. */
  readonly ended: string;
  readonly leakedBlocks: number;
  readonly misuses: number;
}

/** How long a plugin that is expected to come back may take, however busy the machine is. */
const patientMs = 60_000;
/** The same for one that never comes back; its steps before the faulty one have this long, too. */
export const impatientMs = 2500;

const limitsOf = (ms: number): PluginLimits => ({
  memoryBytes: 2 ** 24,
  callMs: ms,
  stepMs: ms,
  graceMs: 100,
});

/** A state that the faulty plugins restore: five calls. */
const state = Uint8Array.of(5, 0, 0, 0, 0, 0, 0, 0);

/** A message without what changes from run to run: the path, addresses in libraries, the words of a C library. */
function steadied(message: string, path: string): string {
  return message
    .replaceAll(path, 'PATH')
    .replace(/address 0x7f[0-9a-f]{10}\b/, 'address 0x7f…')
    .replace(/ It wrote: .*?(?=\. Open)/s, ' It wrote: …');
}

/** The word on which a plugin of a source commits the fault of a call. */
const wordOf = (path: string) => (/unguarded/.test(path) ? 'panic' : 'fault');

/**
 * Opens a faulty plugin, takes it through every step of a life and closes it. Never throws for a fault that the
 * host caught.
 *
 * @param meanwhile runs while the faulty call is in flight
 * @param limitMs how long a call and a step may take, in milliseconds
 */
export async function accountOf(
  path: string,
  isolation: Isolation,
  meanwhile: () => Promise<unknown> = async () => {},
  limitMs = patientMs,
): Promise<Account> {
  const limits = limitsOf(limitMs);
  const failures: Failure[] = [];
  const step = async <T>(name: string, run: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      failures.push({ step: name, code: error.code, message: steadied(error.message, path) });
      return undefined;
    }
  };
  const plugin = await step('open', () => openPlugin(path, { isolation, limits }));
  if (plugin === undefined) {
    return { failures, state: 'closed', after: '', ended: 'unmapped', leakedBlocks: 0, misuses: 0 };
  }
  const word = wordOf(path);
  const repeat = async (text: string, count: number) =>
    (await plugin.use(textCapability)).repeat(text, count);
  const life: [string, () => Promise<unknown>][] = [
    ['restore', async () => word === 'fault' && plugin.restore(state)],
    ['start', () => plugin.start()],
    ['selftest', async () => word === 'fault' && plugin.selftest()],
    ['use', () => plugin.use(textCapability)],
    ['call', () => repeat('la', 2)],
    ['call', () => Promise.all([repeat(word, 1), meanwhile()])],
  ];
  for (const [name, run] of life) if (failures.length === 0) await step(name, run);
  const after = plugin.state === 'created' ? '' : await answerOf(plugin);
  for (const [name, run] of [
    ['save', async () => word === 'fault' && plugin.save()],
    ['quiesce', () => plugin.quiesce()],
    ['stop', () => plugin.stop()],
  ] as [string, () => Promise<unknown>][]) {
    if (plugin.state === 'active' || plugin.state === 'quiesced') await step(name, run);
  }
  const { state: stateAtEnd } = plugin;
  const report = await plugin.close();
  for (const error of report.errors) await step('close', () => Promise.reject(error));
  return {
    failures,
    state: stateAtEnd,
    after,
    ended: report.pinnedBy === undefined ? report.state : `${report.state}: ${report.pinnedBy}`,
    leakedBlocks: report.leakedBlocks,
    misuses: report.misuses,
  };
}

async function answerOf(plugin: Plugin): Promise<string> {
  try {
    return await (await plugin.use(textCapability)).repeat('do', 2);
  } catch (error) {
    if (error instanceof HostError) return error.code;
    throw error;
  }
}
