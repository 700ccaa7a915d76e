import type { CompiledIndex } from './compiled-index.ts';
import { type Conflict, createConflict } from './conflict.ts';
import { type Request, sortRequest } from './request.ts';
import { type Effort, search } from './search.ts';
import { type Binding, bindCapabilities, type Selection } from './selection.ts';

export type Resolution =
  | {
      readonly outcome: 'resolved';
      readonly selection: Selection;
      /** Which selected plugin provides each required capability. */
      readonly bindings: readonly Binding[];
      readonly effort: Effort;
    }
  | { readonly outcome: 'conflict'; readonly conflict: Conflict; readonly effort: Effort }
  | { readonly outcome: 'unknown'; readonly effort: Effort };

/**
 * Finds a selection that satisfies the roots, newest versions first, or proves that there is none.
 *
 * @param compiled compiled index; not modified
 * @returns the same for the same question, whatever the order of the index's releases and keys
 * @throws RangeError when `checkRequest` would name a problem
 * @remarks Complete within `request.budget`; stops with `outcome: "unknown"` once that many conflicts were met.
 * @see content/docs/explanation/resolver.mdx
 */
export function resolve(compiled: CompiledIndex, request: Request): Resolution {
  const found = search(compiled, request);
  if (found.outcome === 'unknown') return found;
  const { effort } = found;
  if (found.outcome === 'conflict') {
    const conflict = createConflict(compiled, sortRequest(request), found.rootCause);
    return { outcome: 'conflict', conflict, effort };
  }
  const { selection } = found;
  return { outcome: 'resolved', selection, bindings: bindCapabilities(compiled, selection), effort };
}
