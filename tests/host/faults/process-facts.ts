import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a guest may change about a process, as Linux tells it. */
export interface ProcessFacts {
  readonly folder: string;
  readonly umask: string;
  readonly environment: number;
  readonly descriptors: readonly string[];
  readonly children: readonly string[];
  /** Blocked, ignored and handled signals. */
  readonly signals: string;
  readonly limits: string;
  /** Files that are mapped. */
  readonly maps: readonly string[];
}

/** The facts of this process now. Linux only. */
export function processFacts(): ProcessFacts {
  const status = readFileSync('/proc/self/status', 'utf8');
  const field = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
  return {
    folder: readlinkSync('/proc/self/cwd'),
    umask: field('Umask'),
    environment: Object.keys(process.env).length,
    descriptors: openDescriptors(),
    children: childrenOf('self'),
    signals: ['SigBlk', 'SigIgn', 'SigCgt'].map(field).join(' '),
    limits: readFileSync('/proc/self/limits', 'utf8'),
    maps: [
      ...new Set(
        [...readFileSync('/proc/self/maps', 'utf8').matchAll(/ (\/\S+)$/gm)].map(([, path]) => path ?? ''),
      ),
    ],
  };
}

/** Each open descriptor and what it is, without the one that is open to read them. */
function openDescriptors(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.includes('/proc/') ? [] : [`${fd} ${target}`];
    } catch {
      return [];
    }
  });
}

/** The processes that a process has started and that are not gone, zombies included. */
export function childrenOf(pid: number | 'self'): string[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
  );
}

/** Which facts are others than before. */
export function changedFacts(before: ProcessFacts, after: ProcessFacts): (keyof ProcessFacts)[] {
  return (Object.keys(before) as (keyof ProcessFacts)[]).filter(
    (fact) => JSON.stringify(before[fact]) !== JSON.stringify(after[fact]),
  );
}
