import type { CompiledIndex } from './compiled-index.ts';
import type { Incompatibility } from './incompatibility.ts';
import type { VersionSet } from './version-set.ts';

/** What the log holds of each assignment, in this order. */
const FIELDS = 5;
/** The level comes after the package, which is the first. */
const LEVEL = 1;
/** Position of the same package's assignment before this one, or -1. */
const PREVIOUS = 2;
/** 1 when it ruled "absent" out, so that the package joined `required`. */
const REQUIRES = 3;
/** Where the domain as it was before lies among the kept words. */
const BEFORE = 4;

/**
 * What is known so far: for each package the values it can still take, and the trail of assignments that led
 * there. Level 0 holds what follows without any decision.
 *
 * Domains and trail are numbers side by side in a few arrays: a search makes thousands of assignments, and objects
 * for them would cost more in garbage than in use.
 */
export class PartialSolution {
  /** Packages that must be selected, in the order in which that became known. */
  readonly required: number[] = [];
  /** Number of assignments. */
  length = 0;
  /** Number of decisions in force. */
  level = 0;
  /** The domains' words; those of package k are from `offsets[k]` to `offsets[k + 1]` - 1. */
  readonly words: Int32Array;
  readonly offsets: Int32Array;
  readonly #latest: Int32Array;
  /** By position; a decision has none. */
  readonly #causes: (Incompatibility | undefined)[] = [];
  readonly #log: number[] = [];
  readonly #kept: number[] = [];

  constructor(compiled: CompiledIndex) {
    this.words = compiled.fullWords.slice();
    this.offsets = compiled.offsets;
    this.#latest = new Int32Array(compiled.packages.length).fill(-1);
  }

  packageAt(position: number): number {
    return this.#log[position * FIELDS]!;
  }

  levelAt(position: number): number {
    return this.#log[position * FIELDS + LEVEL]!;
  }

  requiresAt(position: number): boolean {
    return this.#log[position * FIELDS + REQUIRES] === 1;
  }

  /** The incompatibility that the assignment was derived from; a decision has none. */
  causeAt(position: number): Incompatibility | undefined {
    return this.#causes[position];
  }

  /** Whether every value left to the package is in `set`. */
  satisfies(number: number, set: VersionSet): boolean {
    const offset = this.offsets[number]!;
    for (let i = 0; i < set.length; i++) if (this.words[offset + i]! & ~set[i]!) return false;
    return true;
  }

  /** Whether no value left to the package is in `set`. */
  contradicts(number: number, set: VersionSet): boolean {
    const offset = this.offsets[number]!;
    for (let i = 0; i < set.length; i++) if (this.words[offset + i]! & set[i]!) return false;
    return true;
  }

  /** Whether the package can still take `value`. */
  admits(number: number, value: number): boolean {
    return ((this.words[this.offsets[number]! + (value >>> 5)]! >>> (value & 31)) & 1) === 1;
  }

  /** Number of values left to the package. */
  countOf(number: number): number {
    let count = 0;
    for (let i = this.offsets[number]!; i < this.offsets[number + 1]!; i++) {
      for (let word = this.words[i]!; word !== 0; word &= word - 1) count++;
    }
    return count;
  }

  /** Value of the newest version left to a package that must be selected. */
  newestOf(number: number): number {
    let i = this.offsets[number]!;
    while (this.words[i] === 0) i++;
    const word = this.words[i]!;
    return ((i - this.offsets[number]!) << 5) + 31 - Math.clz32(word & -word);
  }

  /** Value of the oldest version left to a package that must be selected. */
  oldestOf(number: number): number {
    let i = this.offsets[number + 1]! - 1;
    while (this.words[i] === 0) i--;
    return ((i - this.offsets[number]!) << 5) + 31 - Math.clz32(this.words[i]!);
  }

  /** Rules the values of `set` out, because `cause` would be violated otherwise. */
  derive(number: number, set: VersionSet, cause: Incompatibility): void {
    const offset = this.offsets[number]!;
    this.#keep(number, cause, set[0]!);
    for (let i = 0; i < set.length; i++) this.words[offset + i]! &= ~set[i]!;
  }

  /** Chooses `value` for the package and opens a new decision level. */
  decide(number: number, value: number): void {
    const offset = this.offsets[number]!;
    this.level++;
    this.#keep(number, undefined, 1);
    this.words.fill(0, offset, this.offsets[number + 1]!);
    this.words[offset + (value >>> 5)] = 1 << (value & 31);
  }

  /** Position in the trail of the assignment since which the package's domain lies within `set`. */
  satisfierOf(number: number, set: VersionSet): number {
    let position = this.#latest[number]!;
    while (position >= 0 && this.#wasWithin(position, set)) {
      position = this.#log[position * FIELDS + PREVIOUS]!;
    }
    return position;
  }

  /** Forgets every assignment above `level`. */
  backjump(level: number): void {
    while (this.length > 0 && this.levelAt(this.length - 1) > level) {
      const number = this.packageAt(--this.length);
      for (let i = this.offsets[number + 1]! - 1; i >= this.offsets[number]!; i--) {
        this.words[i] = this.#kept.pop()!;
      }
      this.#latest[number] = this.#log[this.length * FIELDS + PREVIOUS]!;
      if (this.requiresAt(this.length)) this.required.pop();
    }
    this.#causes.length = this.length;
    this.#log.length = this.length * FIELDS;
    this.level = level;
  }

  /** Whether the domain before the assignment at `position` lay within `set`. */
  #wasWithin(position: number, set: VersionSet): boolean {
    const kept = this.#log[position * FIELDS + BEFORE]!;
    for (let i = 0; i < set.length; i++) if (this.#kept[kept + i]! & ~set[i]!) return false;
    return true;
  }

  /**
   * Begins an assignment: writes the log, and keeps the domain as it is.
   *
   * @param ruledOut first word of what the assignment rules out; its lowest bit stands for "absent"
   */
  #keep(number: number, cause: Incompatibility | undefined, ruledOut: number): void {
    const offset = this.offsets[number]!;
    const requires = this.words[offset]! & ruledOut & 1;
    if (requires) this.required.push(number);
    this.#log.push(number, this.level, this.#latest[number]!, requires, this.#kept.length);
    for (let i = offset; i < this.offsets[number + 1]!; i++) this.#kept.push(this.words[i]!);
    this.#causes.push(cause);
    this.#latest[number] = this.length++;
  }
}
