import type { Isolation } from '../road.ts';
import type { Wire } from './plan.ts';

/** Where plugins should run. */
export interface Placement {
  /** Where a plugin would run if it stood alone. */
  readonly isolationOf: (id: string) => Isolation;
  /** The name of the group that a plugin is configured into; undefined where nobody said. */
  readonly groupOf: (id: string) => string | undefined;
}

/** Plugins that share a process. */
export interface Group {
  /** As configured, else the first id. */
  readonly name: string;
  readonly isolation: Isolation;
  /** Sorted. */
  readonly plugins: readonly string[];
}

/**
 * Divides plugins into groups.
 *
 * Plugins that are wired to each other share one group unless they are configured apart, since within a group they
 * call each other's tables directly. A group runs in a child as soon as one of its plugins should; so does one whose
 * plugins would run on several threads of this process and call each other, since a table is called by one thread
 * at a time. A plugin of this process that requires one in a child joins that child.
 */
export function groupPlugins(ids: readonly string[], wires: readonly Wire[], placement: Placement): Group[] {
  const sets = new Sets(ids);
  const configured = new Map<string, string>();
  for (const id of ids) {
    const name = placement.groupOf(id);
    if (name === undefined) continue;
    const first = configured.get(name);
    if (first === undefined) configured.set(name, id);
    else sets.join(first, id);
  }
  const nameOf = (id: string) => placement.groupOf(id);
  const isFree = (id: string) => nameOf(id) === undefined;
  for (const { plugin, provider } of wires) {
    if (isFree(plugin) && isFree(provider)) sets.join(plugin, provider);
  }
  joinNeighbours(sets, wires, isFree, nameOf);
  for (let hasMoved = true; hasMoved; ) {
    hasMoved = false;
    const inChild = isolationBySet(ids, wires, sets, placement);
    for (const { plugin, provider } of wires) {
      const [mine, theirs] = [inChild.get(sets.of(plugin)), inChild.get(sets.of(provider))];
      if (mine === 'childProcess' || theirs !== 'childProcess') continue;
      sets.join(plugin, provider);
      hasMoved = true;
      break;
    }
  }
  const isolations = isolationBySet(ids, wires, sets, placement);
  return sets.all().map((plugins) => {
    const names = plugins.flatMap((id) => nameOf(id) ?? []).sort();
    return { name: names[0] ?? plugins[0]!, isolation: isolations.get(sets.of(plugins[0]!))!, plugins };
  });
}

/** Plugins without a configured group join the one that they are wired to, when there is exactly one. */
function joinNeighbours(
  sets: Sets,
  wires: readonly Wire[],
  isFree: (id: string) => boolean,
  nameOf: (id: string) => string | undefined,
): void {
  const neighbours = new Map<string, Map<string, string>>();
  for (const { plugin, provider } of wires) {
    for (const [free, other] of [
      [plugin, provider],
      [provider, plugin],
    ] as const) {
      if (!isFree(free) || isFree(other)) continue;
      const set = sets.of(free);
      const known = neighbours.get(set) ?? new Map<string, string>();
      neighbours.set(set, known.set(nameOf(other)!, other));
    }
  }
  for (const [set, known] of neighbours) {
    const [only] = known.values();
    if (known.size === 1 && only !== undefined) sets.join(set, only);
  }
}

function isolationBySet(
  ids: readonly string[],
  wires: readonly Wire[],
  sets: Sets,
  { isolationOf }: Placement,
): Map<string, Isolation> {
  const found = new Map<string, Isolation>();
  const wired = new Set(
    wires
      .filter(({ plugin, provider }) => sets.of(plugin) === sets.of(provider))
      .map(({ plugin }) => sets.of(plugin)),
  );
  for (const id of ids) {
    const set = sets.of(id);
    const wanted = isolationOf(id);
    const isolation = wanted === 'async' && wired.has(set) ? 'childProcess' : wanted;
    const rank = ['inProcess', 'async', 'childProcess'] as const;
    const known = found.get(set);
    if (known === undefined || rank.indexOf(isolation) > rank.indexOf(known)) found.set(set, isolation);
  }
  return found;
}

/** Disjoint sets of ids, each known by its first id. */
class Sets {
  readonly #parents: Map<string, string>;

  constructor(ids: readonly string[]) {
    this.#parents = new Map(ids.map((id) => [id, id]));
  }

  of(id: string): string {
    let root = id;
    for (let parent = this.#parents.get(root)!; parent !== root; parent = this.#parents.get(root)!)
      root = parent;
    this.#parents.set(id, root);
    return root;
  }

  join(left: string, right: string): void {
    const [first, second] = [this.of(left), this.of(right)].sort();
    this.#parents.set(second!, first!);
  }

  all(): string[][] {
    const found = new Map<string, string[]>();
    for (const id of this.#parents.keys()) {
      const set = this.of(id);
      found.set(set, [...(found.get(set) ?? []), id]);
    }
    return [...found.values()].sort((left, right) => (left[0]! < right[0]! ? -1 : 1));
  }
}
