import type { Index } from '../resolver/index.ts';
import type { Manifest } from './manifest.ts';

/** Two manifests that claim to be the same release. */
export interface IndexProblem {
  readonly code: 'duplicate-release';
  readonly id: string;
  readonly version: string;
  /** Positions of the two in the list. */
  readonly positions: readonly [number, number];
  readonly message: string;
}

export type BuiltIndex =
  | { readonly ok: true; readonly index: Index }
  | { readonly ok: false; readonly problems: readonly IndexProblem[] };

/** Makes the resolver's index from parsed manifests; each id and version may be there once. */
export function toIndex(manifests: readonly Manifest[]): BuiltIndex {
  const seen = new Map<string, number>();
  const problems = manifests.flatMap(({ id, version }, position): IndexProblem | [] => {
    const release = `${id} ${version}`;
    const first = seen.get(release) ?? position;
    seen.set(release, first);
    if (first === position) return [];
    const message = `Cannot index ${release}: two manifests have this id and version`;
    return { code: 'duplicate-release', id, version, positions: [first, position], message };
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, index: { releases: manifests } };
}
