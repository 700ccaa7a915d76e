import type { Backend, BackendFunction, Usage } from './backend.ts';
import { argumentProblem } from './capabilities/argument-problem.ts';
import type { CapabilityApi, CapabilityDeclaration } from './capabilities/declaration.ts';
import { formatValue, type Value } from './capabilities/value.ts';
import type { AbiEvent } from './events.ts';
import { HostError, type HostErrorCode } from './host-error.ts';
import { ledgerOf } from './ledger.ts';
import type { State } from './lifecycle.ts';
import { Lifecycle } from './lifecycle-state.ts';
import { statusName } from './statuses.ts';

/** What `close` found. */
export interface CloseReport {
  readonly leakedBlocks: number;
  readonly leakedBytes: number;
  /** Frees of a wrong pointer or size; the host kept its memory sound. */
  readonly misuses: number;
}

const quiesceDeadlineMs = 1000;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * One running instance of a plugin. Every action is first looked up in the lifecycle table: what it forbids is a
 * HostError `wrong-state` and never reaches the plugin. The native host and the host in the page are this class
 * over two backends.
 */
export class Instance implements AsyncDisposable {
  readonly #backend: Backend;
  readonly #trace: boolean;
  readonly #lifecycle: Lifecycle;
  readonly #events: AbiEvent[] = [];
  readonly #bound = new Map<string, (args: readonly Value[]) => string>();
  #calls = 0;
  #hasInstance = false;
  #report: CloseReport | undefined;

