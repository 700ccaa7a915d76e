import {
  type HookedAction,
  HostError,
  type HostErrorCode,
  type Lifecycle,
  type UnloadVerdict,
  type Usage,
} from '../../abi/index.ts';
import type { Outcome, Road } from '../road.ts';
import { Cleanups } from './cleanups.ts';
import type { HeldRecord, HeldValues } from './held-value.ts';
import type { PluginBooks } from './plugin-books.ts';
import type { PluginCalls } from './plugin-calls.ts';
import { badResult, failureOf } from './plugin-failure.ts';
import type { PluginLimits } from './plugin-options.ts';
import type { PluginCloseReport } from './plugin-report.ts';

export const stopDeadlineMs = 1000;

/** The steps of one plugin's lifecycle, each through the table and its hooks, never two at once. */
export class PluginSteps {
  readonly cleanups = new Cleanups();
  readonly #road: Road;
  readonly #lifecycle: Lifecycle;
  readonly #calls: PluginCalls;
  readonly #values: HeldValues;
  readonly #books: PluginBooks;
  readonly #limits: Required<PluginLimits>;
  #hasInstance = false;
  #underWay: Promise<unknown> = Promise.resolve();
  /** While closing: what hooks threw, which refuses nothing then. */
  #closingErrors: unknown[] | undefined;

  constructor(
    road: Road,
    lifecycle: Lifecycle,
    calls: PluginCalls,
    values: HeldValues,
    books: PluginBooks,
    limits: Required<PluginLimits>,
  ) {
    this.#road = road;
    this.#lifecycle = lifecycle;
    this.#calls = calls;
    this.#values = values;
    this.#books = books;
    this.#limits = limits;
  }

  /** Whether closing has begun, after its cleanups: no step but its own follows. */
  get isClosing(): boolean {
    return this.#closingErrors !== undefined;
  }

