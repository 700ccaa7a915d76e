import type { Watched } from './incompatibility.ts';
import type { VersionSet } from './version-set.ts';

/**
 * What is watched of each package, in the order in which it was added: lists that are linked through typed arrays.
 * A term's set lies beside its link, so that looking for those that hold, most of the work of a search, reads
 * nothing else.
 */
export class WatchLists {
  /** Words of each package's domain: those of package k are from `offsets[k]` to `offsets[k + 1]` - 1. */
  readonly #offsets: Int32Array;
  /** By package: its first and last link, or -1. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  /** By link. */
  readonly #watched: Watched[] = [];
  #next = new Int32Array(1024);
  /** By link: the set where it is one word, else where its words are. */
  #words = new Int32Array(1024);
  readonly #wide: number[] = [];

  constructor(offsets: Int32Array) {
    this.#offsets = offsets;
    this.#first = new Int32Array(offsets.length - 1).fill(-1);
    this.#last = new Int32Array(offsets.length - 1).fill(-1);
  }

  add(number: number, set: VersionSet, watched: Watched): void {
    const link = this.#watched.length;
    this.#watched.push(watched);
    if (link >= this.#next.length) {
      this.#next = enlarge(this.#next);
      this.#words = enlarge(this.#words);
    }
    if (set.length === 1) this.#words[link] = set[0]!;
    else {
      this.#words[link] = this.#wide.length;
      for (let i = 0; i < set.length; i++) this.#wide.push(set[i]!);
    }
    this.#next[link] = -1;
    const last = this.#last[number]!;
    if (last < 0) this.#first[number] = link;
    else this.#next[last] = link;
    this.#last[number] = link;
  }

  watchedAt(link: number): Watched {
    return this.#watched[link]!;
  }

  /**
   * The next link after `link`, or the first one after -1, whose term holds for every value of the package's domain;
   * -1 when there is none.
   */
  nextWithin(number: number, domains: Int32Array, link: number): number {
    const offset = this.#offsets[number]!;
    const width = this.#offsets[number + 1]! - offset;
    let next = link < 0 ? this.#first[number]! : this.#next[link]!;
    if (width === 1) {
      const only = domains[offset]!;
      while (next >= 0 && (only & ~this.#words[next]!) !== 0) next = this.#next[next]!;
      return next;
    }
    for (; next >= 0; next = this.#next[next]!) {
      const at = this.#words[next]!;
      let word = 0;
      while (word < width && (domains[offset + word]! & ~this.#wide[at + word]!) === 0) word++;
      if (word === width) return next;
    }
    return -1;
  }

  /** Takes a link out of the package's list; going on from it is still possible. */
  remove(number: number, link: number): void {
    const next = this.#next[link]!;
    if (this.#first[number] === link) {
      this.#first[number] = next;
      if (next < 0) this.#last[number] = -1;
      return;
    }
    let before = this.#first[number]!;
    while (this.#next[before] !== link) before = this.#next[before]!;
    this.#next[before] = next;
    if (next < 0) this.#last[number] = before;
  }
}

function enlarge(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
