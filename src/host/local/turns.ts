/**
 * Lets tasks run a few at a time, in order of asking. A task that holds its place is never interrupted.
 */
export class Turns {
  readonly #places: number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  /** @param places tasks that may run at once */
  constructor(places: number) {
    this.#places = places;
  }

  /** Whether a task would run at once. */
  get isFree(): boolean {
    return this.#taken < this.#places;
  }

  /** Runs `task` when its turn has come. */
  async take<T>(task: () => Promise<T> | T): Promise<T> {
    if (this.#taken < this.#places) this.#taken++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      // The place goes straight to the next in line.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#taken--;
    }
  }
}
