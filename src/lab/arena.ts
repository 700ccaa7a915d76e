import type { MemorySource } from './memory-source.ts';

const pageBytes = 65_536;
const alignment = 16;

interface Range {
  at: number;
  size: number;
}

/**
 * Memory for a host inside a plugin's linear memory. It hands out only pages that it added itself, so it never
 * meets the plugin's own heap, stack or data.
 */
export class Arena implements MemorySource {
  readonly #memory: WebAssembly.Memory;
  /** Free ranges by address; neighbours are merged. */
  readonly #free: Range[] = [];

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  /** Returns an address, aligned to 16 bytes, or 0 when memory cannot grow. */
  take(sizeBytes: number): number {
    const size = Math.max(alignment, Math.ceil(sizeBytes / alignment) * alignment);
    let i = this.#free.findIndex((range) => range.size >= size);
    if (i < 0) {
      if (!this.#grow(size)) return 0;
      i = this.#free.findIndex((range) => range.size >= size);
    }
    const range = this.#free[i];
    if (range === undefined) return 0;
    const { at } = range;
    if (range.size === size) this.#free.splice(i, 1);
    else {
      range.at += size;
      range.size -= size;
    }
    return at;
  }

  /** Gives a range back; `sizeBytes` is what was asked for. */
  give(at: number, sizeBytes: number): void {
    const size = Math.max(alignment, Math.ceil(sizeBytes / alignment) * alignment);
    let i = this.#free.findIndex((range) => range.at > at);
    if (i < 0) i = this.#free.length;
    this.#free.splice(i, 0, { at, size });
    this.#merge(i);
    this.#merge(i - 1);
  }

  #merge(i: number): void {
    const left = this.#free[i];
    const right = this.#free[i + 1];
    if (!left || !right || left.at + left.size !== right.at) return;
    left.size += right.size;
    this.#free.splice(i + 1, 1);
  }

  #grow(size: number): boolean {
    const pages = Math.ceil(size / pageBytes);
    try {
      const before = this.#memory.grow(pages);
      this.give(before * pageBytes, pages * pageBytes);
      return true;
    } catch {
      return false;
    }
  }
}
