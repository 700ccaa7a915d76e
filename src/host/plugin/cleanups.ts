/** What to do when something closes: in reverse order, all of it, whatever some of it throws. */
export class Cleanups {
  readonly #cleanups: (() => unknown)[] = [];

  add(cleanup: () => unknown): void {
    this.#cleanups.push(cleanup);
  }

  /** Runs and forgets each one, the last first. Returns what they threw, in that order. */
  async run(): Promise<unknown[]> {
    const errors: unknown[] = [];
    for (let next = this.#cleanups.pop(); next; next = this.#cleanups.pop()) {
      try {
        await next();
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }
}