  create(): Promise<void> {
    return this.#step('create', async () => {
      const outcome = await this.#timely('create', this.#road.create());
      this.#hasInstance = outcome.hasInstance;
      this.#judge('create-failed', 'create', outcome);
      if (outcome.hasInstance) return;
      throw this.#books.fault(badResult(this.#road.id, 'create', 'it returned TUTTI_OK and no instance'));
    });
  }

  restore(state: Uint8Array, schema: number): Promise<void> {
    return this.#step('restore', async () =>
      this.#judge(
        'restore-failed',
        'restore',
        await this.#timely('restore', this.#road.restore(schema, state)),
      ),
    );
  }

  start(): Promise<void> {
    return this.#step('start', async () =>
      this.#judge('start-failed', 'start', await this.#timely('start', this.#road.start())),
    );
  }

  selftest(): Promise<void> {
    const run = async () =>
      this.#judge('selftest-failed', 'test', await this.#timely('selftest', this.#road.selftest()));
    return this.#step('selftest', () => this.#calls.running.alone(run));
  }

  save(schema: number): Promise<Uint8Array> {
    const run = async () => {
      const outcome = await this.#timely('save', this.#road.save(schema));
      this.#judge('save-failed', 'save', outcome);
      if (outcome.state) return outcome.state;
      throw this.#books.fault(badResult(this.#road.id, 'save', 'it returned TUTTI_OK and no state'));
    };
    return this.#step('save', () => this.#calls.running.alone(run));
  }

  drain(deadlineMs: number): Promise<void> {
    return this.#step('drain', async () => {
      this.#lifecycle.enter('draining');
      if (await this.#calls.running.isIdleWithin(deadlineMs)) return;
      if (this.#lifecycle.state === 'draining') this.#lifecycle.enter('active');
      const { inFlight } = this.#calls.running.counts;
      const why = `${inFlight} calls are still in flight after ${deadlineMs} ms`;
      throw this.#failed('quiesce-failed', 'drain', why);
    });
  }

  resume(): Promise<void> {
    return this.#step('resume', async () => {});
  }

  quiesce(deadlineMs: number): Promise<void> {
    return this.#whole(() => this.#quiesce(deadlineMs));
  }

  /** @param givenMs the deadline of the whole, which messages tell */
  async #quiesce(deadlineMs: number, givenMs = deadlineMs): Promise<void> {
    const begin = performance.now();
    if (this.#lifecycle.state === 'active') await this.drain(deadlineMs);
    await this.#step('quiesce', async () => {
      const leftMs = Math.max(0, Math.ceil(begin + deadlineMs - performance.now()));
      if (!(await this.#calls.running.isIdleWithin(leftMs))) {
        throw this.#failed('quiesce-failed', 'quiesce', this.stillRunning ?? 'it is busy');
      }
      if (!this.#road.has.quiesce) return;
      const quiescing = this.#road.quiesce(Math.min(leftMs, 0xffff_ffff));
      this.#judge('quiesce-failed', 'quiesce', await this.#timely('quiesce', quiescing, givenMs));
    });
  }

  /** Drains, quiesces, takes back what callers hold, and stops. What runs past the deadline is cancelled. */
  stop(deadlineMs: number): Promise<HeldRecord[]> {
    return this.#whole(() => this.#stop(deadlineMs));
  }

  async #stop(deadlineMs: number): Promise<HeldRecord[]> {
    const begin = performance.now();
    if (this.#lifecycle.state === 'active') {
      try {
        await this.drain(deadlineMs);
      } catch (error) {
        if (!(error instanceof HostError) || error.code !== 'quiesce-failed') throw error;
        await this.#interrupt();
      }
    }
    if (this.#lifecycle.state === 'draining') {
      const left = Math.max(0, deadlineMs - (performance.now() - begin));
      // A plugin that could not finish its work is stopped all the same.
      await this.#quiesce(left, deadlineMs).catch((error) => this.#books.hookFailed(error, 'quiesce'));
    }
    return this.#step('stop', async () => {
      if (this.stillRunning) throw this.#failed('stop-failed', 'stop', this.stillRunning);
      const held = this.#values.detachAll();
      const outcome = await this.#timely('stop', this.#road.stop());
      if (outcome.status !== 0) {
        this.#books.drain();
        this.#lifecycle.enter('stopped');
        throw failureOf('stop-failed', this.#road.id, 'stop', outcome);
      }
      return held;
    });
  }

  /** Cancels what is in flight; where that does not help, ends its process, or says that it cannot be ended. */
  async #interrupt(): Promise<void> {
    await this.#step('drain', async () => {
      this.#lifecycle.enter('draining');
      this.#calls.cancelAll();
      // One grace period for the plugin to notice, one for its process to be gone.
      if (await this.#calls.running.isIdleWithin(2 * this.#limits.graceMs)) return;
      throw this.#failed('stop-failed', 'stop', this.stillRunning ?? 'it did not end its calls');
    });
  }

  /**
   * Whatever the state: cleanups, stop, destroy, unmap. Never throws; the report says what went wrong.
   *
   * @param deadlineMs for the calls in flight
   * @param usageNow is asked once, when the instance is gone and its services are not
   */
  async close(deadlineMs: number, usageNow: () => Promise<Usage>): Promise<PluginCloseReport> {
    const errors: unknown[] = await this.cleanups.run();
    for (const error of errors) this.#books.hookFailed(error, 'close');
    for (let seen: unknown; seen !== this.#underWay; ) {
      seen = this.#underWay;
      await seen;
    }
    this.#closingErrors = errors;
    const attempt = async (run: () => Promise<unknown>) => {
      try {
        await run();
      } catch (error) {
        errors.push(error);
      }
    };
    let held: HeldRecord[] = [];
    if (this.#lifecycle.can('stop')) {
      await attempt(async () => {
        held = await this.stop(deadlineMs);
      });
    }
    this.#calls.cancelAll();
    await this.#calls.running.isIdleWithin(2 * this.#limits.graceMs);
    held = [...held, ...this.#values.detachAll()];
    const { stillRunning } = this;
    const isAlive = this.#books.lost === undefined && stillRunning === undefined;
    if (isAlive && this.#hasInstance && this.#lifecycle.can('destroy')) {
      await attempt(() => this.#step('destroy', () => this.#timely('destroy', this.#road.destroy())));
    }
    // A process that is gone has given everything back.
    const usage = this.#books.lost ? undefined : await usageNow().catch(() => undefined);
    this.#books.drain();
    if (isAlive) this.#books.bookLeaks();
    const isLeft = isAlive && this.#hasInstance && this.#lifecycle.state !== 'destroyed';
    const pinnedBy = stillRunning ?? (isLeft ? 'its instance, which could not be destroyed' : undefined);
    // What still runs needs its library and its services: they stay for ever.
    const verdict: UnloadVerdict = pinnedBy
      ? { isUnmapped: false, pinnedBy }
      : await this.#road.close().catch((error) => {
          errors.push(error);
          return { isUnmapped: false, pinnedBy: 'it could not be closed' };
        });
    const state = verdict.isUnmapped ? 'unmapped' : 'resident';
    await attempt(() => this.#step(verdict.isUnmapped ? 'unmap' : 'reside', async () => {}));
    this.#lifecycle.enter(state);
    return {
      state,
      ...(verdict.pinnedBy !== undefined && { pinnedBy: verdict.pinnedBy }),
      leakedBlocks: usage?.liveBlocks ?? 0,
      leakedBytes: usage?.liveBytes ?? 0,
      misuses: usage?.misuses ?? 0,
      heldValues: held,
      errors,
    };
  }

  /** What keeps the plugin busy, for people; undefined when nothing does. */
  get stillRunning(): string | undefined {
    const [first, ...more] = this.#calls.running.running;
    if (first === undefined) return this.#calls.running.isIdle ? undefined : 'its query is still running';
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    return `call ${first.call} (${first.function})${others} is still running`;
  }

  /** Ends the plugin's process when it does not come back from a step; in this process that is not possible. */
  async #timely<T>(step: string, work: Promise<T>, moreMs = 0): Promise<T> {
    if (this.#road.isolation !== 'childProcess') return work;
    const ms = this.#limits.stepMs + moreMs;
    const late = setTimeout(() => this.#road.terminate(`${step} did not end within ${ms} ms`), ms);
    try {
      return await work;
    } finally {
      clearTimeout(late);
    }
  }

  #failed(code: HostErrorCode, what: string, why: string): HostError {
    const plugin = this.#road.id;
    return new HostError(code, `Cannot ${what} plugin "${plugin}": ${why}`, { plugin });
  }

  #judge(code: HostErrorCode, what: string, outcome: Outcome): void {
    this.#books.drain();
    if (outcome.status === 0) return;
    const error = failureOf(code, this.#road.id, what, outcome);
    throw error.code === 'bad-result' ? this.#books.fault(error) : error;
  }

  #step<T>(action: HookedAction, run: () => Promise<T>): Promise<T> {
    const errors = this.#closingErrors;
    const step = this.#lifecycle.step(
      action,
      async () => {
        try {
          return await run();
        } finally {
          this.#books.drain();
        }
      },
      (error) => {
        errors?.push(error);
        this.#books.hookFailed(error, action);
      },
      errors !== undefined,
    );
    return this.#whole(() => step);
  }

  /** Something that closing waits for. */
  #whole<T>(run: () => Promise<T>): Promise<T> {
    const before = this.#underWay;
    const whole = run();
    this.#underWay = whole.then(
      () => before,
      () => before,
    );
    return whole;
  }
}
