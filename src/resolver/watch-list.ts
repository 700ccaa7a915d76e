import type { Watched } from './incompatibility.ts';
import type { VersionSet } from './version-set.ts';

/**
 * What is watched of one package, in the order in which it was added. The terms' sets lie side by side, so that
 * looking for those that hold, most of the work of a search, reads one array from front to back.
 */
export class WatchList {
  readonly watched: Watched[] = [];
  readonly #words: number[] = [];

  add(set: VersionSet, watched: Watched): void {
    this.watched.push(watched);
    for (let i = 0; i < set.length; i++) this.#words.push(set[i]!);
  }

  /**
   * Position, from `start` on, of the next watched term that holds for every value of a domain, or -1.
   *
   * @param words of the domain: `width` of them from `offset` on
   */
  nextWithin(words: Int32Array, offset: number, width: number, start: number): number {
    const own = this.#words;
    const count = this.watched.length;
    if (width === 1) {
      const only = words[offset]!;
      for (let i = start; i < count; i++) if ((only & ~own[i]!) === 0) return i;
      return -1;
    }
    for (let i = start; i < count; i++) {
      let word = 0;
      while (word < width && (words[offset + word]! & ~own[i * width + word]!) === 0) word++;
      if (word === width) return i;
    }
    return -1;
  }

  remove(position: number): void {
    const width = this.#words.length / this.watched.length;
    this.watched.splice(position, 1);
    this.#words.splice(position * width, width);
  }
}
