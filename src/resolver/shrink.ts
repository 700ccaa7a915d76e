import { compileIndex } from './compiled-index.ts';
import { type Conflict, factsOf } from './conflict.ts';
import type { Fact } from './fact.ts';
import { pickEntries } from './record.ts';
import type { Index, Ranges, Release } from './release.ts';
import type { Request } from './request.ts';
import { search } from './search.ts';
import { readVersion, type Version } from './version.ts';
import { admits, readRange } from './version-intervals.ts';
import { readContractVersion } from './version-range.ts';

/** A question that has no solution for the same kind of reason, and of which nothing can be left out. */
export interface Reproduction {
  readonly index: Index;
  readonly request: Request;
}

const RELATIONS = ['dependencies', 'optionalDependencies', 'conflicts', 'requires'] as const;
const MARKS = ['provides', 'exclusive', 'platforms', 'yanked'] as const;

/**
 * Makes a minimal reproduction of a conflict: leaves out roots, plugins, releases and what releases say, as long as
 * there is no solution. A range that some release was in keeps one, so that the conflict does not turn into another,
 * trivial one.
 *
 * @param conflict best one of `findConflicts`; only what its proof speaks of is kept to begin with
 * @remarks Compiles and resolves a small index once for everything that could be left out.
 */
export function shrink(index: Index, conflict: Conflict): Reproduction {
  const facts = factsOf(conflict.steps);
  const told = new Set(facts.flatMap((fact) => (fact.kind === 'root' ? fact.plugin : [])));
  const named = new Set([
    ...Object.keys(conflict.versions),
    ...facts.flatMap((fact) => capabilityOf(fact) ?? []),
  ]);
  const { locked: _, budget: __, ...question } = conflict.request;
  const whole = meaningOf(index);
  let best: Reproduction = { index, request: conflict.request };
  const consider = (next: Reproduction): boolean => {
    if (!isFaithful(next, whole) || !hasNoSolution(next)) return false;
    best = next;
    return true;
  };
  const releases = index.releases.filter(({ id }) => named.has(id)).map((release) => narrow(release, named));
  const request = { ...question, roots: pickEntries(question.roots, (id) => told.has(id)) };
  if (!consider({ index: { releases }, request }))
    consider({ index: { releases }, request: { ...conflict.request, roots: request.roots } });
  for (let before: Reproduction | undefined; before !== best; ) {
    before = best;
    for (const root of Object.keys(best.request.roots)) {
      const roots = pickEntries(best.request.roots, (id) => id !== root);
      consider({ ...best, request: { ...best.request, roots } });
    }
    shrinkList(best.index.releases, (releases) => consider({ ...best, index: { releases } }));
    for (const release of best.index.releases) {
      for (const smaller of smallerReleases(release)) {
        const current = best.index.releases.find((one) => isSame(one, release))!;
        const next = smaller(current);
        if (next === undefined) continue;
        const releases = best.index.releases.map((one) => (one === current ? next : one));
        consider({ ...best, index: { releases } });
      }
    }
  }
  return best;
}

function hasNoSolution({ index, request }: Reproduction): boolean {
  return search(compileIndex(index), request).outcome === 'conflict';
}

/** Leaves out runs of items, halving their length down to one. */
function shrinkList<T>(items: readonly T[], isEnough: (rest: readonly T[]) => boolean): void {
  let left = items;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < left.length; ) {
      const rest = [...left.slice(0, start), ...left.slice(start + size)];
      if (isEnough(rest)) left = rest;
      else start += size;
    }
  }
}

/** Each way to make a release say one thing less; `undefined` where it says no such thing. */
function smallerReleases(release: Release): ((current: Release) => Release | undefined)[] {
  const less: ((current: Release) => Release | undefined)[] = [
    ({ id, version, abi, ...said }) => {
      const kept = Object.entries(said).filter(([key]) => [...RELATIONS, ...MARKS].includes(key as never));
      return kept.length === Object.keys(said).length
        ? undefined
        : { id, version, abi, ...Object.fromEntries(kept) };
    },
    ({ abi, ...rest }) => (abi === '*' ? undefined : { ...rest, abi: '*' }),
  ];
  for (const mark of MARKS) {
    less.push((current) => {
      const { [mark]: said, ...rest } = current;
      return said === undefined ? undefined : rest;
    });
  }
  for (const relation of RELATIONS) {
    for (const target of Object.keys(release[relation] ?? {})) {
      less.push((current) => {
        const { [relation]: said, ...rest } = current;
        if (said === undefined || !Object.hasOwn(said, target)) return undefined;
        const left = pickEntries(said, (id) => id !== target);
        return Object.keys(left).length === 0 ? rest : { ...rest, [relation]: left };
      });
    }
  }
  return less;
}

/** A release as far as it speaks of what a proof names. */
function narrow(release: Release, named: ReadonlySet<string>): Release {
  const kept = Object.entries(release).flatMap(([key, value]): [string, unknown][] => {
    if (!RELATIONS.includes(key as never)) return [[key, value]];
    const left = pickEntries(value as Ranges, (id) => named.has(id));
    return Object.keys(left).length === 0 ? [] : [[key, left]];
  });
  return Object.fromEntries(kept) as unknown as Release;
}

function capabilityOf(fact: Fact): string | undefined {
  return fact.kind === 'capability' || fact.kind === 'exclusive' ? fact.capability : undefined;
}

/** What the ranges of an index can mean: the versions of each plugin, and those offered of each capability. */
interface Meaning {
  readonly versionsOf: ReadonlyMap<string, readonly Version[]>;
  readonly offersOf: ReadonlyMap<string, readonly Version[]>;
}

function meaningOf({ releases }: Index): Meaning {
  const versionsOf = new Map<string, Version[]>();
  const offersOf = new Map<string, Version[]>();
  const add = (map: Map<string, Version[]>, id: string, version: Version) => {
    const known = map.get(id);
    if (known === undefined) map.set(id, [version]);
    else known.push(version);
  };
  for (const { id, version, provides } of releases) {
    add(versionsOf, id, readVersion(version)!);
    for (const [capability, offers] of Object.entries(provides ?? {}))
      add(offersOf, capability, readContractVersion(offers)!);
  }
  return { versionsOf, offersOf };
}

/** Whether every range that means some release of the whole index still means one. */
function isFaithful({ index, request }: Reproduction, whole: Meaning): boolean {
  const left = meaningOf(index);
  const isKept = (map: keyof Meaning, ranges: Ranges = {}) =>
    Object.entries(ranges).every(([id, range]) => {
      const wanted = readRange(range, false)!;
      const isIn = (meaning: Meaning) =>
        (meaning[map].get(id) ?? []).some((version) => admits(wanted, version));
      return isIn(left) || !isIn(whole);
    });
  return (
    isKept('versionsOf', request.roots) &&
    index.releases.every((one) => isKept('versionsOf', one.dependencies) && isKept('offersOf', one.requires))
  );
}

function isSame(left: Release, right: Release): boolean {
  return left.id === right.id && left.version === right.version;
}
