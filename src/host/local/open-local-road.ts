import { HostError } from '../../abi/index.ts';
import { libraryFunctions } from '../native/library-functions.ts';
import { openLibrary } from '../native/open-library.ts';
import { Services } from '../native/services.ts';
import type { RoadOptions } from '../road.ts';
import type { StoredPlugin } from '../store/entry.ts';
import { LocalRoad } from './local-road.ts';

/** TUTTI_PLUGIN_PROC_ONLY. */
const procOnly = 16;

/**
 * Opens a plugin's library in this process.
 *
 * @param entry what the store said of the library, where it was asked just now
 * @throws HostError of inspecting it, library-refused, abi-incompatible, bad-descriptor, isolation-unavailable
 */
export function openLocalRoad(
  isolation: 'inProcess' | 'async',
  path: string,
  options: RoadOptions,
  entry?: StoredPlugin,
): LocalRoad {
  const library = openLibrary(path, options.abi, entry);
  const { info } = library;
  try {
    if ((info.flags & procOnly) !== 0) {
      const text = `Cannot open plugin "${info.id}" in this process: it must run in a process of its own (TUTTI_PLUGIN_PROC_ONLY)`;
      throw new HostError('isolation-unavailable', text, { plugin: info.id });
    }
    return new LocalRoad(isolation, library, new Services(options), options);
  } catch (error) {
    libraryFunctions().unload(library.address, 1);
    throw error;
  }
}
