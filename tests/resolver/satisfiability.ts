import satisfies from 'semver/functions/satisfies.js';
import type { Release } from '../../src/resolver/index.ts';
import type { Universe } from './universe.ts';

/** A clause: one of its literals must hold. A literal is a variable's number from 1, negative for "not". */
type Clause = readonly number[];

/**
 * Says whether a universe has a selection by asking a SAT solver: one variable for each release, one clause for each
 * thing that a manifest says. Shares no code with the resolver, and reaches where trying every selection does not.
 */
export function isSatisfiable(universe: Universe): boolean {
  return solve(encode(universe));
}

function encode({ index: { releases }, request }: Universe): Clause[] {
  const clauses: Clause[] = [];
  const numbered = releases.map((release, position) => ({ release, variable: position + 1 }));
  const byId = Map.groupBy(numbered, ({ release }) => release.id);
  const variables = (id: string, isMeant: (release: Release) => boolean): number[] =>
    (byId.get(id) ?? []).filter(({ release }) => isMeant(release)).map(({ variable }) => variable);
  for (const [id, range] of Object.entries(request.roots))
    clauses.push(variables(id, ({ version }) => satisfies(version, range)));
  for (const versions of byId.values()) {
    for (const { variable: one } of versions)
      for (const { variable: other } of versions) if (one < other) clauses.push([-one, -other]);
  }
  const { os, arch, libc } = request.platform;
  for (const { release, variable } of numbered) {
    const runs =
      release.platforms === undefined ||
      release.platforms === 'any' ||
      release.platforms.some(
        (one) => one.os === os && one.arch === arch && (one.libc === undefined || one.libc === libc),
      );
    const isWithdrawn = Boolean(release.yanked) && request.locked?.[release.id] !== release.version;
    if (!runs || isWithdrawn || !satisfies(`${request.host.abi}.0`, release.abi)) clauses.push([-variable]);
    for (const [id, range] of Object.entries(release.dependencies ?? {}))
      clauses.push([-variable, ...variables(id, ({ version }) => satisfies(version, range))]);
    for (const [id, range] of Object.entries(release.optionalDependencies ?? {})) {
      if (id === release.id) continue;
      for (const other of variables(id, ({ version }) => !satisfies(version, range)))
        clauses.push([-variable, -other]);
    }
    for (const [id, range] of Object.entries(release.conflicts ?? {})) {
      if (id === release.id) continue;
      const isMeant = ({ version }: Release) => satisfies(version, range, { includePrerelease: true });
      for (const other of variables(id, isMeant)) clauses.push([-variable, -other]);
    }
    for (const [capability, range] of Object.entries(release.requires ?? {})) {
      const providers = numbered.filter(({ release: { provides = {} } }) =>
        capability in provides ? satisfies(`${provides[capability]}.0`, range) : false,
      );
      clauses.push([-variable, ...providers.map((one) => one.variable)]);
    }
    for (const capability of release.exclusive ?? []) {
      for (const other of numbered) {
        if (other.release.id === release.id || !(capability in (other.release.provides ?? {}))) continue;
        clauses.push([-variable, -other.variable]);
      }
    }
  }
  return clauses;
}

/** Davis, Putnam, Logemann and Loveland: unit clauses first, then a guess at the shortest clause. */
function solve(clauses: readonly Clause[]): boolean {
  let left = clauses;
  for (;;) {
    if (left.length === 0) return true;
    const shortest = left.reduce((least, clause) => (clause.length < least.length ? clause : least));
    const [literal] = shortest;
    if (literal === undefined) return false;
    if (shortest.length === 1) left = assume(left, literal);
    else return solve(assume(left, literal)) || solve(assume(left, -literal));
  }
}

function assume(clauses: readonly Clause[], literal: number): Clause[] {
  return clauses
    .filter((clause) => !clause.includes(literal))
    .map((clause) => (clause.includes(-literal) ? clause.filter((one) => one !== -literal) : clause));
}
