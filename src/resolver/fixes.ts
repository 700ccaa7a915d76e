import { type CompiledIndex, findPackage } from './compiled-index.ts';
import { type Conflict, factsOf } from './conflict.ts';
import { askedFor } from './explanation-sentence.ts';
import type { Fact } from './fact.ts';
import { findConflicts } from './independent-conflicts.ts';
import { hostVersions } from './matrix.ts';
import { pickEntries, sortEntries } from './record.ts';
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

/** A change of a request: what it replaces in it. Its title begins with a small letter. */
type Candidate = Pick<Fix, 'kind' | 'title'> & Partial<Request>;

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
  for (let depth = 1; depth <= TOGETHER && fixes.length === 0; depth++) {
    const next: Trial[] = [];
    // What leaves the fewest independent reasons is gone on with.
    const reasons = open
      .map((trial) => ({ ...trial, left: findConflicts(compiled, trial.conflict, TOGETHER) }))
      .sort((one, other) => one.left.length - other.left.length);
    for (const { request: tried, titles: before, left } of reasons.slice(0, SHARE)) {
      const facts = factsOf(left[0]!.steps);
      for (const { kind, title, ...change } of candidatesFor(compiled, request, tried, facts)) {
        const asked = { ...tried, ...change };
        const key = JSON.stringify(sortRequest(asked));
        if (seen.has(key)) continue;
        seen.add(key);
        if (fixes.length >= limit || seen.size > ATTEMPTS) return fixes;
        const titles = [...before, title];
        const found = resolve(compiled, asked);
        if (found.outcome === 'conflict') next.push({ request: asked, titles, conflict: found.conflict });
        if (found.outcome !== 'resolved') continue;
        const { selection } = found;
        if (verifySelection(compiled, asked, selection).length > 0) continue;
        fixes.push({
          kind: depth > 1 ? 'several' : kind,
          title: joinWords(titles, 'and').replace(/^./, (first) => first.toUpperCase()),
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

/** Changes of what is not changed yet. */
function candidatesFor(
  compiled: CompiledIndex,
  original: Request,
  request: Request,
  facts: readonly Fact[],
): Candidate[] {
  const { roots, host, platform } = request;
  const asked = facts
    .flatMap(({ kind, plugin }) => (kind === 'root' ? plugin : []))
    .filter((id) => original.roots[id] === roots[id]);
  return [
    ...asked.flatMap((plugin) => otherProviders(compiled, original, request, plugin)).slice(0, SHARE),
    ...asked.flatMap((plugin) => otherRanges(compiled, request, plugin)),
    ...(host === original.host ? otherHosts(compiled, request, facts, original === request) : []),
    ...(Object.keys(roots).length < 2 ? [] : asked).map(
      (plugin): Candidate => ({
        kind: 'drop-root',
        title: `drop ${plugin}`,
        roots: pickEntries(roots, (id) => id !== plugin),
      }),
    ),
    ...(platform === original.platform ? otherPlatforms(compiled, facts) : []),
  ];
}

function otherProviders(
  compiled: CompiledIndex,
  original: Request,
  { roots }: Request,
  plugin: string,
): Candidate[] {
  const { releases = [] } = findPackage(compiled, plugin) ?? {};
  const own = [...new Set(releases.flatMap(({ provides = {} }) => Object.keys(provides)))].sort();
  const left = pickEntries(roots, (id) => id !== plugin);
  return compiled.packages.flatMap((other): Candidate | [] => {
    const isOffered = (id: string) => other.releases.some((release) => offerOf(release, id) !== undefined);
    const capability = own.find(isOffered);
    if (capability === undefined || Object.hasOwn({ ...original.roots, ...left }, other.id)) return [];
    const title = `choose ${other.id} instead of ${plugin} as the provider of ${capability}`;
    return { kind: 'choose-provider', title, roots: { ...left, [other.id]: '*' } };
  });
}

/** Any other release of a root; then, by its version, the prerelease that would be selected, or else the newest. */
function otherRanges(compiled: CompiledIndex, request: Request, plugin: string): Candidate[] {
  const range = request.roots[plugin]!;
  const { versions = [] } = findPackage(compiled, plugin) ?? {};
  const instead = askedFor(plugin, range) === plugin ? '' : ` instead of ${range}`;
  const ask = (wanted: string) => ({ roots: { ...request.roots, [plugin]: wanted } });
  const prereleases = versions.flatMap(({ prerelease, text }) => (prerelease.length > 0 ? text : []));
  const wanted = instead === '' ? [] : ['*'];
  if (prereleases.length > 0) {
    const found = search(compiled, { ...request, ...ask(prereleases.join(' || ')) });
    wanted.push(found.outcome === 'resolved' ? found.selection[plugin]! : prereleases[0]!);
  }
  return wanted.map((one) => {
    const title = `ask for ${one === '*' ? 'any version of ' : ''}${askedFor(plugin, one)}${instead}`;
    return { kind: 'relax-root', title, ...ask(one) };
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
  if (isNear && versions.length > 0) {
    const own = readContractVersion(request.host.abi)!;
    const enough = hostVersions(compiled).filter(
      (abi) => search(compiled, { ...request, host: { abi } }).outcome === 'resolved',
    );
    const below = enough.filter((abi) => comparePrecedence(readContractVersion(abi)!, own) <= 0).length;
    versions.push(...enough.slice(Math.max(0, below - 1), below + 1));
  }
  return [...new Set(versions)].sort().map((abi) => ({
    kind: 'host-abi',
    title: `use a host that offers ABI ${abi}`,
    host: { abi },
  }));
}

/** Where plugins run that do not run here. */
function otherPlatforms(compiled: CompiledIndex, facts: readonly Fact[]): Candidate[] {
  const platforms = facts
    .flatMap(({ kind, plugin }) => (kind === 'platform' ? plugin : []))
    .flatMap((plugin) => findPackage(compiled, plugin)!.releases)
    .flatMap(platformsOf)
    .map((platform) => [formatPlatform(platform), platform] as const);
  return sortEntries(Object.fromEntries(platforms)).map(([name, platform]) => ({
    kind: 'platform',
    title: `run on ${name}`,
    platform,
  }));
}
