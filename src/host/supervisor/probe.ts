import { HostError, Lifecycle, type State } from '../../abi/index.ts';
import { openStored } from '../plugin/open-plugin.ts';
import type { OpenPluginOptions } from '../plugin/plugin-options.ts';
import type { StoredPlugin } from '../store/entry.ts';
import { type Store, stored } from '../store/store.ts';
import { findQuarantined, liftQuarantine, type Quarantined, storeOf } from './quarantine.ts';

export interface ProbeOptions
  extends Pick<OpenPluginOptions, 'limits' | 'processLimits' | 'abi' | 'requires'> {
  /** The store that the library is kept in; the user's store unless told. */
  readonly store?: Store;
  /** Takes the content out of quarantine when the plugin lived through the probe; no unless told. */
  readonly lifts?: boolean;
}

/** What a probe found. */
export interface ProbeReport {
  /** SHA-256 of the library, in hexadecimal. */
  readonly hash: string;
  /** `probed` when it lived; else what it was before, and `faulted` when it was not in quarantine. */
  readonly state: State;
  /** Its descriptor's id and version; undefined when it was not opened. */
  readonly plugin: string | undefined;
  readonly version: string | undefined;
  /** What it failed with; undefined when it lived. */
  readonly failure: HostError | undefined;
  /** Why it was in quarantine before; undefined when it was not. */
  readonly quarantined: Quarantined | undefined;
  /** Whether the quarantine was lifted. */
  readonly isLifted: boolean;
}

/**
 * Finds out in a process of its own, which ends with the probe, whether a plugin lives: opens it, quarantined or
 * not, starts it, lets it check itself if it can, stops and closes it.
 *
 * @param library the library's path, or an entry of a store
 * @throws HostError of storing the library; what the plugin fails with is in the report
 * @remarks Some milliseconds. Takes as long as `limits.stepMs` for each step that hangs.
 */
export async function probePlugin(
  library: string | StoredPlugin,
  { store, lifts = false, ...opening }: ProbeOptions = {},
): Promise<ProbeReport> {
  const path = typeof library === 'string' ? library : library.path;
  const entry = store && typeof library === 'string' ? await store.add(library) : await stored(library);
  const { hash } = entry;
  const place = store ?? storeOf(entry);
  const quarantined = await findQuarantined(place, hash);
  const lifecycle = new Lifecycle(() => path, quarantined === undefined ? 'inspected' : 'quarantined');
  const probed = lifecycle.permit('probe');
  const { failure, ...found } = await tryOut(entry, path, opening);
  if (failure === undefined) lifecycle.enter(probed);
  else lifecycle.fault();
  const isLifted = failure === undefined && lifts && (await liftQuarantine(place, hash));
  return { hash, state: lifecycle.state, ...found, failure, quarantined, isLifted };
}

/** Leads a plugin through its life. */
async function tryOut(
  entry: StoredPlugin,
  path: string,
  options: OpenPluginOptions,
): Promise<Pick<ProbeReport, 'plugin' | 'version' | 'failure'>> {
  let named: Pick<ProbeReport, 'plugin' | 'version'> = { plugin: undefined, version: undefined };
  try {
    const probing = { ...options, isolation: 'childProcess', opensQuarantined: true } as const;
    const plugin = await openStored(entry, path, probing);
    named = { plugin: plugin.id, version: plugin.version };
    try {
      await plugin.start();
      await plugin.selftest().catch(passUnlessChecked);
      await plugin.stop();
    } finally {
      await plugin.close();
    }
    return { ...named, failure: plugin.lost };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { ...named, failure: error };
  }
}

/** A plugin need not be able to check itself. */
function passUnlessChecked(error: unknown): void {
  if (!(error instanceof HostError) || error.status !== 'TUTTI_E_UNSUPPORTED') throw error;
}
