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
  /** Three for each: first word of the watched term's set; where the other's domain begins; first word of its set. */
  readonly #table: number[] = [];
  /** What any of the watched terms' first words has. */
  #union = 0;

  constructor(number: number, isShared: boolean) {
    this.package = number;
    this.isShared = isShared;
  }

  /** @param offset where a word of a domain lies: while it has no value in common with `other`, nothing follows */
  add(watched: Watched, own: number, offset: number, other: number): void {
    this.watched.push(watched);
    this.#union |= own;
    this.#table.push(own, offset, other);
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
    const table = this.#table;
    for (let i = start; i < this.watched.length; i++) {
      const own = table[i * 3]!;
      const isOpen = (word & ~own) !== 0;
      if (isOpen && !(open & (own | 1))) continue;
      const other = words[table[i * 3 + 1]!]!;
      const common = other & table[i * 3 + 2]!;
      if (isOpen ? other === common : common) return i;
    }
    return -1;
  }

  remove(position: number): void {
    this.watched.splice(position, 1);
    this.#table.splice(position * 3, 3);
  }
}
