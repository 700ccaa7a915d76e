import type { AbiVersion } from '../../abi/index.ts';
import { inspectLibrary } from '../inspect/inspect-library.ts';
import type { Inspection } from '../inspect/inspection.ts';
import { requirePlugin } from '../inspect/require-plugin.ts';
import { readEntryAt, requireWhole, type StoredPlugin } from '../store/entry.ts';
import { listThreads } from '../unload/library-threads.ts';
import { libraryFunctions } from './library-functions.ts';
import { type LibraryInfo, libraryInfo, readLibraryInfo } from './library-info.ts';

/** A plugin's library that is mapped in this process. */
export interface OpenedLibrary {
  /** The `tutti_library_t *`: its functions are those of `libraryFunctions`. */
  readonly address: bigint;
  readonly info: LibraryInfo;
  readonly inspection: Inspection;
  /** The threads of the process before the library could start any. */
  readonly threads: ReadonlySet<number>;
}

const none: ReadonlySet<number> = new Set();
const record = Buffer.alloc(libraryInfo.sizeBytes);

/**
 * Maps a plugin's library after its file was found to be one for this machine, and asks its entry. One in a store
 * was inspected when it was added: nothing of it is read again.
 *
 * @param abi the ABI version to offer
 * @param entry what the store said of it, where it was asked just now
 * @throws HostError of `inspectLibrary` and `requirePlugin`; store-corrupt, library-refused, abi-incompatible,
 * bad-descriptor; nothing stays mapped
 */
export function openLibrary(path: string, abi: AbiVersion, entry?: StoredPlugin): OpenedLibrary {
  if (entry) requireWhole(entry);
  const { inspection } = entry ?? readEntryAt(path) ?? { inspection: inspectLibrary(path) };
  requirePlugin(inspection);
  const threads = inspection.canStartThreads ? listThreads() : none;
  const address = libraryFunctions().open(path, abi.major, abi.minor, record);
  const info = readLibraryInfo(record, path, abi);
  if (typeof address !== 'bigint') throw new RangeError(`native/host opened ${path} and gave no library`);
  return { address, info, inspection, threads };
}
