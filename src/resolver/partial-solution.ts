import type { CompiledIndex } from './compiled-index.ts';
import type { Incompatibility } from './incompatibility.ts';
import {
  ABSENT,
  contains,
  difference,
  isDisjoint,
  isSubset,
  singleton,
  type VersionSet,
} from './version-set.ts';

/** One narrowing of one package's domain. */
export interface Assignment {
  readonly package: number;
  readonly before: VersionSet;
  readonly level: number;
  /** The incompatibility it was derived from; a decision has none. */
  readonly cause: Incompatibility | undefined;
  /** Position of the same package's assignment before this one, or -1. */
  readonly previous: number;
  /** Whether it ruled "absent" out, so that the package joined `required`. */
  readonly requires: boolean;
}

/**
 * What is known so far: for each package the values it can still take, and the trail of assignments that led
 * there. Level 0 holds what follows without any decision.
 */
export class PartialSolution {
  readonly trail: Assignment[] = [];
  /** Packages that must be selected, in the order in which that became known. */
  readonly required: number[] = [];
  readonly #domains: VersionSet[];
  readonly #latest: Int32Array;
  #level = 0;

  constructor(compiled: CompiledIndex) {
    this.#domains = [...compiled.fullSets];
    this.#latest = new Int32Array(compiled.packages.length).fill(-1);
  }

  /** Number of decisions in force. */
  get level(): number {
    return this.#level;
  }

  domainOf(number: number): VersionSet {
    return this.#domains[number]!;
  }

  /** Whether every value left to the package is in `set`. */
  satisfies(number: number, set: VersionSet): boolean {
    return isSubset(this.#domains[number]!, set);
  }

  /** Whether no value left to the package is in `set`. */
  contradicts(number: number, set: VersionSet): boolean {
    return isDisjoint(this.#domains[number]!, set);
  }

  /** Rules the values of `set` out, because `cause` would be violated otherwise. */
  derive(number: number, set: VersionSet, cause: Incompatibility): void {
    this.#assign(number, difference(this.#domains[number]!, set), cause);
  }

  /** Chooses `value` for the package and opens a new decision level. */
  decide(number: number, value: number): void {
    this.#level++;
    this.#assign(number, singleton(this.#domains[number]!.length << 5, value), undefined);
  }

  /** Position in the trail of the assignment since which the package's domain lies within `set`. */
  satisfierOf(number: number, set: VersionSet): number {
    let position = this.#latest[number]!;
    while (position >= 0 && isSubset(this.trail[position]!.before, set))
      position = this.trail[position]!.previous;
    return position;
  }

  /** Forgets every assignment above `level`. */
  backjump(level: number): void {
    while (this.trail.length > 0 && this.trail[this.trail.length - 1]!.level > level) {
      const assignment = this.trail.pop()!;
      this.#domains[assignment.package] = assignment.before;
      this.#latest[assignment.package] = assignment.previous;
      if (assignment.requires) this.required.pop();
    }
    this.#level = level;
  }

  #assign(number: number, after: VersionSet, cause: Incompatibility | undefined): void {
    const before = this.#domains[number]!;
    const requires = contains(before, ABSENT) && !contains(after, ABSENT);
    if (requires) this.required.push(number);
    this.trail.push({
      package: number,
      before,
      level: this.#level,
      cause,
      previous: this.#latest[number]!,
      requires,
    });
    this.#latest[number] = this.trail.length - 1;
    this.#domains[number] = after;
  }
}
