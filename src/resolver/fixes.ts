import { type CompiledIndex, findPackage, type Package } from './compiled-index.ts';
import { type Conflict, factsOf } from './conflict.ts';
import { askedFor } from './explanation-sentence.ts';
import type { Fact } from './fact.ts';
import { findConflicts } from './independent-conflicts.ts';
import { pickEntries } from './record.ts';
import { formatPlatform, type Platform } from './release.ts';
import type { Request } from './request.ts';
import { resolve } from './resolve.ts';
import type { Selection } from './selection.ts';
import { verifySelection } from './selection-check.ts';
import { compareSelections, type SelectionChange } from './selection-difference.ts';
import { lowestOf } from './version-intervals.ts';
import { joinWords } from './version-list.ts';

/** A change to a request that makes it solvable; it was resolved and verified before it was offered. */
export interface Fix {
  /** `several` where no change of one thing is enough. */
  readonly kind: 'choose-provider' | 'relax-root' | 'host-abi' | 'drop-root' | 'platform' | 'several';
  /** What to do, as a sentence without a full stop: `Drop org.tutti.repeat`. */
  readonly title: string;
  /** The request with the change made. */
  readonly request: Request;
  /** What is selected then. */
  readonly selection: Selection;
  /** How that differs from what was locked; everything is new where nothing was. */
  readonly changes: readonly SelectionChange[];
}

type Candidate = Pick<Fix, 'kind' | 'title' | 'request'>;

/** So many things are changed together at most, and so often it is tried. */
const TOGETHER = 4;
const ATTEMPTS = 24;

/**
 * Finds changes that make the request solvable, the smallest first: another provider, another range for a root,
 * another host ABI, a root less, another platform; in this order, the least loss first. Several of them together are offered only where
 * none is enough by itself, as when there are several independent conflicts.
 *
 * @param limit how many to find at most
 * @remarks Each candidate costs one `resolve`, with the request's own budget; 24 candidates at most.
 */
export function suggestFixes(compiled: CompiledIndex, conflict: Conflict, limit = 5): Fix[] {
  const { request } = conflict;
  const reasons = findConflicts(compiled, conflict, TOGETHER);
  const fixes: Fix[] = [];
  let open: Trial[] = [{ made: [], request, steps: [] }];
  let attempts = 0;
  for (let depth = 1; depth <= TOGETHER && fixes.length === 0; depth++) {
    const next: Trial[] = [];
    for (const { made, request: changed, steps } of open) {
      // Independent reasons are dealt with one after the other; what is in the way after that, as it comes.
      const candidates = candidatesFor(compiled, changed, reasons[depth - 1]?.steps ?? steps);
      for (const candidate of candidates) {
        const all = [...made, candidate];
        // Another host or platform may do away with several reasons; any other change with one.
        if (depth < reasons.length && candidate.kind !== 'host-abi' && candidate.kind !== 'platform') {
          next.push({ made: all, request: candidate.request, steps: [] });
          continue;
        }
        if (fixes.length >= limit || attempts++ >= ATTEMPTS) return fixes;
        const resolution = resolve(compiled, candidate.request);
        if (resolution.outcome === 'conflict')
          next.push({ made: all, request: candidate.request, steps: resolution.conflict.steps });
        if (resolution.outcome !== 'resolved') continue;
        const { selection } = resolution;
        if (verifySelection(compiled, candidate.request, selection).length > 0) continue;
        const changes = compareSelections(request.locked ?? {}, selection);
        fixes.push({ ...joinCandidates(all), selection, changes });
      }
    }
    open = next;
  }
  return fixes;
}

/** Changes that were not enough, and the proof that they were not. */
interface Trial {
  readonly made: readonly Candidate[];
  readonly request: Request;
  readonly steps: Conflict['steps'];
}

function candidatesFor(compiled: CompiledIndex, request: Request, steps: Conflict['steps']): Candidate[] {
  const facts = factsOf(steps);
  return [
    ...otherProviders(compiled, request, facts),
    ...relaxedRoots(compiled, request, facts),
    ...otherHosts(compiled, request, facts),
    ...fewerRoots(request, facts),
    ...otherPlatforms(compiled, request, facts),
  ];
}

