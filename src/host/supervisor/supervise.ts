import { readFile } from 'node:fs/promises';
import { openPlugin } from '../open-plugin.ts';
import type { OpenPluginOptions } from '../plugin-options.ts';
import { hashOf, type StoredPlugin } from '../store/entry.ts';
import type { Store } from '../store/store.ts';
import type { CheckpointPolicy } from './checkpoint.ts';
import { type Clock, systemClock } from './clock.ts';
import { requireNotQuarantined } from './quarantine.ts';
import { type RestartPolicy, restartPolicy } from './restart-policy.ts';
import { Supervised } from './supervised.ts';

export interface SuperviseOptions extends Omit<OpenPluginOptions, 'isolation' | 'trust' | 'restarts'> {
  /** When to restart, and when no more; see `restartPolicy`. */
  readonly restart?: Partial<RestartPolicy>;
  /** Whether an instance stands by in a process of its own, created and not started; yes unless told. */
  readonly hasStandby?: boolean;
  /** What a call does while there is no instance: `wait` unless told. */
  readonly whileRestarting?: 'wait' | 'fail';
  /** How long such a call waits, in milliseconds; 5,000 unless told. */
  readonly waitMs?: number;
  /** Saves the state now and then, so that a restarted plugin goes on from it; none unless told. */
  readonly checkpoint?: CheckpointPolicy;
  /** Where quarantined contents are written down, for every process that uses this store. */
  readonly store?: Store;
  /** For tests. */
  readonly clock?: Clock;
}

/**
 * Opens and starts a plugin in a process of its own, and opens it again whenever it faults.
 *
 * The first restart follows at once, from the instance that stands by; the next ones wait longer and longer. A
 * content that faults too often is quarantined: calls reject, and with a `store` every later `supervise` too.
 *
 * @returns the plugin that comes back, active; close it when done
 * @throws HostError quarantined; of opening, creating and starting the first instance
 */
export async function supervise(
  library: string | StoredPlugin,
  options: SuperviseOptions = {},
): Promise<Supervised> {
  const { restart, hasStandby, whileRestarting, waitMs, checkpoint, store, clock, ...opening } = options;
  const path = typeof library === 'string' ? library : library.path;
  const hash = typeof library === 'string' ? await hashOfFile(path) : library.hash;
  if (store) await requireNotQuarantined(path, store, hash);
  let opened = 0;
  const supervised = new Supervised({
    path,
    hash,
    open: () => openPlugin(library, { ...opening, isolation: 'childProcess', restarts: opened++ }),
    restart: { ...restartPolicy, ...restart },
    hasStandby: hasStandby ?? true,
    whileRestarting: whileRestarting ?? 'wait',
    waitMs: waitMs ?? 5000,
    checkpoint,
    store,
    clock: clock ?? systemClock,
  });
  await supervised.begin();
  return supervised;
}

/** A file that is not there is refused by who opens it, in better words. */
async function hashOfFile(path: string): Promise<string> {
  return hashOf(await readFile(path).catch(() => new Uint8Array()));
}
