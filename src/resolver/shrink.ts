import { type CompiledIndex, compileIndex, findPackage } from './compiled-index.ts';
import { type Conflict, factsOf } from './conflict.ts';
import { omitUndefined, pickEntries } from './record.ts';
import { type Index, type Ranges, type Release, rangesOf } from './release.ts';
import type { Request } from './request.ts';
import { search } from './search.ts';
import type { Version } from './version.ts';
import { admits } from './version-intervals.ts';

/** A question that has no solution for the same kind of reason, and of which nothing can be left out. */
export interface Reproduction {
  readonly index: Index;
  readonly request: Request;
}

const RELATIONS = ['dependencies', 'optionalDependencies', 'conflicts', 'requires'] as const;
const MAPS = [...RELATIONS, 'provides'] as const;
const MARKS = ['exclusive', 'platforms', 'yanked'] as const;
const SAID: readonly string[] = ['id', 'version', 'abi', ...MAPS, ...MARKS];

/**
 * Makes a minimal reproduction of a conflict: leaves out roots, plugins, releases and what releases say, as long as
 * there is no solution. A range that some release was in keeps one, so that the conflict does not turn into another,
 * trivial one.
 *
 * @param conflict best one of `findConflicts`; only what its proof speaks of is kept to begin with
 * @remarks Compiles the index, and then compiles and resolves a small one for everything that could be left out.
 */
export function shrink(index: Index, conflict: Conflict): Reproduction {
  const whole = compileIndex(index);
  const said = index.releases.map((release) => pickEntries({ ...release }, (key) => SAID.includes(key)));
  let best: Reproduction = { index: { releases: said as unknown as Release[] }, request: conflict.request };
  const consider = (releases: readonly Release[], request = best.request): boolean => {
    const next = { index: { releases }, request };
    const compiled = compileIndex(next.index);
    const isEnough = isFaithful(next, compiled, whole) && search(compiled, request).outcome === 'conflict';
    if (isEnough) best = next;
    return isEnough;
  };
  const facts = factsOf(conflict.steps);
  const told = facts.flatMap(({ kind, plugin }) => (kind === 'root' ? plugin : []));
  const named = new Set(Object.keys(conflict.versions));
  for (const fact of facts) if ('capability' in fact) named.add(fact.capability);
  const releases = best.index.releases
    .filter(({ id }) => named.has(id))
    .map((release) => narrow(release, named));
  const roots = pickEntries(conflict.request.roots, (id) => told.includes(id));
  // What is preferred makes no conflict, and a small one needs no budget of its own.
  const { prefer: _, budget: __, ...question } = conflict.request;
  if (!consider(releases, { ...question, roots })) consider(releases, { ...conflict.request, roots });
  for (let before: Reproduction | undefined; before !== best; ) {
    before = best;
    for (const field of ['locked', 'overrides'] as const) {
      const { [field]: said, ...rest } = best.request;
      if (said !== undefined) consider(best.index.releases, rest);
    }
    for (const field of ['roots', 'overrides'] as const) {
      for (const id in best.request[field]) {
        const { [id]: _, ...left } = best.request[field]!;
        consider(best.index.releases, { ...best.request, [field]: left });
      }
    }
    shrinkList(best.index.releases, consider);
    for (const [position, release] of best.index.releases.entries()) {
      for (const makeSmaller of waysToShrink(release)) {
        const { releases } = best.index;
        const next = makeSmaller(releases[position]!);
        if (next !== undefined) consider(releases.with(position, next));
      }
    }
  }
  return best;
}

/** Leaves out runs of items, halving their length down to one. */
function shrinkList<T>(items: readonly T[], isEnough: (rest: readonly T[]) => boolean): void {
  let left = items;
  let size = items.length;
  do {
    size = Math.ceil(size / 2);
    for (let start = 0; start < left.length; ) {
      const rest = left.toSpliced(start, size);
      if (isEnough(rest)) left = rest;
      else start += size;
    }
  } while (size > 1);
}

/** Each way to make a release say one thing less; it comes to `undefined` where there is nothing to leave out. */
function waysToShrink(release: Release): ((current: Release) => Release | undefined)[] {
  return [
    ({ abi, ...rest }) => (abi === '*' ? undefined : { ...rest, abi: '*' }),
    ...MARKS.map(
      (mark) =>
        ({ [mark]: said, ...rest }: Release) =>
          said === undefined ? undefined : rest,
    ),
    ({ platforms = 'any', ...rest }) =>
      platforms === 'any' || platforms.length < 2 ? undefined : { ...rest, platforms: platforms.slice(0, 1) },
    ...MAPS.flatMap((map) =>
      Object.keys(release[map] ?? {}).map((target) => (current: Release) => {
        const { [map]: { [target]: _, ...left } = {}, ...rest } = current;
        return Object.keys(left).length > 0 ? { ...rest, [map]: left } : rest;
      }),
    ),
  ];
}

/** A release as far as it speaks of what a proof names. */
function narrow(release: Release, named: ReadonlySet<string>): Release {
  const relations = RELATIONS.map((relation) => {
    const left = pickEntries(release[relation] ?? {}, (id) => named.has(id));
    return [relation, Object.keys(left).length > 0 ? left : undefined] as const;
  });
  return omitUndefined({ ...release, ...Object.fromEntries(relations) });
}

/** Whether every range that means some release of the whole index still means one. */
function isFaithful({ index, request }: Reproduction, left: CompiledIndex, whole: CompiledIndex): boolean {
  const isKept = (
    versionsOf: (compiled: CompiledIndex, id: string) => readonly Version[] | undefined,
    ranges: Ranges = {},
  ) =>
    Object.entries(ranges).every(([id, range]) => {
      const isMet = (compiled: CompiledIndex) =>
        versionsOf(compiled, id)?.some((version) => admits(compiled.ranges.find(range)!, version));
      return isMet(left) || !isMet(whole);
    });
  const versionsOf = (compiled: CompiledIndex, id: string) => findPackage(compiled, id)?.versions;
  const offersOf = (compiled: CompiledIndex, id: string) =>
    compiled.providersOf.get(id)?.map(({ offers }) => offers);
  return (
    isKept(versionsOf, request.roots) &&
    index.releases.every(
      (one) =>
        isKept(versionsOf, rangesOf(one, 'dependency', request.overrides)) && isKept(offersOf, one.requires),
    )
  );
}
