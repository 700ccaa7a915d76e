import {
  type ArgumentsOf,
  type AsyncCapabilityApi,
  type CallOptions,
  type Calls,
  type CapabilityApi,
  type CapabilityDeclaration,
  type Hook,
  type HookedAction,
  HostError,
  type LedgerRow,
  Lifecycle,
  type State,
  type Value,
} from '../../abi/index.ts';
import { type Isolation, isolationWords, type Road } from '../road.ts';
import { announce } from './announcements.ts';
import { callSite, type HeldValue, HeldValues, type HoldableName } from './held-value.ts';
import { type CallObserver, PluginBooks } from './plugin-books.ts';
import { PluginCalls } from './plugin-calls.ts';
import type { PluginEvents } from './plugin-events.ts';
import { PluginFunctions } from './plugin-functions.ts';
import { completeLimits, type PluginHooks, type PluginLimits } from './plugin-options.ts';
import type { PluginCloseReport, PluginUsage } from './plugin-report.ts';
import { PluginSteps, stopDeadlineMs } from './plugin-steps.ts';

type FunctionOf<C extends CapabilityDeclaration, Name extends keyof C['functions']> = C['functions'][Name];

/**
 * One plugin, wherever it runs: the same functions, errors and events in this process, on its threads and in a
 * process of its own. Every action is first looked up in the lifecycle table; hooks run around each step; what
 * callers hold is counted; closing never throws. Made by `openPlugin`.
 */
export class Plugin implements AsyncDisposable {
  readonly #road: Road;
  readonly #lifecycle: Lifecycle;
  readonly #books: PluginBooks;
  readonly #calls: PluginCalls;
  readonly #values: HeldValues;
  readonly #functions: PluginFunctions;
  readonly #steps: PluginSteps;
  readonly #restarts: number;
  #callsHere: Calls | undefined;
  #closing: Promise<PluginCloseReport> | undefined;
  #lastUsage: PluginUsage | undefined;

