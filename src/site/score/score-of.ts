import {
  type Conflict,
  compileIndex,
  type Index,
  type Release,
  type Request,
  type Resolution,
  resolve,
} from '../../resolver/index.ts';
import type { Note, Score, Slur, Stave, Voice } from './score.ts';

/** More versions than this in one bar would not be legible; the newest are kept. */
const NOTES_PER_BAR = 3;

/**
 * Draws the question "do they play together?" out of the resolver's answers, one for each host version.
 *
 * @param abis host ABI versions, oldest first; the request's own must be one of them
 * @param voices language of each plugin, where it is known
 */
export function scoreOf(
  index: Index,
  request: Request,
  abis: readonly string[],
  voices: Readonly<Record<string, Voice>> = {},
): Score {
  const compiled = compileIndex(index);
  const answers = abis.map((abi) => resolve(compiled, { ...request, host: { abi } }));
  const ids = staveOrder(index, request, answers);
  const asked = abis.indexOf(request.host.abi);
  const staves = ids.map((id): Stave => {
    const releases = index.releases.filter((release) => release.id === id).sort(byVersion);
    const bars = abis.map((abi, bar) => {
      const answer = answers[bar]!;
      const selected = answer.outcome === 'resolved' ? answer.selection[id] : undefined;
      return notesOf(releases, { ...request, host: { abi } }, selected);
    });
    return { name: shortName(id), voice: voices[id], bars };
  });
  const answer = answers[asked];
  const conflict = answer?.outcome === 'conflict' ? answer.conflict : undefined;
  return {
    bars: abis.map((abi) => `ABI ${abi}`),
    asked: asked < 0 ? undefined : asked,
    staves,
    dissonant: conflict ? partiesOf(conflict, ids) : [],
    slurs: conflict ? slursOf(conflict, ids) : [],
  };
}

/** The last part of an id, which is how a plugin is called among others. */
export function shortName(id: string): string {
  return id.split('.').at(-1)!;
}

/** Every `major.minor` that the releases and the request speak of, oldest first. */
export function abisOf(index: Index, asked: string): string[] {
  const named = index.releases.flatMap((release) => release.abi.match(/\d+\.\d+/g) ?? []);
  return [...new Set([asked, ...named])].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

/** Roots first, as asked; then whatever any answer needs. */
function staveOrder(index: Index, request: Request, answers: readonly Resolution[]): string[] {
  const known = new Set(index.releases.map((release) => release.id));
  const selected = answers.flatMap((answer) =>
    answer.outcome === 'resolved' ? Object.keys(answer.selection) : [],
  );
  const disputed = answers.flatMap((answer) =>
    answer.outcome === 'conflict' ? Object.keys(answer.conflict.versions) : [],
  );
  return [...new Set([...Object.keys(request.roots), ...selected, ...disputed])].filter((id) =>
    known.has(id),
  );
}

/** The releases that fit this host and platform when nothing else is asked of them. */
function notesOf(releases: readonly Release[], request: Request, selected: string | undefined): Note[] {
  return releases
    .map((release, rank) => ({ release, rank }))
    .filter(({ release }) => release.version === selected || fitsAlone(release, request))
    .slice(-NOTES_PER_BAR)
    .map(({ release, rank }) => ({
      label: release.version,
      pitch: Math.min(1 + rank * 2, 8),
      chosen: release.version === selected,
    }));
}

/** Asks the resolver itself, with everything but host and platform left out. */
function fitsAlone({ id, version, abi, platforms, yanked }: Release, request: Request): boolean {
  const alone: Release = { id, version, abi, ...(platforms && { platforms }), ...(yanked && { yanked }) };
  const { host, platform } = request;
  return (
    resolve(compileIndex({ releases: [alone] }), { roots: { [id]: version }, host, platform }).outcome ===
    'resolved'
  );
}

export function partiesOf(conflict: Conflict, ids: readonly string[]): number[] {
  return ids.flatMap((id, row) => (id in conflict.versions ? [row] : []));
}

/** The roots that exclude each other, neighbour to neighbour; for a single root, what it meets that it cannot bear. */
export function slursOf(conflict: Conflict, ids: readonly string[]): Slur[] {
  const facts = conflict.steps.flatMap((step) => ('fact' in step ? [step.fact] : []));
  const roots = facts.filter((fact) => fact.kind === 'root').map((fact) => ids.indexOf(fact.plugin));
  const rows = [...new Set(roots)].filter((row) => row >= 0).sort((a, b) => a - b);
  if (rows.length > 1) return rows.slice(1).map((to, at) => ({ from: rows[at]!, to }));
  return facts.flatMap((fact) => {
    if (fact.kind !== 'conflict' && fact.kind !== 'exclusive') return [];
    const [from, to] = [ids.indexOf(fact.plugin), ids.indexOf(fact.target)].sort((a, b) => a - b) as [
      number,
      number,
    ];
    return from < 0 || from === to ? [] : [{ from, to }];
  });
}

export function byVersion(left: Release, right: Release): number {
  return left.version.localeCompare(right.version, 'en', { numeric: true });
}
