import type { CompiledIndex } from './compiled-index.ts';
import type { Fact } from './fact.ts';
import { forbid, type Incompatibility } from './incompatibility.ts';
import { memoize, sortEntries } from './record.ts';
import { formatPlatform, isWithdrawn, platformsOf, type Release, runsOn } from './release.ts';
import type { Request } from './request.ts';
import { readContractVersion } from './version.ts';
import { admits } from './version-intervals.ts';
import { difference, emptySet, insert } from './version-set.ts';

/** What the roots demand, sorted by id. One that the index cannot meet is an incompatibility without terms. */
export function rootIncompatibilities(compiled: CompiledIndex, request: Request): Incompatibility[] {
  return sortEntries(request.roots).flatMap(([plugin, range]) => {
    const { fullSets, matches, numberOf } = compiled;
    const number = numberOf.get(plugin);
    const terms =
      number === undefined
        ? []
        : [{ package: number, set: difference(fullSets[number]!, matches[number]!(range)!) }];
    return forbid(fullSets, terms, { kind: 'root', plugin, range });
  });
}

/**
 * Says which releases of a plugin this host and platform (both fixed) or a withdrawal rule out: at most one
 * incompatibility for each of these reasons.
 */
export function createHostDemands(
  compiled: CompiledIndex,
  request: Request,
): (number: number) => readonly Incompatibility[] {
  const { host, platform, locked } = request;
  const abi = readContractVersion(host.abi)!;
  const accepts = memoize((range) => admits(compiled.ranges.find(range)!, abi));
  return (number) => {
    const entry = compiled.packages[number]!;
    const plugin = entry.id;
    const made: Incompatibility[] = [];
    const rule = (
      detailsOf: (release: Release) => readonly string[] | undefined,
      factOf: (details: readonly string[]) => Fact,
    ) => {
      const set = emptySet(entry.size);
      const details = new Set<string>();
      entry.releases.forEach((release, position) => {
        const refused = detailsOf(release);
        if (refused === undefined) return;
        insert(set, position + 1);
        for (const detail of refused) details.add(detail);
      });
      made.push(...forbid(compiled.fullSets, [{ package: number, set }], factOf([...details])));
    };
    if (!entry.abis.every(accepts))
      rule(
        (release) => (accepts(release.abi) ? undefined : [release.abi]),
        (ranges) => ({ kind: 'abi', plugin, ranges, offered: host.abi }),
      );
    if (entry.hasPlatforms)
      rule(
        (release) => (runsOn(release, platform) ? undefined : platformsOf(release).map(formatPlatform)),
        (built) => ({ kind: 'platform', plugin, built, offered: formatPlatform(platform) }),
      );
    if (entry.hasYanked)
      rule(
        (release) =>
          isWithdrawn(release, locked)
            ? [release.yanked].filter((reason) => typeof reason === 'string')
            : undefined,
        (reasons) => ({ kind: 'yanked', plugin, reasons }),
      );
    return made;
  };
}
