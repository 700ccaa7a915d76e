import koffi, { type LibraryHandle } from 'koffi';
import { entrySymbol, HostError } from '../abi/index.ts';
import { inspectLibrary } from './inspect/inspect-library.ts';
import { requirePlugin } from './inspect/require-plugin.ts';
import { readEntryAt } from './store/entry.ts';

export interface Library {
  readonly path: string;
  /** `tutti_plugin_entry_v1(host, err)`: the address of the descriptor, or null. */
  readonly entry: (host: Uint8Array, err: Uint8Array) => bigint | null;
  /** Unmaps the library. Nothing of it may be called afterwards. */
  readonly unload: () => void;
}

/**
 * Maps a plugin's library after its file was found to be one for this machine. One in a store was inspected when
 * it was added: nothing of it is read again.
 *
 * @throws HostError of `inspectLibrary` and `requirePlugin`; store-corrupt; library-refused when the loader says no
 */
export function openLibrary(path: string): Library {
  requirePlugin(readEntryAt(path)?.inspection ?? inspectLibrary(path));
  const handle = load(path);
  const entry = handle.func(`void *${entrySymbol}(void *host, void *err)`) as Library['entry'];
  // The closures keep the handle: koffi closes a library whose handle was collected, under its running code.
  return { path, entry, unload: () => handle.unload() };
}

function load(path: string): LibraryHandle {
  try {
    return koffi.load(path);
  } catch (error) {
    const why =
      error instanceof Error ? error.message.replace(/^Failed to load shared library: /, '') : String(error);
    throw new HostError('library-refused', `Cannot load ${path}: the system's loader says: ${why}`, {
      plugin: path,
      cause: error,
    });
  }
}