  /**
   * @param road opened and not created yet; the plugin's from now on
   * @param restarts how often it was opened before in place of one that was lost
   */
  constructor(road: Road, limits: PluginLimits = {}, hooks: PluginHooks = {}, restarts = 0) {
    const complete = completeLimits(limits);
    const lifecycle = new Lifecycle(() => road.id);
    const books = new PluginBooks(road, lifecycle);
    this.#road = road;
    this.#restarts = restarts;
    this.#lifecycle = lifecycle;
    this.#books = books;
    this.#calls = new PluginCalls(road, lifecycle, books, complete);
    this.#values = new HeldValues(road.id, complete.values, {
      ended: (record, fate) => {
        if (fate === 'forgotten') books.note({ type: 'forgotten', ...record });
        books.note({ type: 'release', value: record.value, fate });
        if (this.state !== 'unmapped' && this.state !== 'resident') books.drain();
      },
    });
    const isClosing = () => this.#steps.isClosing;
    this.#functions = new PluginFunctions(road, lifecycle, this.#calls, this.#values, isClosing, (record) =>
      books.note({ type: 'take', ...record }),
    );
    this.#steps = new PluginSteps(road, lifecycle, this.#calls, this.#values, books, complete);
    for (const place of ['before', 'after'] as const) {
      for (const [action, hook] of Object.entries(hooks[place] ?? {}))
        lifecycle.hook(place, action as HookedAction, hook);
    }
  }

  /** From its descriptor, such as `org.tutti.repeat`. */
  get id(): string {
    return this.#road.id;
  }

  get version(): string {
    return this.#road.version;
  }

  get path(): string {
    return this.#road.path;
  }

  get isolation(): Isolation {
    return this.#road.isolation;
  }

  get state(): State {
    return this.#lifecycle.state;
  }

  /** Whether it has both halves of what an update needs to move its state: save and restore. */
  get savesState(): boolean {
    return this.#road.has.save && this.#road.has.restore;
  }

  /** What happens, as it happens: an EventTarget and an async iterable. */
  get events(): PluginEvents {
    return this.#books.events;
  }

  /** Why its process is gone; undefined while it is there. */
  get lost(): HostError | undefined {
    return this.#books.lost;
  }

  /** Runs `hook` before each such step; what it throws refuses the step. Returns what takes it out. */
  before(action: HookedAction, hook: Hook): () => void {
    return this.#lifecycle.hook('before', action, hook);
  }

  /** Runs `hook` after each such step; what it throws is an event, and undoes nothing. */
  after(action: HookedAction, hook: Hook): () => void {
    return this.#lifecycle.hook('after', action, hook);
  }

  /** Is run when the plugin closes, while it still works; the last one first, even when others fail. */
  onClose(cleanup: () => unknown): void {
    this.#steps.cleanups.add(cleanup);
  }

  /** Tells `observer` of each call that ends. Returns what ends that. */
  observeCalls(observer: CallObserver): () => void {
    this.#books.observers.add(observer);
    return () => this.#books.observers.delete(observer);
  }

  /** Makes the instance; `openPlugin` did. @throws HostError create-failed, bad-result, wrong-state */
  async create(): Promise<void> {
    await this.#step('create', () => this.#steps.create());
    announce('opened', { plugin: this });
  }

  /** Gives a created plugin the state that it, or an earlier version, saved. @throws HostError restore-failed */
  restore(state: Uint8Array, schema = 1): Promise<void> {
    return this.#step('restore', () => this.#steps.restore(state, schema));
  }

  /** Makes it ready for calls. @throws HostError start-failed, and the plugin stays created */
  start(): Promise<void> {
    return this.#step('start', () => this.#steps.start());
  }

  /** Lets the plugin check itself; calls that come meanwhile wait. @throws HostError selftest-failed */
  selftest(): Promise<void> {
    return this.#step('selftest', () => this.#steps.selftest());
  }

  /** Takes a copy of the plugin's state; calls that come meanwhile wait. @throws HostError save-failed */
  save(schema = 1): Promise<Uint8Array> {
    return this.#step('save', () => this.#steps.save(schema));
  }

  /** Takes no new calls and waits for those in flight. @throws HostError quiesce-failed, and it is active again */
  drain(deadlineMs = stopDeadlineMs): Promise<void> {
    return this.#step('drain', () => this.#steps.drain(deadlineMs));
  }

  /** Takes calls again after `drain`. */
  resume(): Promise<void> {
    return this.#step('resume', () => this.#steps.resume());
  }

  /** Drains, and lets the plugin finish its work; only `save` and `stop` follow. @throws HostError quiesce-failed */
  quiesce(deadlineMs = stopDeadlineMs): Promise<void> {
    return this.#step('quiesce', () => this.#steps.quiesce(deadlineMs));
  }

  /**
   * Drains, quiesces and stops. Calls past the deadline are cancelled, and values that callers hold taken back.
   *
   * @throws HostError stop-failed, when the plugin says so or when a call in this process does not end
   */
  async stop(deadlineMs = stopDeadlineMs): Promise<void> {
    await this.#step('stop', () => this.#steps.stop(deadlineMs));
  }

  /**
   * The typed functions of a capability, each returning a promise and taking a last, optional
   * `{ signal, deadlineMs }`. Results are copies.
   *
   * @throws HostError capability-missing, capability-mismatch, wrong-state
   */
  async use<C extends CapabilityDeclaration>(capability: C): Promise<AsyncCapabilityApi<C>> {
    return (await this.#functions.use(capability)) as unknown as AsyncCapabilityApi<C>;
  }

  /**
   * The typed functions of a capability, called on this thread without a promise, as fast as those of an
   * `Instance`. Limits of calls and time do not hold for them, and observers and measured durations leave them out:
   * two looks at the clock would cost as much as a call. Everything else does.
   *
   * @throws HostError not-in-process, capability-missing, capability-mismatch, wrong-state
   */
  useSync<C extends CapabilityDeclaration>(capability: C): CapabilityApi<C> {
    const { gate } = this.#calls.running;
    this.#callsHere ??= this.#road.callsHere?.(this.#lifecycle, gate, this.#books);
    if (this.#callsHere) return this.#callsHere.use(capability) as unknown as CapabilityApi<C>;
    const text = `Cannot call plugin "${this.id}" without a promise: it runs ${isolationWords[this.isolation]}`;
    throw new HostError('not-in-process', text, { plugin: this.id });
  }

  /**
   * Calls one function by its name with arguments of any kind: they are checked first.
   *
   * @throws HostError as the functions of `use`
   */
  call(
    capability: CapabilityDeclaration,
    name: string,
    args: readonly Value[],
    options?: CallOptions,
  ): Promise<Value> {
    return this.#functions.call(capability, name, args, options);
  }

  /**
   * Calls a function whose result is text or bytes, and holds the result where it lies instead of copying it. A
   * composite result cannot be held: it is decoded, which checks it, and what is decoded is a copy already. A held
   * value must be released; one that was forgotten is released when it is collected, and reported with the line that
   * took it.
   *
   * @throws HostError too-many-values; and as the functions of `use`
   */
  take<C extends CapabilityDeclaration, Name extends HoldableName<C>>(
    capability: C,
    name: Name,
    args: ArgumentsOf<FunctionOf<C, Name>['parameters']>,
    options?: CallOptions,
  ): Promise<HeldValue> {
    const site = callSite(this.take);
    return this.#functions.take(capability, name, args as readonly Value[], options, site);
  }

  /** Says of each capability that it lacks what is missing. @throws HostError capability-missing, once for all */
  async require(capabilities: readonly CapabilityDeclaration[]): Promise<void> {
    const problems = await this.#functions.problems(capabilities);
    if (problems.length === 0) return;
    const text = `Cannot use plugin "${this.id}": ${problems.join('; ')}`;
    throw new HostError('capability-missing', text, { plugin: this.id });
  }

  /** Every block (with `trace`) and every held value that crossed: all that is out, and the latest that came back. */
  ledger(): LedgerRow[] {
    return this.#books.ledger.rows();
  }

  /** What it uses and has used; after close, what it had used then. */
  async usage(): Promise<PluginUsage> {
    if (this.#lastUsage) return this.#lastUsage;
    return {
      ...(await this.#road.usage()),
      isolation: this.isolation,
      calls: this.#calls.running.counts,
      values: this.#values.counts,
      faults: this.#books.faults,
      restarts: this.#restarts,
    };
  }

  /** Lets the nth allocation from now on fail, once; 0 takes that back. For tests of a plugin. */
  failAllocationAt(nth: number): Promise<void> {
    return this.#road.failAllocationAt(nth);
  }

  /**
   * Closes it whatever its state, once; a second call gives the first report. Never throws.
   *
   * @param deadlineMs how long the calls in flight may go on before they are cancelled
   */
  close(deadlineMs = stopDeadlineMs): Promise<PluginCloseReport> {
    this.#closing ??= this.#close(deadlineMs);
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #step<T>(action: HookedAction, run: () => Promise<T>): Promise<T> {
    if (this.#steps.isClosing) throw this.#lifecycle.refusal(action);
    return run();
  }

  async #close(deadlineMs: number): Promise<PluginCloseReport> {
    const report = await this.#steps.close(deadlineMs, async () => {
      this.#lastUsage = await this.usage();
      return this.#lastUsage;
    });
    this.events.end();
    return report;
  }
}
