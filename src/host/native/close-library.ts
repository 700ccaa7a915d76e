import type { UnloadVerdict } from '../../abi/index.ts';
import { countThreadsInside } from '../unload/library-threads.ts';
import { judgeUnload, unloadFindings } from '../unload/unload-verdict.ts';
import { libraryFunctions } from './library-functions.ts';
import type { OpenedLibrary } from './open-library.ts';
import type { Services } from './services.ts';

/** TUTTI_PLUGIN_NO_UNLOAD. */
const noUnload = 1;

/**
 * Unmaps a library whose instance is destroyed, and frees the instance's services; where a thread may still run in
 * it, both stay for ever.
 *
 * @param live what the plugin counted as alive before it was destroyed
 */
export function closeLibrary(library: OpenedLibrary, services: Services, live: bigint): UnloadVerdict {
  const { address, info, inspection, threads } = library;
  const inside = inspection.canStartThreads ? countThreadsInside(inspection.path, threads) : 0;
  const isQuiet = live === 0n && inside === 0;
  // A thread that the plugin forgot may call the host at any time.
  if (isQuiet) services.close();
  else services.abandon();
  const mayUnload = (info.flags & noUnload) === 0 && isQuiet;
  const finding = unloadFindings[Number(libraryFunctions().unload(address, mayUnload ? 1 : 0))];
  if (live > 0n)
    return { isUnmapped: false, pinnedBy: `it says that ${live} threads or values of it are alive` };
  return judgeUnload(inspection, finding ?? 'kept', inside);
}
