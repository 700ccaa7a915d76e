import type { Incompatibility } from './incompatibility.ts';

/** An incompatibility and the two of its terms that are watched: only when both hold can it matter. */
export interface Watched {
  readonly incompatibility: Incompatibility;
  first: number;
  second: number;
}

/** Numbers that the list keeps of each watch, in this order. */
const FIELDS = 3;
/** First word of the watched term's set. */
const OWN = 0;
/** Where the domain of the other term begins, and the first word of its set. */
const OFFSET = 1;
const OTHER = 2;

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
  readonly #fields: number[] = [];

  constructor(number: number, isShared: boolean) {
    this.package = number;
    this.isShared = isShared;
  }

  /** @param offset where a word of a domain lies: while it has no value in common with `other`, nothing follows */
  add(watched: Watched, own: number, offset: number, other: number): void {
    this.watched.push(watched);
    this.#fields.push(own, offset, other);
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
    const fields = this.#fields;
    for (let at = start * FIELDS; at < fields.length; at += FIELDS) {
      const own = fields[at + OWN]!;
      const isOpen = (word & ~own) !== 0;
      if (isOpen && !(open & (own | 1))) continue;
      const other = words[fields[at + OFFSET]!]!;
      const common = other & fields[at + OTHER]!;
      if (isOpen ? other === common : common) return at / FIELDS;
    }
    return -1;
  }

  remove(position: number): void {
    this.watched.splice(position, 1);
    this.#fields.splice(position * FIELDS, FIELDS);
  }
}
