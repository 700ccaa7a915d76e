import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { abiVersion } from '../abi/index.ts';
import { ChildRoad, type ChildRoadOptions } from './child/child-road.ts';
import { openLocalRoad } from './local-road.ts';
import { Plugin } from './plugin.ts';
import { completeLimits, type OpenPluginOptions, type Trust } from './plugin-options.ts';
import type { Isolation, Road } from './road.ts';

function isTrusted(trust: Trust, path: string): boolean {
  if (typeof trust === 'boolean') return trust;
  let sha256: string | undefined;
  return trust({
    path,
    get sha256() {
      sha256 ??= hash('sha256', readFileSync(path));
      return sha256;
    },
  });
}

/** Opens the road to an instance that is not created yet. @throws HostError */
async function openRoad(isolation: Isolation, path: string, options: ChildRoadOptions): Promise<Road> {
  return isolation === 'childProcess'
    ? ChildRoad.open(path, options)
    : openLocalRoad(isolation, path, options);
}

/**
 * Opens a plugin where it may run: in a process of its own unless it is trusted. Reads its file, maps it, checks
 * its ABI, creates an instance, and checks that it offers what is required. Nothing of the file runs before it was
 * found to be a Tutti plugin for this machine.
 *
 * @param library the library's path, or an entry of a store
 * @returns the plugin in state `created`: `restore` it or `start` it, and close it when done
 * @throws HostError; nothing stays open
 */
export async function openPlugin(
  library: string | { readonly path: string },
  options: OpenPluginOptions = {},
): Promise<Plugin> {
  const path = typeof library === 'string' ? library : library.path;
  const { trust = false, trace = false, abi = abiVersion, hooks, requires = [] } = options;
  const limits = completeLimits(options.limits);
  const isolation = options.isolation ?? (isTrusted(trust, path) ? 'inProcess' : 'childProcess');
  const road = await openRoad(isolation, path, {
    memoryBytes: limits.memoryBytes,
    trace,
    abi,
    ...(options.processLimits && { limits: options.processLimits }),
  });
  const plugin = new Plugin(road, limits, hooks, options.restarts);
  try {
    await plugin.create();
    await plugin.require(requires);
  } catch (error) {
    await plugin.close();
    throw error;
  }
  return plugin;
}
