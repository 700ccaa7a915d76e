import {
  type CompiledIndex,
  type Conflict,
  compileIndex,
  formatPlatform,
  type Index,
  matrixCells,
  type Platform,
  type Release,
  type Request,
  type Resolution,
  resolve,
} from '../../resolver/index.ts';
import type { Note, Slur, Voice } from './score.ts';
import { byVersion, partiesOf, shortName, slursOf } from './score-of.ts';

/** The question of a score: one bar for each host version, or for each platform. */
export interface MatrixBars {
  readonly kind: 'hosts' | 'platforms';
  readonly hosts: readonly string[];
  readonly platforms: readonly Platform[];
}

export interface MatrixBar {
  readonly label: string;
  readonly request: Request;
  readonly isAsked: boolean;
  /** Whether all that is asked for plays together here. */
  readonly outcome: Resolution['outcome'];
  /** Of the staves, by position: those that the proof speaks of, and pairs of those it holds apart. */
  readonly dissonant: readonly number[];
  readonly slurs: readonly Slur[];
}

export interface MatrixStave {
  readonly plugin: string;
  readonly name: string;
  readonly voice: Voice | undefined;
  /** Whether it is asked for, or only needed by what is. */
  readonly isRoot: boolean;
  readonly cells: readonly MatrixStaveCell[];
}

export interface MatrixStaveCell {
  /** The releases that this host and platform can take; none is a rest. */
  readonly notes: readonly Note[];
  /** Whether the plugin by itself plays here. */
  readonly outcome: Resolution['outcome'];
  /** What asks for this plugin alone, here. */
  readonly request: Request;
}

/** Plugins against hosts or platforms: what the page draws as a score and says as a table. */
export interface MatrixScore {
  readonly kind: MatrixBars['kind'];
  readonly bars: readonly MatrixBar[];
  readonly staves: readonly MatrixStave[];
  /** Plugins that there was no room for. */
  readonly hidden: number;
}

/** More would be no score that one can read. */
const MAX_STAVES = 120;
/** So many are seen without scrolling. */
const STAVES_AT_ONCE = 9;
/** More versions than this in one bar would not be legible; the newest are kept. */
const NOTES_PER_BAR = 3;

/** Asks the resolver about every bar: all plugins together, and each alone. */
export function matrixScore(
  index: Index,
  compiled: CompiledIndex,
  request: Request,
  bars: MatrixBars,
  voices: Readonly<Record<string, Voice>>,
): MatrixScore {
  const { kind } = bars;
  const places =
    kind === 'hosts'
      ? bars.hosts.map((abi) => ({ label: `ABI ${abi}`, request: { ...request, host: { abi } } }))
      : bars.platforms.map((platform) => ({
          label: formatPlatform(platform),
          request: { ...request, platform },
        }));
  const answers = places.map((place) => resolve(compiled, place.request));
  const asked = places.findIndex((place) => isSamePlace(place.request, request));
  const all = staveOrder(compiled, request, answers, answers[asked]);
  const ids = all.slice(0, MAX_STAVES);
  const alone = cellsAlone(compiled, request, bars, ids);
  const fitting = new Fitting(index, ids);
  const staves = ids.map((plugin, row): MatrixStave => {
    const cells = places.map(({ request: asked }, bar): MatrixStaveCell => {
      const answer = answers[bar]!;
      const selected = answer.outcome === 'resolved' ? answer.selection[plugin] : undefined;
      const { outcome, request: own } = alone[row]![bar]!;
      return { notes: fitting.notes(plugin, asked, selected), outcome, request: own };
    });
    const isRoot = Object.hasOwn(request.roots, plugin);
    return { plugin, name: shortName(plugin), voice: voices[plugin], isRoot, cells };
  });
  return {
    kind,
    bars: places.map((place, bar) => barOf(place, answers[bar]!, ids, request)),
    staves,
    hidden: all.length - ids.length,
  };
}

