import {
  applyEvents,
  compareSelections,
  compileIndex,
  negotiateAbi,
  type Platform,
  type Ranges,
  type Release,
  type Request,
  resolve,
  shrink,
  suggestFixes,
  upgrade,
  whatIf,
} from '../../../resolver/index.ts';
import { matrixScore } from '../../score/matrix-score.ts';
import { abisOf } from '../../score/score-of.ts';
import { voicesOf } from '../../score/voices.ts';
import { PLATFORMS } from '../platforms.ts';
import { type Answer, answerOf, reasonsOf } from './answer.ts';
import { type DeskIndex, DeskIndexer } from './desk-index.ts';
import { layOut } from './graph-layout.ts';
import { type Imported, readImport } from './imported-index.ts';
import type {
  CallName,
  Calls,
  LibraryPlugins,
  OfferedFix,
  OfferedWindow,
  Part,
  Question,
} from './messages.ts';
import { conflictGraph, selectionGraph } from './plugin-graph.ts';

const MAX_FIXES = 5;
/** So many bars can be read side by side. */
const MAX_BARS = 9;
/** An index of more releases is not asked at every host version whether all would play there. */
const MAX_NEGOTIATED = 4_000;

/** What the worker knows: the imported indexes, and the desk that was last asked about. */
export class WorkBench {
  readonly #indexer = new DeskIndexer();
  readonly #libraries: (readonly Release[])[] = [];
  #desk: DeskIndex | undefined;
  #overrides: Ranges | undefined;

  /** The parts of an answer, the quickest first; whoever takes them may stop at any. */
  *answer(asked: Question): Generator<Part, void> {
    const question = { ...asked, request: this.#recall(asked.request) };
    const { texts, library, request, parts } = question;
    const desk = this.#indexer.read(texts, library === undefined ? undefined : this.#libraries[library]);
    this.#desk = desk;
    const answer = answerOf(desk, request);
    if (parts === 'drawings') {
      yield* drawings(desk, answer, question);
      return;
    }
    yield { part: 'answer', answer };
    if (answer.resolution?.outcome !== 'conflict') return;
    const fixes = suggestFixes(desk.compiled, answer.resolution.conflict, MAX_FIXES);
    const before = request.locked ?? {};
    const offered = fixes.map(({ kind, title, request: fixed, selection }): OfferedFix => {
      return { kind, title, request: fixed, changes: compareSelections(before, selection) };
    });
    yield { part: 'fixes', fixes: offered };
  }

  async call(name: CallName, input: unknown): Promise<Calls[CallName]['output']> {
    switch (name) {
      case 'import':
        return this.#import(input as Calls['import']['input']);
      case 'release':
        return this.#release(input as Calls['release']['input']);
      case 'why':
        return this.#why(this.#recall(input as Request));
      case 'whatIf':
        return this.#whatIf(input as Calls['whatIf']['input']);
      case 'shrink':
        return this.#shrink(this.#recall(input as Request));
      case 'upgrade':
        return this.#upgrade(this.#recall(input as Request));
    }
  }

  /** The same request, with the overrides of the last one where they say the same: the resolver goes by the object. */
  #recall(request: Request): Request {
    if (request.overrides === undefined) return request;
    if (JSON.stringify(request.overrides) !== JSON.stringify(this.#overrides))
      this.#overrides = request.overrides;
    return { ...request, overrides: this.#overrides! };
  }

  async #import(file: File): Promise<Calls['import']['output']> {
    const read: Imported = await readImport(file);
    if (read.kind !== 'index' || read.releases === undefined) return read;
    const library = this.#libraries.push(read.releases) - 1;
    const { releases, ...rest } = read;
    return { ...rest, library, plugins: pluginsOf(releases) };
  }

  #release({ library, id, version }: Calls['release']['input']): Calls['release']['output'] {
    const release = this.#libraries[library]?.find((one) => one.id === id && one.version === version);
    if (release === undefined) throw new Error(`Cannot open ${id} ${version}: the index does not hold it`);
    const named = 'name' in release ? release : { ...release, name: id };
    const { id: _, version: __, name, ...rest } = named as Release & { name: string };
    return { name: `${id} ${version}`, text: JSON.stringify({ id, version, name, ...rest }, null, 2) };
  }

  #why(request: Request): Calls['why']['output'] {
    const desk = this.#desk;
    if (desk === undefined) return [];
    const resolution = resolve(desk.compiled, request);
    return resolution.outcome === 'conflict' ? reasonsOf(desk, resolution.conflict) : [];
  }

