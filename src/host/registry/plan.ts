import type { Binding, Selection } from '../../resolver/index.ts';
import { type Group, groupPlugins, type Placement } from './groups.ts';
import { orderUnits } from './units.ts';

/** What a plugin needs to be there before it starts, besides providers: the ids that its manifest names. */
export type DependenciesOf = (id: string) => readonly string[];

/** A requirer's query for a capability is answered with the provider's table. */
export interface Wire {
  readonly plugin: string;
  readonly capability: string;
  /** Version of the capability that the provider offers, `major.minor`. */
  readonly version: string;
  readonly provider: string;
}

/** How a selection is opened, as data. */
export interface Plan {
  /**
   * Plugins that open together, each list after all that it needs: one plugin, or several that need each other.
   * Those that do not need each other may open at the same time.
   */
  readonly units: readonly Unit[];
  /** Which plugins share a process, sorted by their first plugins. */
  readonly groups: readonly Group[];
  /** Sorted by plugin, then by capability. */
  readonly wires: readonly Wire[];
}

export interface Unit {
  /** Sorted. */
  readonly plugins: readonly string[];
  /** Positions of the units that are opened before; in `Plan.units`, each lower than its own. */
  readonly after: readonly number[];
}

/**
 * Plans in which order a selection opens, who gets whose tables, and who shares a process with whom.
 *
 * @param bindings who provides what to whom, as the resolver says
 * @param placement where each plugin would run if it stood alone
 * @remarks O(plugins + bindings). The same for the same selection, whatever its order.
 */
export function planRegistry(
  selection: Selection,
  bindings: readonly Binding[],
  dependenciesOf: DependenciesOf,
  placement: Placement,
): Plan {
  const ids = Object.keys(selection).sort();
  const wires = wiresOf(bindings);
  const needs = new Map(
    ids.map((id) => [id, new Set(dependenciesOf(id).filter((other) => other in selection))]),
  );
  for (const { plugin, provider } of wires) needs.get(plugin)?.add(provider);
  return { units: orderUnits(ids, needs), groups: groupPlugins(ids, wires, placement), wires };
}

/** A plugin that requires what it provides itself needs no wire. */
function wiresOf(bindings: readonly Binding[]): Wire[] {
  return bindings
    .filter(({ plugin, provider }) => plugin !== provider)
    .map(({ plugin, capability, offers, provider }) => ({ plugin, capability, version: offers, provider }))
    .sort((a, b) => comparePlugins(a.plugin, b.plugin) || comparePlugins(a.capability, b.capability));
}

/** Orders ids as the resolver does. */
export function comparePlugins(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
