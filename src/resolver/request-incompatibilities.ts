import { type CompiledIndex, findPackage, type Package } from './compiled-index.ts';
import type { Fact } from './fact.ts';
import { type Cause, createIncompatibility, type Incompatibility } from './incompatibility.ts';
import { matchVersions } from './range-match.ts';
import { sortEntries } from './record.ts';
import { formatPlatform, isWithdrawn, runsOn } from './release.ts';
import type { Request } from './request.ts';
import { admits } from './version-intervals.ts';
import { readContractVersion } from './version-range.ts';
import { difference, emptySet, insert } from './version-set.ts';

/** What the roots demand, sorted by id. One that the index cannot meet is an incompatibility without terms. */
export function rootIncompatibilities(compiled: CompiledIndex, request: Request): Incompatibility[] {
  return sortEntries(request.roots).flatMap(([plugin, range]) => {
    const cause: Cause = { kind: 'fact', fact: { kind: 'root', plugin, range } };
    const entry = findPackage(compiled, plugin);
    if (entry === undefined) return { terms: [], cause };
    const wanted = matchVersions(compiled.ranges.find(range)!, entry);
    const set = difference(compiled.fullSets[entry.number]!, wanted);
    return createIncompatibility([{ package: entry.number, set }], compiled.fullSets, cause);
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
  const rules = createHostRules(compiled, request);
  return (number) => {
    const entry = compiled.packages[number]!;
    const made: Incompatibility[] = [];
    for (const rule of rules) {
      if (!rule.concerns(entry)) continue;
      const set = emptySet(entry.size);
      const details: string[] = [];
      entry.releases.forEach((release, position) => {
        const refused = rule.refuses(release);
        if (refused === undefined) return;
        insert(set, position + 1);
        for (const detail of refused) if (!details.includes(detail)) details.push(detail);
      });
      const cause: Cause = { kind: 'fact', fact: rule.factOf(entry.id, details) };
      made.push(...createIncompatibility([{ package: number, set }], compiled.fullSets, cause));
    }
    return made;
  };
}

/** A reason for which releases cannot be selected whatever else is. */
interface HostRule {
  /** Whether it can refuse any release of the plugin at all. */
  concerns(entry: Package): boolean;
  /** What the release would have needed, or `undefined` when it is not refused. */
  refuses(release: CompiledIndex['packages'][number]['releases'][number]): readonly string[] | undefined;
  factOf(plugin: string, details: readonly string[]): Fact;
}

function createHostRules(compiled: CompiledIndex, request: Request): HostRule[] {
  const { host, platform, locked } = request;
  const abi = readContractVersion(host.abi)!;
  const accepted = new Map<string, boolean>();
  const accepts = (range: string) => {
    const known = accepted.get(range) ?? admits(compiled.ranges.find(range)!, abi);
    accepted.set(range, known);
    return known;
  };
  const offered = formatPlatform(platform);
  return [
    {
      concerns: (entry) => !entry.abis.every(accepts),
      refuses: (release) => (accepts(release.abi) ? undefined : [release.abi]),
      factOf: (plugin, ranges) => ({ kind: 'abi', plugin, ranges, offered: host.abi }),
    },
    {
      concerns: (entry) => entry.hasPlatforms,
      refuses(release) {
        if (runsOn(release, platform)) return undefined;
        return release.platforms === 'any' ? [] : (release.platforms ?? []).map(formatPlatform);
      },
      factOf: (plugin, built) => ({ kind: 'platform', plugin, built, offered }),
    },
    {
      concerns: (entry) => entry.hasYanked,
      refuses(release) {
        if (!isWithdrawn(release, locked)) return undefined;
        return typeof release.yanked === 'string' ? [release.yanked] : [];
      },
      factOf: (plugin, reasons) => ({ kind: 'yanked', plugin, reasons }),
    },
  ];
}
