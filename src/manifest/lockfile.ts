import type { Ranges, Request, Selection } from '../resolver/index.ts';
import { LOCKFILE_FORMAT } from './lockfile-field.ts';
import type { Target } from './manifest.ts';

/** SHA-256 of a plugin's library for each target, 64 hexadecimal digits in lower case. */
export type LibraryHashes = Readonly<Partial<Record<Target, string>>>;

/** What is known of a release's libraries; `undefined` where nothing is. */
export type FindHashes = (id: string, version: string) => LibraryHashes | undefined;

/** A `tutti.lock`: what was asked for, and which release of every plugin was selected for it. */
export interface Lockfile {
  readonly $schema?: string;
  readonly lockfile: typeof LOCKFILE_FORMAT;
  /** ABI version of the host it was resolved for. */
  readonly abi: string;
  readonly roots: Ranges;
  /** As in the request. */
  readonly overrides?: Ranges;
  readonly plugins: Readonly<Record<string, LockedPlugin>>;
}

export interface LockedPlugin {
  readonly version: string;
  /** Of all targets, not only the one that was resolved for: the same lock serves every machine. */
  readonly sha256?: LibraryHashes;
}

/**
 * Locks a selection.
 *
 * @param request what the selection was resolved for
 * @param findHashes libraries whose hashes are known; a plugin without any is locked by its version alone
 */
export function createLockfile(request: Request, selection: Selection, findHashes?: FindHashes): Lockfile {
  const plugins = Object.entries(selection).map(([id, version]) => {
    const sha256 = findHashes?.(id, version) ?? {};
    return [id, Object.keys(sha256).length > 0 ? { version, sha256 } : { version }] as const;
  });
  return {
    lockfile: LOCKFILE_FORMAT,
    abi: request.host.abi,
    roots: request.roots,
    ...(request.overrides && { overrides: request.overrides }),
    plugins: Object.fromEntries(plugins),
  };
}

/** What a lockfile selects, as `locked` of a request takes it. */
export function selectionOfLockfile(lockfile: Lockfile): Selection {
  return Object.fromEntries(Object.entries(lockfile.plugins).map(([id, { version }]) => [id, version]));
}

/** The text of `tutti.lock`: keys in one order, so that the same lock has the same bytes. */
export function formatLockfile({ $schema, lockfile, abi, roots, overrides, plugins }: Lockfile): string {
  const document = {
    $schema,
    lockfile,
    abi,
    roots: sortKeys(roots),
    overrides: overrides && sortKeys(overrides),
    plugins: sortKeys(plugins, ({ version, sha256 }) => ({ version, sha256: sha256 && sortKeys(sha256) })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The same entries, in the order of their keys, each value as it is written. */
function sortKeys<T>(
  map: Readonly<Record<string, T>>,
  write: (value: T) => unknown = (value) => value,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(map)
      .sort()
      .map((key) => [key, write(map[key]!)]),
  );
}
