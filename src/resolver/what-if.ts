import { compileIndex } from './compiled-index.ts';
import type { Conflict } from './conflict.ts';
import type { Index, Release } from './release.ts';
import type { Request } from './request.ts';
import { resolve } from './resolve.ts';
import type { Selection } from './selection.ts';
import { compareSelections, type SelectionChange } from './selection-difference.ts';

/** Something that could happen to an index. */
export type IndexEvent =
  | { readonly kind: 'publish'; readonly release: Release }
  | { readonly kind: 'yank'; readonly id: string; readonly version: string; readonly reason?: string };

/** Someone's set of plugins: what was asked for, and with `locked` what is selected now. */
export interface Install {
  readonly name: string;
  readonly request: Request;
}

/** What the events do to an install. */
export type Consequence =
  | { readonly install: string; readonly kind: 'unaffected' }
  /** It gets another selection than it would get without the events. */
  | {
      readonly install: string;
      readonly kind: 'changes';
      readonly selection: Selection;
      readonly changes: readonly SelectionChange[];
    }
  /** It had a selection, and has none any more. */
  | { readonly install: string; readonly kind: 'breaks'; readonly conflict: Conflict }
  /** It had none, and has one now. */
  | { readonly install: string; readonly kind: 'heals'; readonly selection: Selection }
  /** It has none with and without the events. */
  | { readonly install: string; readonly kind: 'stays-broken' }
  | { readonly install: string; readonly kind: 'unknown' };

/**
 * Says whose installs would change or break if versions were published or yanked, before they are.
 *
 * @returns one consequence for each install, in their order
 * @throws RangeError when an event publishes a release that is there or is none, or yanks one that is not there
 * @remarks Compiles the index twice and resolves each install twice.
 */
export function whatIf(
  index: Index,
  events: readonly IndexEvent[],
  installs: readonly Install[],
): Consequence[] {
  const [before, after] = [compileIndex(index), compileIndex(applyEvents(index, events))];
  return installs.map(({ name: install, request }): Consequence => {
    const [old, young] = [resolve(before, request), resolve(after, request)];
    if (old.outcome === 'unknown' || young.outcome === 'unknown') return { install, kind: 'unknown' };
    if (young.outcome === 'conflict') {
      if (old.outcome === 'conflict') return { install, kind: 'stays-broken' };
      return { install, kind: 'breaks', conflict: young.conflict };
    }
    const { selection } = young;
    if (old.outcome === 'conflict') return { install, kind: 'heals', selection };
    const changes = compareSelections(old.selection, selection);
    if (changes.length === 0) return { install, kind: 'unaffected' };
    return { install, kind: 'changes', selection, changes };
  });
}

/** The index as it is after the events, in their order. */
export function applyEvents(index: Index, events: readonly IndexEvent[]): Index {
  let releases = index.releases;
  for (const event of events) {
    const { id, version } = 'release' in event ? event.release : event;
    const position = releases.findIndex((release) => release.id === id && release.version === version);
    if ((event.kind === 'yank') === position < 0) {
      const state = position < 0 ? 'does not hold it' : 'holds it already';
      throw new RangeError(`Cannot ${event.kind} ${id} ${version}: the index ${state}`);
    }
    releases =
      'release' in event
        ? [...releases, event.release]
        : releases.with(position, { ...releases[position]!, yanked: event.reason ?? true });
  }
  return { releases };
}
