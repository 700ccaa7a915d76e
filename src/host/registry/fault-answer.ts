import type { Manifest } from '../../manifest/index.ts';
import { parseContractVersion, parseRange } from '../../resolver/index.ts';
import { comparePlugins, type Wire } from './plan.ts';

/** Plugins that require something of those that are lost, directly or not; sorted, those that are lost left out. */
export function dependentsOf(wires: readonly Wire[], lost: ReadonlySet<string>): string[] {
  const requirers = new Map<string, string[]>();
  for (const { plugin, provider } of wires)
    requirers.set(provider, [...(requirers.get(provider) ?? []), plugin]);
  const found = new Set<string>();
  const pending = [...lost];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const plugin of requirers.get(id) ?? []) {
      if (found.has(plugin) || lost.has(plugin)) continue;
      found.add(plugin);
      pending.push(plugin);
    }
  }
  return [...found].sort();
}

/** A wire that leads to a lost provider, and the one that takes its place. */
export interface Rewiring {
  readonly from: Wire;
  /** Undefined when nobody else provides the capability. */
  readonly to: Wire | undefined;
}

/**
 * Finds other providers for what the lost ones provided: among `providers`, the one that offers the highest version
 * which the requirer's range admits, else the first by id.
 *
 * @param providers manifests of the plugins that are left
 * @param canReach whether a plugin may be given another one's tables, where each runs
 */
export function rewire(
  wires: readonly Wire[],
  lost: ReadonlySet<string>,
  providers: ReadonlyMap<string, Manifest>,
  canReach: (plugin: string, provider: string) => boolean,
): Rewiring[] {
  return wires
    .filter(({ plugin, provider }) => lost.has(provider) && !lost.has(plugin))
    .map((from) => {
      const { plugin, capability } = from;
      const range = parseRange(providers.get(plugin)?.requires?.[capability] ?? '*');
      const offers = [...providers.values()].flatMap(({ id, provides }) => {
        const version = provides?.[capability];
        const parsed = version === undefined ? undefined : parseContractVersion(version);
        const fits = id !== plugin && !lost.has(id) && canReach(plugin, id);
        return parsed && version && fits && range?.test(parsed) ? [{ id, version, parsed }] : [];
      });
      const [best] = offers.sort((a, b) => b.parsed.compare(a.parsed) || comparePlugins(a.id, b.id));
      return { from, to: best && { plugin, capability, version: best.version, provider: best.id } };
    });
}
