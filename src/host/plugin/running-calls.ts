import { type CallGate, HostError } from '../../abi/index.ts';

/** A call that the plugin has and has not answered yet, whether or not its caller still waits. */
export interface RunningCall {
  readonly call: number;
  readonly function: string;
  /** `performance.now()` when it was handed over. */
  readonly begin: number;
  /** Its caller took it back, or its deadline passed. */
  isCancelled: boolean;
  /** Its caller has its error already: nobody takes the answer. */
  isLeft: boolean;
}

/** Counts of a plugin's calls since it was opened. */
export interface CallCounts {
  readonly total: number;
  readonly inFlight: number;
  readonly failed: number;
}

/** Which calls of one plugin are in flight, how many may be, and who waits for there being none. */
export class RunningCalls {
  /** Numbers the calls; those on the caller's own thread take their numbers from it too. */
  readonly gate: CallGate = { isOpen: false, last: 0 };
  readonly #running = new Map<number, RunningCall>();
  readonly #limit: number;
  readonly #idle: (() => void)[] = [];
  #failed = 0;
  #beside = 0;
  #turn: Promise<void> | undefined;

  /** @param limit calls that may be in flight at once */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get counts(): CallCounts {
    return { total: this.gate.last, inFlight: this.#running.size, failed: this.#failed };
  }

  /** What a call must wait for before it asks for its place: an exclusive turn, if there is one. */
  get turn(): Promise<void> | undefined {
    return this.#turn;
  }

  /** Oldest first. */
  get running(): readonly RunningCall[] {
    return [...this.#running.values()];
  }

  /** Books a call and numbers it. @throws HostError too-many-calls; nothing was booked then */
  begin(key: string, plugin: string): RunningCall {
    if (this.#running.size >= this.#limit) {
      const text = `Cannot call ${key} of plugin "${plugin}": ${this.#running.size} calls are in flight, and the limit is ${this.#limit}`;
      throw new HostError('too-many-calls', text, { plugin });
    }
    const call = {
      call: ++this.gate.last,
      function: key,
      begin: performance.now(),
      isCancelled: false,
      isLeft: false,
    };
    this.#running.set(call.call, call);
    return call;
  }

  end({ call }: RunningCall): void {
    this.#running.delete(call);
    this.#wakeIdle();
  }

  /** Runs something else that keeps the plugin busy, such as a look into its tables. It is not counted as a call. */
  async beside<T>(run: () => Promise<T>): Promise<T> {
    this.#beside++;
    try {
      return await run();
    } finally {
      this.#beside--;
      this.#wakeIdle();
    }
  }

  countFailure(): void {
    this.#failed++;
  }

  /** Whether the plugin does nothing for anybody. */
  get isIdle(): boolean {
    return this.#running.size === 0 && this.#beside === 0;
  }

  #wakeIdle(): void {
    if (this.isIdle) for (const wake of this.#idle.splice(0)) wake();
  }

  /** Whether nothing is in flight within `ms`. */
  async isIdleWithin(ms: number): Promise<boolean> {
    if (this.isIdle) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const wake = () => resolve(true);
    this.#idle.push(wake);
    const timer = Number.isFinite(ms) ? setTimeout(resolve, ms, false) : undefined;
    const isIdle = await promise;
    clearTimeout(timer);
    if (!isIdle) this.#idle.splice(this.#idle.indexOf(wake), 1);
    return isIdle;
  }

  /** Runs `run` while no call is in flight; calls that come meanwhile wait. */
  async alone<T>(run: () => Promise<T>): Promise<T> {
    while (this.#turn) await this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    try {
      await this.isIdleWithin(Number.POSITIVE_INFINITY);
      return await run();
    } finally {
      this.#turn = undefined;
      resolve();
    }
  }
}
