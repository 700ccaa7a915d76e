import { type CapabilityDeclaration, HostError } from '../../abi/index.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { PluginCloseReport } from '../plugin/plugin-report.ts';
import { Generation } from './generation.ts';

/** How an update goes. */
export interface SwapOptions {
  /**
   * Tries the new version before it serves, with the state moved over: what it throws rolls the update back.
   * Calls wait meanwhile, and what it changes in the state stays changed.
   */
  readonly canary?: (candidate: Plugin) => unknown;
  /** `carry` saves the state and restores it in the new version, where both can; `drop` starts afresh. */
  readonly state?: 'carry' | 'drop';
  /** Version of the state's format that is asked for; 1 unless told. */
  readonly schema?: number;
  /** How long calls may wait in all, in milliseconds; 1000 unless told. Past it the update is rolled back. */
  readonly holdMs?: number;
}

/** What an update did. */
export interface SwapReport {
  readonly generation: number;
  readonly from: string;
  readonly to: string;
  /** For how long calls waited, in milliseconds. */
  readonly heldMs: number;
  /** Bytes of state that moved; undefined when none did. */
  readonly stateBytes: number | undefined;
  /** What the old version left behind, and whether its library is out of memory. */
  readonly old: PluginCloseReport;
}

/** What an update needs of the slot that it happens in. */
export interface Exchange {
  readonly serving: Generation;
  /** What callers use: the new version must offer it. */
  readonly capabilities: readonly CapabilityDeclaration[];
  readonly open: () => Promise<Plugin>;
  /** Lets calls wait; returns what lets them go. */
  readonly hold: () => () => void;
  readonly serve: (next: Generation) => void;
}

type Step = 'open' | 'hold' | 'save' | 'restore' | 'start' | 'bind' | 'try';

const stepTexts: Readonly<Record<Step, string>> = {
  open: 'the new version could not be opened',
  hold: 'the old version did not become free',
  save: 'the state could not be saved',
  restore: 'the new version does not take the state',
  start: 'the new version could not be started',
  bind: 'the new version does not offer what callers use',
  try: 'the canary call failed',
};

/** A failure of one step, and the way back. */
class StepFailed extends Error {
  readonly step: Step;

  constructor(step: Step, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.step = step;
  }
}

/**
 * The update itself: everything that can fail happens before the new version serves, and each failure leaves the
 * old one serving.
 *
 * @throws HostError swap-failed
 */
export async function replacePlugin(
  exchange: Exchange,
  path: string,
  options: SwapOptions,
): Promise<SwapReport> {
  const { serving } = exchange;
  const { id, version: from } = serving.plugin;
  let candidate: Plugin | undefined;
  let release = () => {};
  let heldMs = 0;
  let next: Generation;
  let stateBytes: number | undefined;
  try {
    candidate = await attempt('open', () => openCandidate(exchange, id));
    const begin = performance.now();
    const { holdMs = 1000 } = options;
    release = exchange.hold();
    const moved = within(holdMs, moveOver(exchange, candidate, options, holdMs));
    ({ next, stateBytes } = await moved);
    exchange.serve(next);
    release();
    heldMs = performance.now() - begin;
  } catch (error) {
    release();
    await candidate?.close();
    if (!(error instanceof StepFailed)) throw error;
    const text = `Cannot update plugin "${id}" ${from} to ${path}: ${stepTexts[error.step]}: ${error.message}; ${from} goes on`;
    throw new HostError('swap-failed', text, { plugin: id, cause: error.cause });
  }
  const old = await serving.plugin.close();
  return { generation: next.number, from, to: next.plugin.version, heldMs, stateBytes, old };
}

async function openCandidate({ open }: Exchange, id: string): Promise<Plugin> {
  const candidate = await open();
  if (candidate.id === id) return candidate;
  await candidate.close();
  throw new Error(`it is another plugin, "${candidate.id}"`);
}

async function moveOver(
  { serving, capabilities }: Exchange,
  candidate: Plugin,
  options: SwapOptions,
  holdMs: number,
): Promise<{ next: Generation; stateBytes: number | undefined }> {
  const { state = 'carry', schema = 1, canary } = options;
  const old = serving.plugin;
  if (!(await serving.idle(holdMs))) {
    throw new StepFailed('hold', `${serving.inFlight} calls are unanswered after ${holdMs} ms`);
  }
  let saved: Uint8Array | undefined;
  if (state === 'carry' && old.savesState) {
    saved = await attempt('save', () => old.save(schema));
    const bytes = saved;
    await attempt('restore', () => candidate.restore(bytes, schema));
  }
  await attempt('start', () => candidate.start());
  const next = new Generation(serving.number + 1, candidate);
  await attempt('bind', async () => {
    for (const capability of capabilities) await next.bind(capability);
  });
  if (canary) await attempt('try', async () => canary(candidate));
  return { next, stateBytes: saved?.length };
}

async function attempt<T>(step: Step, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new StepFailed(step, error);
  }
}

/** The same promise, or its failure once `ms` have passed: callers do not wait for ever. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new StepFailed('hold', `calls waited longer than ${ms} ms`)), ms);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // What comes too late has been rolled back.
    work.catch(() => {});
  }
}
