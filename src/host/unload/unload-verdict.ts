import path from 'node:path';
import type { UnloadVerdict } from '../../abi/index.ts';
import { inspectLibrary } from '../inspect/inspect-library.ts';
import type { Inspection } from '../inspect/inspection.ts';
import { readMappings } from './memory-map.ts';

/** What became of a library when it was closed, as `tutti_library_close` counts. */
export const unloadFindings = ['unmapped', 'mapped', 'shared', 'kept'] as const;
export type UnloadFinding = (typeof unloadFindings)[number];

/**
 * Names the cause when a library stayed mapped.
 *
 * @param inspection of the library's file
 * @param finding what closing it found
 * @param threadsInside threads that were in its code, because of which it was kept
 * @returns `pinnedBy` is a clause without a full stop, with the library as its "it"
 */
export function judgeUnload(
  inspection: Inspection,
  finding: UnloadFinding,
  threadsInside = 0,
): UnloadVerdict {
  if (finding === 'unmapped') return { isUnmapped: true };
  const pinned = (pinnedBy: string): UnloadVerdict => ({ isUnmapped: false, pinnedBy });
  if (threadsInside > 0) {
    return pinned(
      threadsInside === 1 ? 'a thread still runs in it' : `${threadsInside} threads still run in it`,
    );
  }
  if (finding === 'kept') return pinned('its plugin asks never to be unmapped (TUTTI_PLUGIN_NO_UNLOAD)');
  if (finding === 'shared') return pinned('another instance of the same file is open');
  const { unloadable, hasThreadLocalDestructors } = inspection;
  if (unloadable.verdict === 'no') return pinned(unloadable.reasons.join('; '));
  const user = userOf(inspection);
  if (user !== undefined) return pinned(`another library needs it: ${user}`);
  if (hasThreadLocalDestructors) {
    return pinned(
      'it registered destructors of thread-local variables, which run only when their thread ends',
    );
  }
  return pinned(unloadable.reasons[0] ?? "the system's loader keeps it and gives no reason");
}

/** A library of this process that needs this one; Linux only, and asked only when one stayed without a reason. */
function userOf({ path: file }: Inspection): string | undefined {
  const name = path.basename(file);
  const files = new Set(readMappings().map((mapping) => mapping.file));
  return [...files].find((other) => {
    if (path.basename(other) === name || !/\.so(\.\d+)*$/.test(other)) return false;
    try {
      return inspectLibrary(other).needed.some((needed) => path.basename(needed) === name);
    } catch {
      return false;
    }
  });
}
