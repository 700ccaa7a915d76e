import { abiVersion, HostError } from '../../abi/index.ts';
import type { ChildProcess } from '../child/child-process.ts';
import { ChildRoad, type ChildRoadOptions } from '../child/child-road.ts';
import { openLocalRoad } from '../local/open-local-road.ts';
import type { Isolation, Road } from '../road.ts';
import type { StoredPlugin } from '../store/entry.ts';
import { stored } from '../store/store.ts';
import { requireNotQuarantined, storeOf } from '../supervisor/quarantine.ts';
import { Plugin } from './plugin.ts';
import { completeLimits, type OpenPluginOptions, type Trust } from './plugin-options.ts';

function isTrusted(trust: Trust, path: string, { hash }: StoredPlugin): boolean {
  return typeof trust === 'boolean' ? trust : trust({ path, sha256: hash });
}

/** A message names the file that the caller named, not its copy in the store. */
function asNamed(error: unknown, copy: string, path: string): unknown {
  if (!(error instanceof HostError) || copy === path) return error;
  const { code, message, plugin, status, line } = error;
  return new HostError(code, message.replaceAll(copy, path), {
    ...(plugin !== undefined && { plugin: plugin === copy ? path : plugin }),
    ...(status !== undefined && { status }),
    ...(line !== undefined && { line }),
    cause: error,
  });
}

/** Opens the road to an instance that is not created yet. @throws HostError */
async function openRoad(isolation: Isolation, entry: StoredPlugin, options: ChildRoadOptions): Promise<Road> {
  return isolation === 'childProcess'
    ? ChildRoad.open(entry.path, options)
    : openLocalRoad(isolation, entry.path, options, entry);
}

/**
 * Opens a plugin where it may run: in a process of its own unless it is trusted. Copies its file into the
 * store, unless it is there; maps the copy, checks its ABI, creates an instance, and checks that it offers what is
 * required. What becomes of the file afterwards changes nothing. Nothing of the file runs before it was
 * found to be a Tutti plugin for this machine, nor of one that is quarantined in its store.
 *
 * @param library the library's path, or an entry of a store
 * @returns the plugin in state `created`: `restore` it or `start` it, and close it when done
 * @throws HostError, such as quarantined; nothing stays open
 */
export async function openPlugin(
  library: string | { readonly path: string },
  options: OpenPluginOptions = {},
): Promise<Plugin> {
  return openStored(await stored(library), typeof library === 'string' ? library : library.path, options);
}

/**
 * As `openPlugin`, for a library that is in a store.
 *
 * @param path what messages name
 * @param process a process that was prepared for it, alone; the plugin's from now on, even when it is not opened
 */
export async function openStored(
  entry: StoredPlugin,
  path: string,
  options: OpenPluginOptions,
  process?: ChildProcess,
): Promise<Plugin> {
  try {
    if (!options.opensQuarantined) await requireNotQuarantined(path, storeOf(entry), entry.hash);
    return await openEntry(entry, path, options, process);
  } catch (error) {
    await process?.close();
    throw error;
  }
}

async function openEntry(
  entry: StoredPlugin,
  path: string,
  options: OpenPluginOptions,
  process: ChildProcess | undefined,
): Promise<Plugin> {
  const { trust = false, trace = false, abi = abiVersion, hooks, requires = [] } = options;
  const limits = completeLimits(options.limits);
  const isolation = options.isolation ?? (isTrusted(trust, path, entry) ? 'inProcess' : 'childProcess');
  const road = await openRoad(isolation, entry, {
    memoryBytes: limits.memoryBytes,
    loadMs: limits.stepMs,
    trace,
    abi,
    ...(process && { process }),
    ...(options.processLimits && { limits: options.processLimits }),
  }).catch((error) => {
    throw asNamed(error, entry.path, path);
  });
  const plugin = new Plugin(road, limits, hooks, options.restarts);
  try {
    options.onOpen?.(plugin);
    await plugin.create();
    await plugin.require(requires);
  } catch (error) {
    await plugin.close();
    throw error;
  }
  return plugin;
}
