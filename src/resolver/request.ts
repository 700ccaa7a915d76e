import type { RangeTable } from './range-table.ts';
import { omitUndefined, sortEntries } from './record.ts';
import type { Platform, Ranges } from './release.ts';
import { readContractVersion } from './version.ts';
import { readRange } from './version-intervals.ts';

/** What someone wants, and where. */
export interface Request {
  /** Plugin id -> range: these must be selected. */
  readonly roots: Ranges;
  /** The host's ABI version, `major.minor`. */
  readonly host: { readonly abi: string };
  readonly platform: Platform;
  /** Plugin id -> range in the place of each that a plugin's dependencies give for it, as if their manifests said so. */
  readonly overrides?: Ranges;
  /** Plugin id -> version of an earlier selection: preferred to all others where possible, even when yanked since. */
  readonly locked?: Readonly<Record<string, string>>;
  /** Which version to try first; `highest` when absent. */
  readonly prefer?: 'highest' | 'lowest';
  /** How much work to spend before the honest answer is "unknown". */
  readonly budget?: Budget;
}

export interface Budget {
  /** Conflicts met during the search. Counted, not timed, so that an answer never depends on the machine. */
  readonly conflicts: number;
}

/** A hundred times what the hardest question of a real ecosystem has taken, and a few seconds at most. */
export const DEFAULT_BUDGET: Budget = { conflicts: 4000 };

/** Something in a request that has no meaning, such as a root's range that is none. */
export interface RequestProblem {
  /** Where in the request: `["roots", "org.tutti.repeat"]`. */
  readonly path: readonly string[];
  readonly message: string;
}

/** Finds everything in `request` that `resolve` would refuse; an empty list means it can be resolved. */
export function checkRequest(request: Request): RequestProblem[] {
  return findProblems(request, (range) => readRange(range, false));
}

/** The same with another way to read a range: one that remembers. */
export function findProblems(request: Request, read: RangeTable['find']): RequestProblem[] {
  const problems: RequestProblem[] = [];
  for (const name of ['root', 'override'] as const) {
    const field = `${name}s` as const;
    for (const [id, range] of Object.entries(request[field] ?? {})) {
      if (read(range) !== undefined) continue;
      const message = `Cannot read the range of ${name} "${id}": expected a range such as ^1.0.0, found "${range}"`;
      problems.push({ path: [field, id], message });
    }
  }
  if (readContractVersion(request.host.abi) === undefined) {
    const message = `Cannot read the host's ABI: expected a version such as 1.0, found "${request.host.abi}"`;
    problems.push({ path: ['host', 'abi'], message });
  }
  return problems;
}

/** The same request with its keys in one order, so that what holds it has the same bytes for the same question. */
export function sortRequest(request: Request): Request {
  const { roots, host, platform, overrides, locked, prefer, budget } = request;
  const { os, arch, libc } = platform;
  return omitUndefined({
    roots: Object.fromEntries(sortEntries(roots)),
    host: { abi: host.abi },
    platform: omitUndefined({ os, arch, libc }),
    overrides: overrides && Object.fromEntries(sortEntries(overrides)),
    locked: locked && Object.fromEntries(sortEntries(locked)),
    prefer,
    budget: budget && { conflicts: budget.conflicts },
  });
}
