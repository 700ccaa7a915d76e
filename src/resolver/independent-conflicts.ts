import type { CompiledIndex } from './compiled-index.ts';
import { type Conflict, isRoot } from './conflict.ts';
import { outline } from './explanation-outline.ts';
import { pickEntries } from './record.ts';
import type { Ranges } from './release.ts';
import type { Request } from './request.ts';
import { resolve } from './resolve.ts';

/** What all attempts to make one conflict shorter may cost together. A reason that takes longer to find is not short. */
const MOST_CONFLICTS = 16;

/**
 * Finds the reasons why a request has no solution that have nothing to do with each other: each of a few roots that
 * cannot be selected together, none of which could be left out, and no root in two of them. Each proof is the
 * shortest one found.
 *
 * @param conflict the answer of `resolve`
 * @param limit how many to find at most
 * @returns at least one, those with the fewest roots first; each is a conflict of the whole request, and its proof
 *   is verified like any other
 * @remarks Some tens of `resolve` calls, each with the few roots of one reason and a small budget.
 */
export function findConflicts(compiled: CompiledIndex, conflict: Conflict, limit = 5): Conflict[] {
  const { request } = conflict;
  const found: Conflict[] = [];
  let left: Ranges = request.roots;
  let next = conflict;
  for (;;) {
    const short = shorten(compiled, request, next);
    found.push({ ...short, request });
    const told = rootsOf(short);
    left = pickEntries(left, (id) => !told.includes(id));
    if (found.length >= limit) break;
    const rest = resolve(compiled, { ...request, roots: left });
    if (rest.outcome !== 'conflict') break;
    next = rest.conflict;
  }
  return found.sort((left, right) => rootsOf(left).length - rootsOf(right).length);
}

/** The conflict with the fewest roots that can be had by leaving out one after the other. */
function shorten(compiled: CompiledIndex, request: Request, conflict: Conflict): Conflict {
  let shortest = conflict;
  let budget = MOST_CONFLICTS;
  const consider = (kept: readonly string[], asked = request) => {
    if (budget <= 0) return;
    const roots = pickEntries(request.roots, (id) => kept.includes(id));
    const resolution = resolve(compiled, { ...asked, roots, budget: { conflicts: budget } });
    budget -= resolution.effort.conflicts;
    if (resolution.outcome !== 'conflict') return;
    const { conflict: found } = resolution;
    if (rootsOf(found).length < rootsOf(shortest).length || lengthOf(found) < lengthOf(shortest))
      shortest = found;
  };
  for (const root of rootsOf(shortest)) {
    const told = rootsOf(shortest);
    if (told.length > 1 && told.includes(root)) consider(told.filter((id) => id !== root));
  }
  // With fewer roots, or from the other end, the search goes other ways and may meet a shorter reason.
  if (lengthOf(shortest) > SHORT) {
    consider(rootsOf(shortest));
    consider(rootsOf(shortest), { ...request, prefer: request.prefer === 'lowest' ? 'highest' : 'lowest' });
  }
  return shortest;
}

/** Lines that a person takes in at once: a shorter reason is not looked for. */
const SHORT = 8;

/** Roots that a proof speaks of, sorted. */
function rootsOf(conflict: Conflict): string[] {
  return conflict.steps
    .filter(isRoot)
    .map(({ fact }) => fact.plugin)
    .sort();
}

/** Lines that telling it takes. */
function lengthOf(conflict: Conflict): number {
  return outline(conflict).lineCount;
}
