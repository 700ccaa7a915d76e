import { prepareChild } from '../child/child-process.ts';
import { openStored } from '../plugin/open-plugin.ts';
import type { OpenPluginOptions } from '../plugin/plugin-options.ts';
import type { StoredPlugin } from '../store/entry.ts';
import { type Store, stored } from '../store/store.ts';
import type { CheckpointPolicy } from './checkpoint.ts';
import { type Clock, systemClock } from './clock.ts';
import { requireNotQuarantined } from './quarantine.ts';
import { type RestartPolicy, restartPolicy } from './restart-policy.ts';
import type { Standby } from './succession.ts';
import { Supervised } from './supervised.ts';

export interface SuperviseOptions extends Omit<OpenPluginOptions, 'isolation' | 'trust' | 'restarts'> {
  /** When to restart, and when no more; see `restartPolicy`. */
  readonly restart?: Partial<RestartPolicy>;
  /** Whether something stands by for the next restart; yes unless told. */
  readonly hasStandby?: boolean;
  /**
   * What stands by: an instance in a process of its own, created and not started, or only a process, for a plugin
   * that cannot be created twice at once. `instance` unless told, and until creating a second one fails.
   */
  readonly standby?: Standby;
  /** What a call does while there is no instance: `wait` unless told. */
  readonly whileRestarting?: 'wait' | 'fail';
  /** How long such a call waits, in milliseconds; 5,000 unless told. */
  readonly waitMs?: number;
  /** Saves the state now and then, so that a restarted plugin goes on from it; none unless told. */
  readonly checkpoint?: CheckpointPolicy;
  /** Where the library is kept and quarantined contents are written down, for every process that uses this store. */
  readonly store?: Store;
  /** For tests. */
  readonly clock?: Clock;
}

/**
 * Opens and starts a plugin in a process of its own, and opens it again whenever it faults.
 *
 * The first restart follows at once, from the instance that stands by; the next ones wait longer and longer. A
 * content that faults too often is quarantined: calls reject, and with a `store` it is not opened again. The bytes
 * that the file has now are opened each time, whatever becomes of the file.
 *
 * @returns the plugin that comes back, active; close it when done
 * @throws HostError quarantined; of opening, creating and starting the first instance
 */
export async function supervise(
  library: string | StoredPlugin,
  options: SuperviseOptions = {},
): Promise<Supervised> {
  const { restart, hasStandby, standby, whileRestarting, waitMs, checkpoint, store, clock, ...opening } =
    options;
  const path = typeof library === 'string' ? library : library.path;
  const entry = store && typeof library === 'string' ? await store.add(library) : await stored(library);
  const { hash } = entry;
  if (store && !opening.opensQuarantined) await requireNotQuarantined(path, store, hash);
  let opened = 0;
  const supervised = new Supervised({
    path,
    hash,
    open: (process) =>
      openStored(entry, path, { ...opening, isolation: 'childProcess', restarts: opened++ }, process),
    prepare: () => prepareChild(opening.processLimits),
    restart: { ...restartPolicy, ...restart },
    standby: hasStandby === false ? undefined : (standby ?? 'instance'),
    whileRestarting: whileRestarting ?? 'wait',
    waitMs: waitMs ?? 5000,
    checkpoint,
    store,
    clock: clock ?? systemClock,
  });
  await supervised.begin();
  return supervised;
}
