import type { Clock } from '../../../src/host/index.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock whose time passes when the test says so. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000;
  #sleepers: Sleeper[] = [];
  readonly #watchers: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { until: this.#now + ms, wake: resolve };
    this.#sleepers.push(sleeper);
    signal?.addEventListener('abort', () => {
      this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
      reject(signal.reason);
    });
    for (const watcher of this.#watchers.splice(0)) watcher();
    return promise;
  }

  /** Resolves when somebody sleeps until `ms` from now. */
  async slept(ms: number): Promise<void> {
    while (!this.#sleepers.some(({ until }) => until === this.#now + ms)) {
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** Lets time pass, and wakes who slept until then. */
  pass(ms: number): void {
    this.#now += ms;
    const due = this.#sleepers.filter(({ until }) => until <= this.#now);
    this.#sleepers = this.#sleepers.filter((each) => !due.includes(each));
    for (const { wake } of due) wake();
  }
}