  #whatIf({ request, id, version }: Calls['whatIf']['input']): Calls['whatIf']['output'] {
    const index = this.#desk?.index;
    if (!index?.releases.some((one) => one.id === id && one.version === version)) return undefined;
    const event = { kind: 'yank', id, version } as const;
    const [consequence] = whatIf(index, [event], [{ name: 'desk', request }]);
    if (consequence === undefined) return undefined;
    const changes = consequence.kind === 'changes' ? consequence.changes : [];
    const after = { ...this.#desk!, compiled: compileIndex(applyEvents(index, [event])) };
    const reasons = consequence.kind === 'breaks' ? reasonsOf(after, consequence.conflict) : [];
    return { kind: consequence.kind, changes, reasons };
  }

  #shrink(request: Request): Calls['shrink']['output'] {
    const [reason] = this.#why(request);
    const desk = this.#desk;
    if (reason === undefined || desk === undefined) return undefined;
    const { index, request: asked } = shrink(desk.index, reason.conflict);
    const manifests = index.releases.map(({ id, version, ...said }) => ({
      name: `${id} ${version}`,
      text: JSON.stringify({ id, version, name: id.split('.').at(-1), ...said }, null, 2),
    }));
    return { manifests, request: asked };
  }

  #upgrade(request: Request): Calls['upgrade']['output'] {
    if (this.#desk === undefined) return undefined;
    const answer = upgrade(this.#desk.compiled, request);
    if (answer.outcome !== 'upgraded') return undefined;
    const { selection, changes, cost, lowerBound } = answer;
    return { selection, changes, isLeast: cost === lowerBound };
  }
}

function* drawings(
  desk: DeskIndex,
  { resolution, reasons }: Answer,
  { request, bars: kind, direction }: Question,
): Generator<Part, void> {
  if (resolution === undefined || resolution.outcome === 'unknown') return;
  const graph =
    resolution.outcome === 'resolved'
      ? selectionGraph(resolution, request, selectedReleases(desk, resolution.selection))
      : conflictGraph(reasons, request);
  const isSmall = graph.nodes.length < 60;
  if (isSmall) yield { part: 'graph', graph: layOut(graph, direction) };
  const shown = relevantReleases(desk, request, resolution);
  const hosts = nearest(abisOf({ releases: shown }, request.host.abi), request.host.abi);
  const bars = { kind, hosts, platforms: platformsWith(request.platform) };
  const score = matrixScore(desk.index, desk.compiled, request, bars, voicesOf(desk.manifests));
  yield { part: 'score', score, hosts };
  const isAskable = desk.index.releases.length <= MAX_NEGOTIATED;
  yield { part: 'window', window: isAskable ? windowOf(desk, request) : undefined };
  if (!isSmall) yield { part: 'graph', graph: layOut(graph, direction) };
}

function selectedReleases({ compiled }: DeskIndex, selection: Readonly<Record<string, string>>): Release[] {
  return Object.entries(selection).flatMap(([id, version]) => {
    const releases = compiled.packages[compiled.numberOf.get(id) ?? -1]?.releases ?? [];
    return releases.filter((one) => one.version === version);
  });
}

/** The releases of what is asked for, and of what is selected or disputed: their host versions are worth a bar. */
function relevantReleases(
  { compiled }: DeskIndex,
  request: Request,
  resolution: ReturnType<typeof resolve>,
): Release[] {
  const named =
    resolution.outcome === 'resolved'
      ? Object.keys(resolution.selection)
      : resolution.outcome === 'conflict'
        ? Object.keys(resolution.conflict.versions)
        : [];
  return [...new Set([...Object.keys(request.roots), ...named])].flatMap(
    (id) => compiled.packages[compiled.numberOf.get(id) ?? -1]?.releases ?? [],
  );
}

/** The versions around the one that is asked for. */
function nearest(abis: readonly string[], asked: string): string[] {
  const at = abis.indexOf(asked);
  const start = Math.max(0, Math.min(at - Math.floor(MAX_BARS / 2), abis.length - MAX_BARS));
  return abis.slice(start, start + MAX_BARS);
}

function platformsWith(asked: Platform): Platform[] {
  const isSame = (one: Platform) => one.os === asked.os && one.arch === asked.arch && one.libc === asked.libc;
  return PLATFORMS.some(isSame) ? [...PLATFORMS] : [asked, ...PLATFORMS];
}

function windowOf({ compiled }: DeskIndex, request: Request): OfferedWindow {
  const { window, below, above } = negotiateAbi(compiled, request);
  const limit = (one: typeof below) => one && { abi: one.abi, narrowedBy: one.narrowedBy };
  return {
    ...(window && { window }),
    ...(below && { below: limit(below)! }),
    ...(above && { above: limit(above)! }),
  };
}

function pluginsOf(releases: readonly Release[]): LibraryPlugins {
  const plugins = Map.groupBy(releases, ({ id }) => id);
  return [...plugins]
    .map(([id, own]) => [id, own.map(({ version }) => version).sort(newestFirst)] as const)
    .sort(([left], [right]) => (left < right ? -1 : 1));
}

function newestFirst(left: string, right: string): number {
  return right.localeCompare(left, 'en', { numeric: true });
}
