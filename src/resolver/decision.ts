import {
  type CapabilityProvider,
  type CompiledIndex,
  findPackage,
  valueOfVersion,
} from './compiled-index.ts';
import { demandsOf } from './index-incompatibilities.ts';
import type { PartialSolution } from './partial-solution.ts';
import type { Request } from './request.ts';
import { comparePrecedence } from './version.ts';
import { ABSENT } from './version-set.ts';

export interface Decision {
  readonly package: number;
  readonly value: number;
}

/** Decides what to try next. The order never changes whether there is an answer, only which one is found first. */
export class DecisionOrder {
  readonly #compiled: CompiledIndex;
  readonly #prefersLowest: boolean;
  /** By package; that of a version which the index does not hold is `ABSENT`, and never chosen. */
  readonly #lockedValue = new Map<number, number>();
  readonly #conflicts: Int32Array;
  /** The lowest is decided first. */
  readonly #ranks: Int32Array;
  /** All packages that were required, in the order of their ranks; no choice is left before `first`. */
  readonly #open: number[] = [];
  #first = 0;
  /** How many of those that are required are among them. */
  #seen = 0;

  constructor(compiled: CompiledIndex, request: Request) {
    this.#compiled = compiled;
    this.#prefersLowest = request.prefer === 'lowest';
    this.#conflicts = new Int32Array(compiled.packages.length);
    this.#ranks = compiled.dependents.slice();
    for (const [id, version] of Object.entries(request.locked ?? {})) {
      const entry = findPackage(compiled, id);
      if (entry !== undefined) this.#lockedValue.set(entry.number, valueOfVersion(entry, version));
    }
  }

  /** Notes that a conflict came down to this package: one that keeps causing them is decided earlier. */
  noteConflict(number: number): void {
    if (++this.#conflicts[number]! % 5 !== 0) return;
    this.#ranks[number]! -= 1000;
    this.#open.length = 0;
    this.#seen = 0;
  }

  /** To be called after the solution's backjump: packages have a choice again, or are no longer required. */
  forget(solution: PartialSolution): void {
    this.#first = 0;
    this.#seen = Math.min(this.#seen, solution.required.length);
  }

  /** The next choice to make, or `undefined` when the required packages form a selection. */
  next(solution: PartialSolution): Decision | undefined {
    return this.#nextRequired(solution) ?? this.#nextProvider(solution);
  }

  /**
   * Packages that few depend on come first (a new plugin with an older library is what people want), but five
   * conflicts weigh more than a thousand dependents.
   */
  #nextRequired(solution: PartialSolution): Decision | undefined {
    const open = this.#open;
    while (this.#seen < solution.required.length) this.#insert(solution.required[this.#seen++]!);
    while (this.#first < open.length && !hasChoice(solution, open[this.#first]!)) this.#first++;
    let best = open[this.#first];
    if (best === undefined) return undefined;
    const rank = this.#ranks[best];
    let fewest = solution.countOf(best);
    // Of fewer than two there is no choice.
    for (let i = this.#first + 1; i < open.length && fewest > 2; i++) {
      const number = open[i]!;
      if (this.#ranks[number] !== rank) break;
      const count = solution.countOf(number);
      if (count > 1 && count < fewest && !solution.admits(number, ABSENT)) [best, fewest] = [number, count];
    }
    const locked = this.#lockedValue.get(best) ?? ABSENT;
    const preferred = this.#prefersLowest ? solution.oldestOf(best) : solution.newestOf(best);
    return { package: best, value: solution.admits(best, locked) ? locked : preferred };
  }

  #insert(number: number): void {
    const ranks = this.#ranks;
    const open = this.#open;
    let [low, high] = [0, open.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = open[middle]!;
      if ((ranks[other]! - ranks[number]! || other - number) < 0) low = middle + 1;
      else high = middle;
    }
    if (open[low] !== number) open.splice(low, 0, number);
    this.#first = Math.min(this.#first, low);
  }

  /** Chooses a provider for a capability that a selected plugin requires and nobody selected provides. */
  #nextProvider(solution: PartialSolution): Decision | undefined {
    for (const owner of solution.required) {
      for (const need of demandsOf(this.#compiled, owner).needs) {
        if (!solution.satisfies(owner, need.versions)) continue;
        const open = need.providers.filter((one) => solution.admits(one.package, one.value));
        // No required package has a choice any more: the version it admits is selected.
        if (open.some((one) => !solution.admits(one.package, ABSENT))) continue;
        const direction = this.#prefersLowest ? -1 : 1;
        const isLocked = (one: CapabilityProvider) => this.#lockedValue.get(one.package) === one.value;
        return open.sort(
          (left, right) =>
            Number(isLocked(right)) - Number(isLocked(left)) ||
            direction * comparePrecedence(right.offers, left.offers) ||
            left.package - right.package ||
            direction * (left.value - right.value),
        )[0];
      }
    }
    return undefined;
  }
}

/** Whether the package must be selected, and more than one version of it can be. */
function hasChoice(solution: PartialSolution, number: number): boolean {
  return !solution.admits(number, ABSENT) && solution.countOf(number) > 1;
}
