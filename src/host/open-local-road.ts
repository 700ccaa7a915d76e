import { HostError } from '../abi/index.ts';
import { inspectLibrary } from './inspect/inspect-library.ts';
import { requirePlugin } from './inspect/require-plugin.ts';
import { libraryFunctions } from './library-functions.ts';
import { libraryInfo, readLibraryInfo } from './library-info.ts';
import { LocalRoad } from './local-road.ts';
import type { RoadOptions } from './road.ts';
import { Services } from './services.ts';
import { readEntryAt } from './store/entry.ts';

/** TUTTI_PLUGIN_PROC_ONLY. */
const procOnly = 16;

/**
 * Opens a plugin's library in this process.
 *
 * @throws HostError of inspecting it, library-refused, abi-incompatible, bad-descriptor, isolation-unavailable
 */
export function openLocalRoad(
  isolation: 'inProcess' | 'async',
  path: string,
  options: RoadOptions,
): LocalRoad {
  const inspection = readEntryAt(path)?.inspection ?? inspectLibrary(path);
  requirePlugin(inspection);
  const record = Buffer.alloc(libraryInfo.sizeBytes);
  const { major, minor } = options.abi;
  const library = libraryFunctions().open(path, major, minor, record);
  const info = readLibraryInfo(record, path, options.abi);
  if (typeof library !== 'bigint') throw new RangeError(`native/host opened ${path} and gave no library`);
  try {
    if ((info.flags & procOnly) !== 0) {
      const text = `Cannot open plugin "${info.id}" in this process: it must run in a process of its own (TUTTI_PLUGIN_PROC_ONLY)`;
      throw new HostError('isolation-unavailable', text, { plugin: info.id });
    }
    return new LocalRoad(isolation, inspection, library, info, new Services(options), options);
  } catch (error) {
    libraryFunctions().unload(library, 1);
    throw error;
  }
}
