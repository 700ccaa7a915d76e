import type { Unit } from './plan.ts';

type Needs = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Puts plugins in an order in which each comes after all that it needs. Plugins that need each other in a circle
 * form one unit.
 *
 * @remarks Finds strongly connected components without recursion, so that a long chain costs no stack.
 */
export function orderUnits(ids: readonly string[], needs: Needs): Unit[] {
  const unitOf = new Map<string, number>();
  const units: Unit[] = [];
  for (const plugins of findCircles(ids, needs)) {
    const position = units.length;
    for (const id of plugins) unitOf.set(id, position);
    const after = new Set<number>();
    for (const id of plugins) {
      for (const needed of needs.get(id) ?? []) {
        const unit = unitOf.get(needed);
        if (unit !== undefined && unit !== position) after.add(unit);
      }
    }
    units.push({ plugins, after: [...after].sort((left, right) => left - right) });
  }
  return units;
}

interface Visit {
  readonly id: string;
  readonly needed: readonly string[];
  next: number;
}

/** Components of the graph, those that are needed first; a plugin in no circle is one by itself. */
function findCircles(ids: readonly string[], needs: Needs): string[][] {
  const numberOf = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const found: string[][] = [];
  const lower = (id: string, number: number) => lowest.set(id, Math.min(lowest.get(id)!, number));
  const enter = (id: string): Visit => {
    numberOf.set(id, numberOf.size);
    lowest.set(id, numberOf.get(id)!);
    open.push(id);
    isOpen.add(id);
    return { id, needed: [...(needs.get(id) ?? [])].sort(), next: 0 };
  };
  for (const root of ids) {
    if (numberOf.has(root)) continue;
    const path = [enter(root)];
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const needed = visit.needed[visit.next++];
      if (needed !== undefined) {
        if (!numberOf.has(needed)) path.push(enter(needed));
        else if (isOpen.has(needed)) lower(visit.id, numberOf.get(needed)!);
        continue;
      }
      path.pop();
      const above = path.at(-1);
      if (above) lower(above.id, lowest.get(visit.id)!);
      if (lowest.get(visit.id) !== numberOf.get(visit.id)) continue;
      const circle = open.splice(open.indexOf(visit.id));
      for (const id of circle) isOpen.delete(id);
      found.push(circle.sort());
    }
  }
  return found;
}
