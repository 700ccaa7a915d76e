import { type CompiledIndex, findPackage } from './compiled-index.ts';
import { type Conflict, factsOf } from './conflict.ts';
import type { Fact } from './fact.ts';
import { findConflicts } from './independent-conflicts.ts';
import { sortEntries } from './record.ts';
import { formatPlatform, offerOf, platformsOf } from './release.ts';
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
  const { locked = {} } = request;
  const reasons = findConflicts(compiled, conflict, TOGETHER);
  const fixes: Fix[] = [];
  let open: Trial[] = [{ request, titles: [], steps: [] }];
  let attempts = 0;
  for (let depth = 1; depth <= TOGETHER && fixes.length === 0; depth++) {
    const next: Trial[] = [];
    for (const { request: changed, titles: before, steps } of open) {
      // Independent reasons are dealt with one after the other; what is in the way after that, as it comes.
      for (const candidate of candidatesFor(compiled, changed, reasons[depth - 1]?.steps ?? steps)) {
        const { request: asked } = candidate;
        const title =
          depth > 1 ? candidate.title.replace(/^./, (first) => first.toLowerCase()) : candidate.title;
        const titles = [...before, title];
        // Another host or platform may do away with several reasons; any other change with one.
        if (depth < reasons.length && candidate.kind !== 'host-abi' && candidate.kind !== 'platform') {
          next.push({ request: asked, titles, steps: [] });
          continue;
        }
        if (fixes.length >= limit || attempts++ >= ATTEMPTS) return fixes;
        const found = resolve(compiled, asked);
        if (found.outcome === 'conflict') next.push({ request: asked, titles, steps: found.conflict.steps });
        if (found.outcome !== 'resolved') continue;
        const { selection } = found;
        if (verifySelection(compiled, asked, selection).length > 0) continue;
        const changes = compareSelections(locked, selection);
        const kind = depth > 1 ? 'several' : candidate.kind;
        fixes.push({ kind, title: joinWords(titles, 'and'), request: asked, selection, changes });
      }
    }
    open = next;
  }
  return fixes;
}

/** A request with changes that were not enough, and the proof that they were not. */
interface Trial {
  readonly request: Request;
  readonly titles: readonly string[];
  readonly steps: Conflict['steps'];
}

function candidatesFor(compiled: CompiledIndex, request: Request, steps: Conflict['steps']): Candidate[] {
  const facts = factsOf(steps);
  const asked = facts.filter((fact) => fact.kind === 'root');
  return [
    ...asked.flatMap(({ plugin }) => otherProviders(compiled, request, plugin)),
    ...asked.flatMap(({ plugin, range }) => otherRanges(compiled, request, plugin, range)),
    ...otherHosts(compiled, request, facts),
    ...(Object.keys(request.roots).length < 2 ? [] : asked).map(({ plugin }) => {
      const { [plugin]: _, ...roots } = request.roots;
      return change(request, 'drop-root', `Drop ${plugin}`, { roots });
    }),
    ...otherPlatforms(compiled, request, facts),
  ];
}

function change(request: Request, kind: Fix['kind'], title: string, made: Partial<Request>): Candidate {
  return { kind, title, request: { ...request, ...made } };
}

function otherProviders(compiled: CompiledIndex, request: Request, plugin: string): Candidate[] {
  const { releases = [] } = findPackage(compiled, plugin) ?? {};
  const own = [...new Set(releases.flatMap(({ provides = {} }) => Object.keys(provides)))].sort();
  const { [plugin]: _, ...left } = request.roots;
  return compiled.packages.flatMap((other) => {
    const isOffered = (id: string) => other.releases.some((release) => offerOf(release, id) !== undefined);
    const capability = own.find(isOffered);
    if (capability === undefined || Object.hasOwn(request.roots, other.id)) return [];
    const title = `Choose ${other.id} instead of ${plugin} as the provider of ${capability}`;
    const roots = { ...left, [other.id]: '*' };
    return change(request, 'choose-provider', title, { roots });
  });
}

/** Any other release of a root: asked for by the version that is then selected, prereleases last. */
function otherRanges(compiled: CompiledIndex, request: Request, plugin: string, range: string): Candidate[] {
  const entry = findPackage(compiled, plugin);
  if (entry === undefined || range === '*') return [];
  const prereleases = entry.versions.filter(({ prerelease }) => prerelease.length > 0);
  return ['*', ...prereleases.map(({ text }) => text)].map((relaxed) => {
    const wanted = relaxed === '*' ? `any version of ${plugin}` : `${plugin} ${relaxed}`;
    const roots = { ...request.roots, [plugin]: relaxed };
    return change(request, 'relax-root', `Ask for ${wanted} instead of ${range}`, { roots });
  });
}

function otherHosts(compiled: CompiledIndex, request: Request, facts: readonly Fact[]): Candidate[] {
  const versions = facts
    .flatMap((fact) => (fact.kind === 'abi' ? fact.ranges : []))
    .map((range) => lowestOf(compiled.ranges.find(range)!))
    .map(({ major, minor }) => `${major}.${minor}`);
  return [...new Set(versions)]
    .sort()
    .map((abi) =>
      change(request, 'host-abi', `Use a host that offers ABI ${abi}`, { host: { ...request.host, abi } }),
    );
}

/** Where plugins run that do not run here. */
function otherPlatforms(compiled: CompiledIndex, request: Request, facts: readonly Fact[]): Candidate[] {
  const platforms = facts
    .flatMap(({ kind, plugin }) => (kind === 'platform' ? findPackage(compiled, plugin)!.releases : []))
    .flatMap(platformsOf)
    .map((platform) => [formatPlatform(platform), platform] as const);
  return sortEntries(Object.fromEntries(platforms)).map(([name, platform]) =>
    change(request, 'platform', `Run on ${name}`, { platform }),
  );
}
