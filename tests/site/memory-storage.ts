import type { ProgressStorage } from '../../src/site/workspace/progress/progress.ts';

/** A storage that holds `room` characters, as a browser's does; two pages may share one. */
export class MemoryStorage implements ProgressStorage {
  readonly #items = new Map<string, string>();
  readonly #room: number;

  constructor(room = Number.POSITIVE_INFINITY) {
    this.#room = room;
  }

  get length(): number {
    return this.#items.size;
  }

  key(at: number): string | null {
    return [...this.#items.keys()][at] ?? null;
  }

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    const others = [...this.#items].filter(([other]) => other !== key);
    const used = others.reduce((sum, [other, text]) => sum + other.length + text.length, 0);
    if (used + key.length + value.length > this.#room)
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }

  /** Everything in it, to be compared whole. */
  get items(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#items].sort());
  }
}