function barOf(
  place: { label: string; request: Request },
  answer: Resolution,
  ids: readonly string[],
  request: Request,
): MatrixBar {
  const conflict: Conflict | undefined = answer.outcome === 'conflict' ? answer.conflict : undefined;
  return {
    ...place,
    isAsked: isSamePlace(place.request, request),
    outcome: answer.outcome,
    dissonant: conflict ? partiesOf(conflict, ids) : [],
    slurs: conflict ? slursOf(conflict, ids) : [],
  };
}

/** The cells of the resolver's matrix, a row for each plugin. */
function cellsAlone(
  compiled: CompiledIndex,
  request: Request,
  { kind, hosts, platforms }: MatrixBars,
  ids: readonly string[],
): { outcome: Resolution['outcome']; request: Request }[][] {
  const { roots, host, platform, ...options } = request;
  const plugins = Object.fromEntries(ids.map((id) => [id, Object.hasOwn(roots, id) ? roots[id]! : '*']));
  const rows = new Map<string, { outcome: Resolution['outcome']; request: Request }[]>();
  const cells = matrixCells(compiled, {
    ...options,
    plugins,
    hosts: kind === 'hosts' ? hosts : [host.abi],
    platforms: kind === 'platforms' ? platforms : [platform],
  });
  for (const { plugin, verdict, request: own } of cells) {
    if (plugin === undefined) break;
    const row = rows.get(plugin) ?? [];
    rows.set(plugin, row);
    row.push({ outcome: verdict, request: own });
  }
  return ids.map((id) => rows.get(id)!);
}

/**
 * Roots first, as asked; then whatever any answer needs or fails at. Where there are too many to see at once, those
 * that the conflict is about come before them.
 */
function staveOrder(
  compiled: CompiledIndex,
  request: Request,
  answers: readonly Resolution[],
  asked: Resolution | undefined,
): string[] {
  const named = answers.flatMap((answer) =>
    answer.outcome === 'resolved'
      ? Object.keys(answer.selection)
      : answer.outcome === 'conflict'
        ? Object.keys(answer.conflict.versions)
        : [],
  );
  const roots = Object.keys(request.roots);
  const isMuch = new Set([...roots, ...named]).size > STAVES_AT_ONCE;
  const disputed = isMuch && asked?.outcome === 'conflict' ? Object.keys(asked.conflict.versions) : [];
  return [...new Set([...disputed, ...roots, ...named])].filter((id) => compiled.numberOf.has(id));
}

function isSamePlace(left: Request, right: Request): boolean {
  const isSameHost = left.host.abi === right.host.abi;
  return isSameHost && formatPlatform(left.platform) === formatPlatform(right.platform);
}

/** Which releases a host and platform can take when nothing else is asked of them. */
class Fitting {
  readonly #plugins: ReadonlyMap<string, { releases: readonly Release[]; alone: CompiledIndex }>;

  constructor(index: Index, ids: readonly string[]) {
    const wanted = new Set(ids);
    const byId = Map.groupBy(
      index.releases.filter(({ id }) => wanted.has(id)),
      ({ id }) => id,
    );
    const plugins = [...byId].map(([id, releases]) => {
      const bare = releases.map(({ version, abi, platforms, yanked }): Release => {
        return { id, version, abi, ...(platforms && { platforms }), ...(yanked && { yanked }) };
      });
      return [
        id,
        { releases: releases.toSorted(byVersion), alone: compileIndex({ releases: bare }) },
      ] as const;
    });
    this.#plugins = new Map(plugins);
  }

  notes(plugin: string, { host, platform }: Request, selected: string | undefined): Note[] {
    const known = this.#plugins.get(plugin);
    if (known === undefined) return [];
    return known.releases
      .map(({ version }, rank) => ({ version, rank }))
      .filter(({ version }) => {
        if (version === selected) return true;
        return resolve(known.alone, { roots: { [plugin]: version }, host, platform }).outcome === 'resolved';
      })
      .slice(-NOTES_PER_BAR)
      .map(({ version, rank }) => ({
        label: version,
        pitch: Math.min(1 + rank * 2, 8),
        chosen: version === selected,
      }));
  }
}
