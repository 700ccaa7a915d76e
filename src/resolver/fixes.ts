import { type CompiledIndex, findPackage } from './compiled-index.ts';
import { type Conflict, factsOf } from './conflict.ts';
import { askedFor } from './explanation-sentence.ts';
import type { Fact } from './fact.ts';
import { findConflicts } from './independent-conflicts.ts';
import { hostVersions } from './matrix.ts';
import { sortEntries } from './record.ts';
import { formatPlatform, offerOf, platformsOf } from './release.ts';
import { type Request, sortRequest } from './request.ts';
import { resolve } from './resolve.ts';
import { search } from './search.ts';
import type { Selection } from './selection.ts';
import { verifySelection } from './selection-check.ts';
import { compareSelections, type SelectionChange } from './selection-difference.ts';
import { comparePrecedence, readContractVersion } from './version.ts';
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

/** So many things are changed together at most, so often it is tried, and so many of one kind are gone on with. */
const TOGETHER = 6;
const ATTEMPTS = 48;
const SHARE = 8;

/**
 * Finds changes that make the request solvable, the smallest first: another provider, another range for a root,
 * another host ABI, a root less, another platform; in this order, the least loss first. Several of them together are offered only where
 * none is enough by itself, as when there are several independent conflicts.
 *
 * @param limit how many to find at most
 * @remarks Each candidate costs one `resolve`, with the request's own budget; 48 candidates at most.
 */
