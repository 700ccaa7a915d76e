import type { CompiledIndex } from './compiled-index.ts';
import { omitUndefined, pickEntries } from './record.ts';
import { type Platform, type Ranges, runsOn } from './release.ts';
import type { Request } from './request.ts';
import { type SearchResult, search } from './search.ts';
import { comparePrecedence, readContractVersion } from './version.ts';
import { admits, type VersionIntervals } from './version-intervals.ts';

/** The question of a matrix: does each plugin play on each host and platform, alone, and do all together? */
export interface MatrixQuestion extends Pick<Request, 'overrides' | 'locked' | 'prefer' | 'budget'> {
  /** Plugin id -> range. */
  readonly plugins: Ranges;
  /** ABI versions, `major.minor`. */
  readonly hosts: readonly string[];
  readonly platforms: readonly Platform[];
}

export interface MatrixCell {
  /** Plugin of the row; absent in the row of all plugins together. */
  readonly plugin?: string;
  readonly host: string;
  readonly platform: Platform;
  readonly verdict: SearchResult['outcome'];
  /** Version of the plugin that is selected there. */
  readonly version?: string;
  /** What the cell asks; `resolve` of it is the reason of a verdict. */
  readonly request: Request;
}

/**
 * Fills the matrix cell by cell, plugins first and all together last, so that a page can show what there is so far.
 * Hosts and platforms between which no release of the index makes a difference are searched once.
 *
 * @throws RangeError when a plugin's range or a host's version is none
 * @remarks One search for each plugin and each different pair of host and platform, when the cell is asked for.
 */
export function* matrixCells(compiled: CompiledIndex, question: MatrixQuestion): Generator<MatrixCell, void> {
  const { plugins, hosts, platforms, ...options } = question;
  const hostKeys = hosts.map((host) => [host, hostKey(compiled, host)] as const);
  const platformKeys = platforms.map((platform) => [platform, platformKey(compiled, platform)] as const);
  for (const plugin of [...Object.keys(plugins).sort(), undefined]) {
    const roots = pickEntries(plugins, (id) => plugin === undefined || id === plugin);
    const known = new Map<string, SearchResult>();
    for (const [host, ofHost] of hostKeys) {
      for (const [platform, ofPlatform] of platformKeys) {
        const request: Request = { ...options, roots, host: { abi: host }, platform };
        const key = `${ofHost} ${ofPlatform}`;
        const found = known.get(key) ?? search(compiled, request);
        known.set(key, found);
        const version =
          plugin !== undefined && found.outcome === 'resolved' ? found.selection[plugin] : undefined;
        yield omitUndefined({ plugin, host, platform, verdict: found.outcome, version, request });
      }
    }
  }
}

/** The ABI versions at which any release of the index begins or ceases to play, and their neighbours, lowest first. */
export function hostVersions(compiled: CompiledIndex): string[] {
  const intervals = abisOf(compiled).flatMap((range) => range.intervals);
  const versions = intervals.flatMap(({ lower, upper }) =>
    [lower, upper].flatMap((bound) => {
      if (bound === undefined) return [];
      const { major, minor } = bound.version;
      const near = [minor - 1, minor, bound === lower || bound.isIncluded ? minor + 1 : minor];
      return near.map((one) => `${major}.${one}`);
    }),
  );
  return [...new Set(versions)]
    .flatMap((text) => readContractVersion(text) ?? [])
    .sort(comparePrecedence)
    .map(({ major, minor }) => `${major}.${minor}`);
}

/** The same for hosts that every ABI range of the index treats alike; one that is no version is left to the search. */
function hostKey(compiled: CompiledIndex, host: string): string | undefined {
  const version = readContractVersion(host);
  return (
    version &&
    abisOf(compiled)
      .map((range) => Number(admits(range, version)))
      .join('')
  );
}

/** The different ABI ranges of the index. */
function abisOf({ packages, ranges }: CompiledIndex): VersionIntervals[] {
  return [...new Set(packages.flatMap(({ abis }) => abis))].map((range) => ranges.find(range)!);
}

/** The same for platforms that every release of the index treats alike. */
function platformKey({ packages }: CompiledIndex, platform: Platform): string {
  const releases = packages.flatMap((entry) => (entry.hasPlatforms ? entry.releases : []));
  return releases.map((release) => Number(runsOn(release, platform))).join('');
}
