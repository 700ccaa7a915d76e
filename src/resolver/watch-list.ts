import type { Incompatibility, Term } from './incompatibility.ts';

/** An incompatibility and the two of its terms that are watched: only when both hold can it matter. */
export interface Watched {
  readonly incompatibility: Incompatibility;
  first: Term;
  second: Term;
}

/**
 * What is watched of one package, in the order in which it was added. What mostly tells that nothing follows from an
 * incompatibility lies side by side: looking for those from which something does is most of the work of a search, and
 * reads one array from front to back.
 */
export class WatchList {
  readonly package: number;
  /** Whether all searches share it: nothing is added to it any more, and nothing moves. */
  readonly isShared: boolean;
  readonly watched: Watched[] = [];
  /** First words of the watched terms' sets, and what any of them has. */
  readonly #words: number[] = [];
  #union = 0;
  /** For each, where the domain of the other term begins, and the first word of its set. */
  readonly #others: number[] = [];

  constructor(number: number, isShared: boolean) {
    this.package = number;
    this.isShared = isShared;
  }

  /** @param offset where a word of a domain lies: while it has no value in common with `other`, nothing follows */
  add(watched: Watched, own: number, offset: number, other: number): void {
    this.watched.push(watched);
    this.#words.push(own);
    this.#union |= own;
    this.#others.push(offset, other);
  }

  /**
   * Position, from `start` on, of the next watch of which the watched term may hold and the other need not be
   * contradicted, or -1.
   *
   * @param word the first of the package's domain
   * @param open where the other term may be the one that holds, too: values of which the watched term then has one,
   *   or -1 for any; "absent" is none of them
   */
  next(words: Int32Array, word: number, start: number, open = 0): number {
    if (!open && word & ~this.#union) return -1;
    const own = this.#words;
    const others = this.#others;
    for (let i = start; i < own.length; i++) {
      const isOpen = (word & ~own[i]!) !== 0;
      if (isOpen && !(open & (own[i]! | 1))) continue;
      const other = words[others[i * 2]!]!;
      const common = other & others[i * 2 + 1]!;
      if (isOpen ? other === common : common) return i;
    }
    return -1;
  }

  remove(position: number): void {
    this.watched.splice(position, 1);
    this.#words.splice(position, 1);
    this.#others.splice(position * 2, 2);
  }
}
