import type { CompiledIndex } from './compiled-index.ts';
import type { Fact } from './fact.ts';
import type { Incompatibility } from './incompatibility.ts';
import { createIncompatibility } from './incompatibility.ts';
import { formatPlatform, runsOn } from './release.ts';
import type { Request } from './request.ts';
import { parseContractVersion, parseRange } from './version-range.ts';
import { emptySet, fullSet, insert, isEmptySet, type VersionSet } from './version-set.ts';

/**
 * Says what the request adds to the index: the roots, and which releases this host and platform (both fixed)
 * or a withdrawal rule out. At most one incompatibility of each kind for a plugin.
 */
export function requestIncompatibilities(compiled: CompiledIndex, request: Request): Incompatibility[] {
  const incompatibilities: Incompatibility[] = [];
  const forbid = (number: number | undefined, set: VersionSet, fact: Fact) => {
    const terms = number === undefined ? [] : [{ package: number, set }];
    const made = createIncompatibility(terms, compiled.fullSets, { kind: 'fact', fact });
    if (made !== undefined) incompatibilities.push(made);
  };
  const hostRules = createHostRules(request);
  compiled.packages.forEach((entry, number) => {
    for (const rule of hostRules) {
      const set = emptySet(entry.size);
      const details: string[] = [];
      entry.releases.forEach((release, position) => {
        const refused = rule.refuses(release);
        if (refused === undefined) return;
        insert(set, position + 1);
        for (const detail of refused) if (!details.includes(detail)) details.push(detail);
      });
      if (!isEmptySet(set)) forbid(number, set, rule.factOf(entry.id, details));
    }
  });
  for (const [plugin, range] of Object.entries(request.roots).sort(([left], [right]) =>
    left < right ? -1 : 1,
  )) {
    const number = compiled.numberOf.get(plugin);
    const fact: Fact = { kind: 'root', plugin, range };
    if (number === undefined) {
      forbid(undefined, emptySet(1), fact);
      continue;
    }
    const entry = compiled.packages[number]!;
    const parsed = parseRange(range)!;
    const set = fullSet(entry.size);
    entry.versions.forEach((version, position) => {
      if (parsed.test(version)) set[(position + 1) >>> 5]! &= ~(1 << ((position + 1) & 31));
    });
    forbid(number, set, fact);
  }
  return incompatibilities;
}

/** A reason for which releases cannot be selected whatever else is. */
interface HostRule {
  /** What the release would have needed, or `undefined` when it is not refused. */
  refuses(release: CompiledIndex['packages'][number]['releases'][number]): readonly string[] | undefined;
  factOf(plugin: string, details: readonly string[]): Fact;
}

function createHostRules(request: Request): HostRule[] {
  const { host, platform, locked } = request;
  const abi = parseContractVersion(host.abi)!;
  const accepts = new Map<string, boolean>();
  const offered = formatPlatform(platform);
  return [
    {
      refuses(release) {
        const accepted = accepts.get(release.abi) ?? parseRange(release.abi)!.test(abi);
        accepts.set(release.abi, accepted);
        return accepted ? undefined : [release.abi];
      },
      factOf: (plugin, ranges) => ({ kind: 'abi', plugin, ranges, offered: host.abi }),
    },
    {
      refuses(release) {
        if (runsOn(release, platform)) return undefined;
        return release.platforms === 'any' ? [] : (release.platforms ?? []).map(formatPlatform);
      },
      factOf: (plugin, built) => ({ kind: 'platform', plugin, built, offered }),
    },
    {
      refuses(release) {
        if (release.yanked === undefined || release.yanked === false) return undefined;
        if (
          locked !== undefined &&
          Object.hasOwn(locked, release.id) &&
          locked[release.id] === release.version
        ) {
          return undefined;
        }
        return release.yanked === true ? [] : [release.yanked];
      },
      factOf: (plugin, reasons) => ({ kind: 'yanked', plugin, reasons }),
    },
  ];
}