/** Changes made one after the other, as one. */
function joinCandidates(made: readonly Candidate[]): Candidate {
  const last = made.at(-1)!;
  if (made.length === 1) return last;
  const [first, ...rest] = made.map(({ title }) => title);
  const title = joinWords([first!, ...rest.map((one) => one.charAt(0).toLowerCase() + one.slice(1))], 'and');
  return { kind: 'several', title, request: last.request };
}

function rootsIn(facts: readonly Fact[]): Extract<Fact, { kind: 'root' }>[] {
  return facts.filter((fact) => fact.kind === 'root');
}

function withoutRoot(request: Request, plugin: string): Request {
  return { ...request, roots: pickEntries(request.roots, (id) => id !== plugin) };
}

function otherProviders(compiled: CompiledIndex, request: Request, facts: readonly Fact[]): Candidate[] {
  const candidates: Candidate[] = [];
  for (const { plugin } of rootsIn(facts)) {
    const own = new Set(capabilitiesOf(findPackage(compiled, plugin)));
    if (own.size === 0) continue;
    for (const other of compiled.packages) {
      if (Object.hasOwn(request.roots, other.id)) continue;
      const capability = capabilitiesOf(other).find((id) => own.has(id));
      if (capability === undefined) continue;
      const { roots } = withoutRoot(request, plugin);
      const title = `Choose ${other.id} instead of ${plugin} as the provider of ${capability}`;
      candidates.push({
        kind: 'choose-provider',
        title,
        request: { ...request, roots: { ...roots, [other.id]: '*' } },
      });
    }
  }
  return candidates;
}

function capabilitiesOf(entry: Package | undefined): string[] {
  return (entry?.releases ?? []).flatMap((release) => Object.keys(release.provides ?? {})).sort();
}

/** Any other release of a root: asked for by the version that is then selected, prereleases last. */
function relaxedRoots(compiled: CompiledIndex, request: Request, facts: readonly Fact[]): Candidate[] {
  return rootsIn(facts).flatMap(({ plugin, range }) => {
    const entry = findPackage(compiled, plugin);
    if (entry === undefined || range === '*') return [];
    const prereleases = entry.versions.filter((version) => version.prerelease.length > 0);
    const ranges = ['*', ...prereleases.map((version) => version.text)];
    return ranges.map((relaxed): Candidate => {
      const wanted = relaxed === '*' ? `any version of ${plugin}` : askedFor(plugin, relaxed);
      const title = `Ask for ${wanted} instead of ${range}`;
      return {
        kind: 'relax-root',
        title,
        request: { ...request, roots: { ...request.roots, [plugin]: relaxed } },
      };
    });
  });
}

function otherHosts(compiled: CompiledIndex, request: Request, facts: readonly Fact[]): Candidate[] {
  const versions = facts
    .flatMap((fact) => (fact.kind === 'abi' ? fact.ranges : []))
    .map((range) => {
      const { major, minor } = lowestOf(compiled.ranges.find(range)!);
      return `${major}.${minor}`;
    });
  return [...new Set(versions)].sort().map((abi) => ({
    kind: 'host-abi',
    title: `Use a host that offers ABI ${abi}`,
    request: { ...request, host: { ...request.host, abi } },
  }));
}

function fewerRoots(request: Request, facts: readonly Fact[]): Candidate[] {
  if (Object.keys(request.roots).length < 2) return [];
  return rootsIn(facts).map(({ plugin }) => ({
    kind: 'drop-root',
    title: `Drop ${plugin}`,
    request: withoutRoot(request, plugin),
  }));
}

/** Where plugins run that do not run here. */
function otherPlatforms(compiled: CompiledIndex, request: Request, facts: readonly Fact[]): Candidate[] {
  const platforms = new Map<string, Platform>();
  for (const { kind, plugin } of facts) {
    if (kind !== 'platform') continue;
    for (const release of findPackage(compiled, plugin)!.releases)
      if (release.platforms !== 'any')
        for (const platform of release.platforms ?? []) platforms.set(formatPlatform(platform), platform);
  }
  return [...platforms.keys()].sort().map((name) => ({
    kind: 'platform',
    title: `Run on ${name}`,
    request: { ...request, platform: platforms.get(name)! },
  }));
}