  /**
   * @param trace records every call and block in `events`, about 1 µs a call
   * @param lifecycle one with another table only to prove that a test notices
   */
  constructor(backend: Backend, trace: boolean, lifecycle = new Lifecycle(() => backend.id)) {
    this.#backend = backend;
    this.#trace = trace;
    this.#lifecycle = lifecycle;
    if (trace) lifecycle.watch((state) => this.#events.push({ type: 'state', state }));
  }

  get path(): string {
    return this.#backend.path;
  }

  get id(): string {
    return this.#backend.id;
  }

  get version(): string {
    return this.#backend.version;
  }

  get state(): State {
    return this.#lifecycle.state;
  }

  /** What happened so far, oldest first: log lines and messages, and with `trace` every call and block. */
  get events(): readonly AbiEvent[] {
    return this.#events;
  }

  usage(): Usage {
    if (this.#report) throw this.#lifecycle.refusal('read the usage of');
    return this.#backend.usage();
  }

  /** Lets the nth allocation from now on fail, once; 0 takes that back. For tests of a plugin. */
  failAllocationAt(nth: number): void {
    if (this.#report) throw this.#lifecycle.refusal('change the allocations of');
    this.#backend.failAllocationAt(nth);
  }

  /** @throws HostError create-failed, bad-result; the instance is closed then */
  create(): void {
    const to = this.#lifecycle.permit('create');
    try {
      const { status, hasInstance } = this.#guarded(() => this.#backend.create());
      if (status !== 0) throw this.#failure('create-failed', 'create', status);
      if (!hasInstance) throw this.#badResult('create', 'it returned TUTTI_OK and no instance');
      this.#hasInstance = true;
    } catch (error) {
      this.close();
      throw error;
    }
    this.#lifecycle.enter(to);
  }

  /** @throws HostError start-failed; the instance stays created */
  start(): void {
    const to = this.#lifecycle.permit('start');
    const status = this.#guarded(() => this.#backend.start());
    if (status !== 0) throw this.#failure('start-failed', 'start', status);
    this.#lifecycle.enter(to);
  }

  /** The typed functions of a capability. @throws HostError capability-missing, wrong-state */
  use<C extends CapabilityDeclaration>(capability: C): CapabilityApi<C> {
    const api: Record<string, (...args: Value[]) => string> = {};
    for (const name of Object.keys(capability.functions)) {
      const call = this.#bind(capability, name);
      api[name] = (...args) => call(args);
    }
    return api as unknown as CapabilityApi<C>;
  }

  /**
   * Calls one function of a capability with arguments of any kind: they are checked first.
   *
   * @throws HostError capability-missing, bad-argument, wrong-state, call-failed, bad-result
   */
  call(capability: CapabilityDeclaration, name: string, args: readonly Value[]): string {
    return this.#bind(capability, name)(args);
  }

  /** Lets the plugin finish and end. @throws HostError stop-failed; the instance counts as stopped */
  stop(): void {
    const to = this.#lifecycle.permit('stop');
    if (this.#lifecycle.state === 'active') {
      const quiesced = this.#guarded(() => this.#backend.quiesce(quiesceDeadlineMs));
      if (quiesced !== undefined) this.#lifecycle.enter('quiesced');
    }
    const status = this.#guarded(() => this.#backend.stop());
    this.#lifecycle.enter(to);
    if (status !== 0) throw this.#failure('stop-failed', 'stop', status);
  }

  /**
   * Stops where needed, destroys, books what was not given back as leaks, and unmaps.
   * Never throws; a second call returns the first report.
   */
  close(): CloseReport {
    if (this.#report) return this.#report;
    try {
      if (this.#lifecycle.can('stop')) this.stop();
    } catch {
      // What a failed stop leaves behind is booked below.
    }
    if (this.#hasInstance) {
      try {
        this.#guarded(() => this.#backend.destroy());
        this.#lifecycle.enter('destroyed');
      } catch {
        // A trap in destroy: the blocks it did not free are booked below.
      }
    }
    const { liveBlocks, liveBytes, misuses } = this.#backend.usage();
    for (const { block, sizeBytes, fate } of ledgerOf(this.#events)) {
      if (fate === 'held') this.#events.push({ type: 'leak', block, sizeBytes });
    }
    this.#backend.close();
    this.#lifecycle.enter('unmapped');
    this.#report = { leakedBlocks: liveBlocks, leakedBytes: liveBytes, misuses };
    return this.#report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #bind(capability: CapabilityDeclaration, name: string): (args: readonly Value[]) => string {
    const key = `${capability.id}.${name}`;
    const bound = this.#bound.get(key);
    if (bound) return bound;
    if (this.#lifecycle.state !== 'created' && this.#lifecycle.state !== 'active')
      throw this.#lifecycle.refusal(`use ${key} of`);
    const found = this.#guarded(() => this.#backend.find(capability, name));
    const declaration = capability.functions[name];
    if (typeof found !== 'function' || declaration === undefined) {
      const why = typeof found === 'function' ? 'it is not declared' : found.missing;
      throw new HostError('capability-missing', `Cannot use ${key} of plugin "${this.id}": ${why}`, {
        plugin: this.id,
      });
    }
    const call = (args: readonly Value[]) => {
      const problem = argumentProblem(declaration, args);
      if (problem) {
        throw new HostError('bad-argument', `Cannot call ${key} of plugin "${this.id}": ${problem}`, {
          plugin: this.id,
        });
      }
      if (this.#lifecycle.state !== 'active') this.#lifecycle.permit('call');
      return this.#invoke(found, key, args);
    };
    this.#bound.set(key, call);
    return call;
  }

  #invoke(run: BackendFunction, key: string, args: readonly Value[]): string {
    const call = ++this.#calls;
    if (this.#trace)
      this.#events.push({
        type: 'call',
        call,
        function: key,
        arguments: args.map((value) => formatValue(value)),
      });
    this.#backend.setCall(call);
    try {
      const status = this.#guarded(() => run(call, args));
      if (status !== 0) throw this.#failure('call-failed', `call ${key} of`, status, call);
      const text = this.#take(key, call);
      if (this.#trace) this.#events.push({ type: 'return', call, status: 'TUTTI_OK', text });
      return text;
    } finally {
      this.#backend.setCall(0);
    }
  }

  /** Takes what a call handed over: looked at first, then copied and released, then decoded. */
  #take(key: string, call: number): string {
    const { problem, sizeBytes, block } = this.#backend.handedOver();
    if (problem) throw this.#badResult(`call ${key} of`, problem);
    if (this.#trace) this.#events.push({ type: 'give', block, sizeBytes, call });
    const bytes = this.#guarded(() => this.#backend.takeResult());
    if (bytes === undefined)
      throw this.#badResult(`call ${key} of`, 'it was freed before it was handed over');
    try {
      return utf8.decode(bytes);
    } catch {
      throw this.#badResult(`call ${key} of`, 'its text is not UTF-8');
    }
  }

  /** Runs plugin code: takes its events out afterwards; a trap leaves the instance faulted. */
  #guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (error instanceof HostError) this.#lifecycle.fault();
      throw error;
    } finally {
      if (this.#backend.hasEvents) this.#events.push(...this.#backend.drain());
    }
  }

  #failure(code: HostErrorCode, what: string, value: number, call?: number): HostError {
    const { message, line } = this.#backend.takeError();
    const status = statusName(value);
    if (status === undefined) return this.#badResult(what, `it returned ${value}, which is no status`);
    const text = message === '' ? 'it gave no reason' : message;
    const at = line > 0 ? { line } : {};
    if (this.#trace && call) this.#events.push({ type: 'return', call, status, text, ...at });
    const full = `Cannot ${what} plugin "${this.id}": ${text} (${status})`;
    return new HostError(code, full, { plugin: this.id, status, ...at });
  }

  #badResult(what: string, why: string): HostError {
    this.#lifecycle.fault();
    return new HostError(
      'bad-result',
      `Cannot ${what} plugin "${this.id}": what it handed over is not valid: ${why}`,
      {
        plugin: this.id,
      },
    );
  }
}
