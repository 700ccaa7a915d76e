import {
  argumentProblem,
  type CallOptions,
  type FunctionDeclaration,
  formatValue,
  HostError,
  type Lifecycle,
  statusName,
  unwritable,
  type Value,
} from '../../abi/index.ts';
import type { HeldMemory, Outcome, Road } from '../road.ts';
import type { PluginBooks } from './plugin-books.ts';
import { badResult, failureOf } from './plugin-failure.ts';
import type { PluginLimits } from './plugin-options.ts';
import { type RunningCall, RunningCalls } from './running-calls.ts';

/** What comes back from a road: success, or the plugin's reasons. */
type Answer<T> = ({ readonly status: 0 } & T) | (Outcome & { readonly problem?: string });

/** A result as one line of a log shows it. */
function resultText(answer: object): string {
  if ('memory' in answer) return `<${(answer.memory as HeldMemory).bytes.length} bytes>`;
  const value = 'value' in answer ? answer.value : undefined;
  return typeof value === 'string' ? value : value === undefined ? '' : formatValue(value);
}

/** The calls of one plugin: checked, counted, limited, cancelled and judged, whatever road they take. */
export class PluginCalls {
  readonly running: RunningCalls;
  readonly #road: Road;
  readonly #lifecycle: Lifecycle;
  readonly #books: PluginBooks;
  readonly #limits: Required<PluginLimits>;
  readonly #graceTimers = new Map<RunningCall, ReturnType<typeof setTimeout>>();

  constructor(road: Road, lifecycle: Lifecycle, books: PluginBooks, limits: Required<PluginLimits>) {
    this.#road = road;
    this.#lifecycle = lifecycle;
    this.#books = books;
    this.#limits = limits;
    this.running = new RunningCalls(limits.callsInFlight);
  }

  /**
   * Makes one call.
   *
   * @param run hands it to the road
   * @param adopt makes of the answer what the caller gets; the call is in flight until it returned, so closing
   *   waits for it
   * @param discard gives back what came after the caller had left
   * @throws HostError bad-argument, wrong-state, too-many-calls, call-cancelled, call-timeout, call-failed,
   *   bad-result, crashed, child-failed
   */
  async make<T extends object, R>(
    key: string,
    declaration: FunctionDeclaration,
    args: readonly Value[],
    options: CallOptions | undefined,
    run: (call: number) => Promise<Answer<T>>,
    adopt: (answer: T, call: number) => R,
    discard?: (answer: T) => void,
  ): Promise<R | undefined> {
    const road = this.#road;
    const lifecycle = this.#lifecycle;
    const problem = argumentProblem(declaration, args);
    if (problem !== undefined) {
      const text = `Cannot call ${key} of plugin "${road.id}": ${problem}`;
      throw new HostError('bad-argument', text, { plugin: road.id });
    }
    if (options?.signal?.aborted) throw this.#cancelled(key, options.signal.reason);
    while (this.running.turn && lifecycle.state === 'active') await this.running.turn;
    if (lifecycle.state !== 'active') lifecycle.permit('call');
    const running = this.running.begin(key, road.id);
    this.#tellCall(running, args);
    const answer = this.#answer(running, run, adopt, discard);
    const deadlineMs =
      road.isolation === 'inProcess' ? Infinity : (options?.deadlineMs ?? this.#limits.callMs);
    if (!options?.signal && deadlineMs === Infinity) return answer;
    return this.#interruptible(running, answer, deadlineMs, options?.signal);
  }

  /** Asks every call in flight to end; their callers get call-cancelled or what the plugin still answers. */
  cancelAll(): void {
    for (const running of this.running.running) this.#cancel(running);
  }

  async #answer<T extends object, R>(
    running: RunningCall,
    run: (call: number) => Promise<Answer<T>>,
    adopt: (answer: T, call: number) => R,
    discard: ((answer: T) => void) | undefined,
  ): Promise<R | undefined> {
    const road = this.#road;
    const what = `call ${running.function} of`;
    let error: HostError | undefined;
    try {
      const answer = await run(running.call);
      if (answer.status === 0 && !('problem' in answer && answer.problem !== undefined)) {
        this.#books.drain();
        this.#tellReturn(running, { status: 0, message: resultText(answer), line: 0 });
        if (!running.isLeft) return adopt(answer as T, running.call);
        discard?.(answer as T);
        return undefined;
      }
      const { problem, ...outcome } = answer as Outcome & { problem?: string };
      error =
        problem === undefined
          ? failureOf('call-failed', road.id, what, outcome)
          : badResult(road.id, what, problem);
      if (error.code === 'bad-result') this.#books.fault(error);
      else {
        this.#books.drain();
        this.#tellReturn(running, outcome);
      }
      throw error;
    } catch (caught) {
      const thrown = caught instanceof RangeError ? unwritable(caught, running.function, road.id) : caught;
      if (thrown instanceof HostError) {
        error = thrown;
        if (thrown.code === 'trapped') this.#books.fault(thrown);
      }
      this.running.countFailure();
      throw thrown;
    } finally {
      clearTimeout(this.#graceTimers.get(running));
      this.#graceTimers.delete(running);
      this.running.end(running);
      this.#books.drain();
      const ms = performance.now() - running.begin;
      for (const observe of this.#books.observers) observe(running.function, error?.code, ms);
    }
  }

  #interruptible<R>(
    running: RunningCall,
    answer: Promise<R>,
    deadlineMs: number,
    signal: AbortSignal | undefined,
  ): Promise<R> {
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    const leave = (error: HostError) => {
      running.isLeft = true;
      end();
      this.#cancel(running);
      reject(error);
    };
    const onAbort = () => leave(this.#cancelled(running.function, signal?.reason));
    const timer = Number.isFinite(deadlineMs)
      ? setTimeout(() => leave(this.#late(running, deadlineMs)), deadlineMs)
      : undefined;
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort);
    answer.then(
      (value) => {
        end();
        resolve(value);
      },
      (error) => {
        end();
        reject(error);
      },
    );
    return promise;
  }

  #cancel(running: RunningCall): void {
    if (running.isCancelled) return;
    running.isCancelled = true;
    const road = this.#road;
    const { graceMs } = this.#limits;
    road.cancel(running.call);
    const why = `call ${running.call} (${running.function}) did not end within ${graceMs} ms of being cancelled`;
    const timer = setTimeout(() => road.terminate(why), graceMs);
    this.#graceTimers.set(running, timer);
  }

  #cancelled(key: string, cause: unknown): HostError {
    const plugin = this.#road.id;
    const text = `Cannot call ${key} of plugin "${plugin}": its caller took it back`;
    return new HostError('call-cancelled', text, { plugin, cause });
  }

  #late(running: RunningCall, deadlineMs: number): HostError {
    const plugin = this.#road.id;
    const text = `Cannot call ${running.function} of plugin "${plugin}": it did not answer within ${deadlineMs} ms`;
    return new HostError('call-timeout', text, { plugin });
  }

  #tellCall({ call, function: key }: RunningCall, args: readonly Value[]): void {
    if (!this.#books.events.isHeard('call')) return;
    this.#books.note({
      type: 'call',
      call,
      function: key,
      arguments: args.map((value) => formatValue(value)),
    });
  }

  #tellReturn({ call }: RunningCall, outcome: Outcome): void {
    if (!this.#books.events.isHeard('return')) return;
    const { status, message, line } = outcome;
    const text = message === '' && status !== 0 ? 'it gave no reason' : message;
    this.#books.note({
      type: 'return',
      call,
      status: statusName(status) ?? status,
      text,
      ...(line > 0 && { line }),
    });
  }
}