export function suggestFixes(compiled: CompiledIndex, conflict: Conflict, limit = 5): Fix[] {
  const { request } = conflict;
  const { locked = {} } = request;
  const fixes: Fix[] = [];
  const seen = new Set<string>();
  let open: Trial[] = [{ request, titles: [], conflict }];
  let attempts = 0;
  for (let depth = 1; depth <= TOGETHER && fixes.length === 0; depth++) {
    const next: Trial[] = [];
    // What leaves the fewest independent reasons is gone on with.
    const reasons = open.map((trial) => ({ trial, left: findConflicts(compiled, trial.conflict, TOGETHER) }));
    reasons.sort((one, other) => one.left.length - other.left.length);
    for (const { trial, left } of reasons.slice(0, SHARE)) {
      for (const candidate of candidatesFor(compiled, request, trial.request, factsOf(left[0]!.steps))) {
        const { kind, title, request: asked } = candidate;
        const key = JSON.stringify(sortRequest(asked));
        if (seen.has(key)) continue;
        seen.add(key);
        if (fixes.length >= limit || attempts++ >= ATTEMPTS) return fixes;
        const titles = [
          ...trial.titles,
          depth > 1 ? title.replace(/^./, (first) => first.toLowerCase()) : title,
        ];
        const found = resolve(compiled, asked);
        if (found.outcome === 'conflict') next.push({ request: asked, titles, conflict: found.conflict });
        if (found.outcome !== 'resolved') continue;
        const { selection } = found;
        if (verifySelection(compiled, asked, selection).length > 0) continue;
        fixes.push({
          kind: depth > 1 ? 'several' : kind,
          title: joinWords(titles, 'and'),
          request: asked,
          selection,
          changes: compareSelections(locked, selection),
        });
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
  readonly conflict: Conflict;
}

/** Changes of what is not `changed` yet. */
function candidatesFor(
  compiled: CompiledIndex,
  original: Request,
  request: Request,
  facts: readonly Fact[],
): Candidate[] {
  const { roots, host, platform } = request;
  const asked = rootsOf(facts).filter((id) => original.roots[id] === roots[id]);
  return [
    ...asked.flatMap((plugin) => otherProviders(compiled, original, request, plugin)).slice(0, SHARE),
    ...asked.flatMap((plugin) => otherRanges(compiled, request, plugin)),
    ...(host === original.host ? otherHosts(compiled, request, facts, original === request) : []),
    ...(Object.keys(roots).length < 2 ? [] : asked).map((plugin) => {
      const { [plugin]: _, ...left } = roots;
      return change('drop-root', `Drop ${plugin}`, { ...request, roots: left });
    }),
    ...(platform === original.platform ? otherPlatforms(compiled, request, facts) : []),
  ];
}

/** Plugins that were asked for. */
function rootsOf(facts: readonly Fact[]): string[] {
  return facts.flatMap(({ kind, plugin }) => (kind === 'root' ? plugin : []));
}

function change(kind: Fix['kind'], title: string, request: Request): Candidate {
  return { kind, title, request };
}

function otherProviders(
  compiled: CompiledIndex,
  original: Request,
  request: Request,
  plugin: string,
): Candidate[] {
  const { releases = [] } = findPackage(compiled, plugin) ?? {};
  const own = [...new Set(releases.flatMap(({ provides = {} }) => Object.keys(provides)))].sort();
  const { [plugin]: _, ...left } = request.roots;
  return compiled.packages.flatMap((other) => {
    const isOffered = (id: string) => other.releases.some((release) => offerOf(release, id) !== undefined);
    const capability = own.find(isOffered);
    if (capability === undefined || Object.hasOwn({ ...original.roots, ...left }, other.id)) return [];
    const title = `Choose ${other.id} instead of ${plugin} as the provider of ${capability}`;
    const roots = { ...left, [other.id]: '*' };
    return change('choose-provider', title, { ...request, roots });
  });
}

/** Any other release of a root; then, by its version, the prerelease that would be selected, or else the newest. */
function otherRanges(compiled: CompiledIndex, request: Request, plugin: string): Candidate[] {
  const range = request.roots[plugin]!;
  const { versions = [] } = findPackage(compiled, plugin) ?? {};
  const instead = askedFor(plugin, range) === plugin ? '' : ` instead of ${range}`;
  const ask = (wanted: string): Request => ({ ...request, roots: { ...request.roots, [plugin]: wanted } });
  const prereleases = versions.flatMap(({ prerelease, text }) => (prerelease.length > 0 ? text : []));
  const wanted = instead === '' ? [] : ['*'];
  if (prereleases.length > 0) {
    const found = search(compiled, ask(prereleases.join(' || ')));
    wanted.push(found.outcome === 'resolved' ? found.selection[plugin]! : prereleases[0]!);
  }
  return wanted.map((one) => {
    const title = `Ask for ${one === '*' ? `any version of ${plugin}` : `${plugin} ${one}`}${instead}`;
    return change('relax-root', title, ask(one));
  });
}

/**
 * The lowest that those want who refuse this one.
 *
 * @param isNear whether to look for the nearest that are enough by themselves, too
 */
function otherHosts(
  compiled: CompiledIndex,
  request: Request,
  facts: readonly Fact[],
  isNear: boolean,
): Candidate[] {
  const versions = facts
    .flatMap((fact) => (fact.kind === 'abi' ? fact.ranges : []))
    .map((range) => lowestOf(compiled.ranges.find(range)!))
    .map(({ major, minor }) => `${major}.${minor}`);
  const use = (abi: string) => ({ ...request, host: { ...request.host, abi } });
  if (isNear && versions.length > 0) {
    const own = readContractVersion(request.host.abi)!;
    const enough = hostVersions(compiled).filter((abi) => search(compiled, use(abi)).outcome === 'resolved');
    const isAbove = (abi: string) => comparePrecedence(readContractVersion(abi)!, own) > 0;
    versions.push(...enough.filter((abi) => !isAbove(abi)).slice(-1), ...enough.filter(isAbove).slice(0, 1));
  }
  return [...new Set(versions)]
    .sort()
    .map((abi) => change('host-abi', `Use a host that offers ABI ${abi}`, use(abi)));
}

/** Where plugins run that do not run here. */
function otherPlatforms(compiled: CompiledIndex, request: Request, facts: readonly Fact[]): Candidate[] {
  const platforms = facts
    .flatMap(({ kind, plugin }) => (kind === 'platform' ? findPackage(compiled, plugin)!.releases : []))
    .flatMap(platformsOf)
    .map((platform) => [formatPlatform(platform), platform] as const);
  return sortEntries(Object.fromEntries(platforms)).map(([name, platform]) =>
    change('platform', `Run on ${name}`, { ...request, platform }),
  );
}
