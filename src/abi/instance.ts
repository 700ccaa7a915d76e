import type { Backend, Usage } from './backend.ts';
import { Boundary, type EventSink } from './boundary.ts';
import { Calls } from './call.ts';
import type { CapabilityApi, CapabilityDeclaration } from './capabilities/declaration.ts';
import type { Value } from './capabilities/value.ts';
import type { AbiEvent } from './events.ts';
import type { HostError, HostErrorCode } from './host-error.ts';
import { ledgerOf } from './ledger.ts';
import type { State } from './lifecycle.ts';
import { Lifecycle } from './lifecycle-state.ts';

/** What `close` found. */
export interface CloseReport {
  /** Whether the library is gone from memory; `resident`: it stays. */
  readonly state: 'unmapped' | 'resident';
  /** What keeps the library in memory, where it is resident. */
  readonly pinnedBy?: string;
  readonly leakedBlocks: number;
  readonly leakedBytes: number;
  /** Frees of a wrong pointer or size; the host kept its memory sound. */
  readonly misuses: number;
}

const quiesceDeadlineMs = 1000;
/** TUTTI_E_UNSUPPORTED: what a plugin without save or restore would say. */
const unsupported = 4;

/**
 * One running instance of a plugin. Every action is first looked up in the lifecycle table: what it forbids is a
 * HostError `wrong-state` and never reaches the plugin. The native host and the host in the page are this class
 * over two backends.
 */
export class Instance implements AsyncDisposable {
  readonly #backend: Backend;
  readonly #lifecycle: Lifecycle;
  readonly #events: AbiEvent[] = [];
  readonly #sink: EventSink;
  readonly #boundary: Boundary;
  readonly #functions: Calls;
  #hasInstance = false;
  #report: CloseReport | undefined;

  /**
   * @param trace records every call and block in `events`, about 1 µs a call
   * @param lifecycle one with another table only to prove that a test notices
   * @param onEvent is told every event as it happens, where the backend can
   */
  constructor(
    backend: Backend,
    trace: boolean,
    lifecycle = new Lifecycle(() => backend.id),
    onEvent?: (event: AbiEvent) => void,
  ) {
    this.#backend = backend;
    this.#lifecycle = lifecycle;
    const told: EventSink = {
      push: (...events) => {
        this.#events.push(...events);
        for (const event of events) onEvent?.(event);
      },
    };
    if (onEvent) backend.emitTo?.(told);
    this.#sink = onEvent ? told : this.#events;
    this.#boundary = new Boundary(backend, lifecycle, this.#sink, trace);
    this.#functions = new Calls(this.#boundary);
    if (trace) lifecycle.watch((state) => this.#sink.push({ type: 'state', state }));
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
      const { status, hasInstance } = this.#boundary.run(() => this.#backend.create());
      if (status !== 0) throw this.#failure('create-failed', 'create', status);
      if (!hasInstance) throw this.#boundary.badResult('create', 'it returned TUTTI_OK and no instance');
      this.#hasInstance = true;
    } catch (error) {
      this.close();
      throw error;
    }
    this.#lifecycle.enter(to);
  }

  /**
   * Gives a created instance the state that it, or an earlier version, saved.
   *
   * @throws HostError restore-failed; the instance stays created, without the state
   */
  restore(schema: number, state: Uint8Array): void {
    const to = this.#lifecycle.permit('restore');
    const status = this.#boundary.run(() => this.#backend.restore(schema, state)) ?? unsupported;
    if (status !== 0) throw this.#failure('restore-failed', 'restore', status);
    this.#lifecycle.enter(to);
  }

  /** The instance's state, as a copy. @throws HostError save-failed, bad-result */
  save(schema: number): Uint8Array {
    const to = this.#lifecycle.permit('save');
    const saved = this.#boundary.run(() => this.#backend.save(schema));
    const status = saved?.status ?? unsupported;
    if (saved === undefined || status !== 0) throw this.#failure('save-failed', 'save', status);
    if (saved.problem !== undefined)
      throw this.#boundary.badResult('save', `what it handed over is not valid: ${saved.problem}`);
    this.#lifecycle.enter(to);
    return saved.state;
  }

  /** @throws HostError start-failed; the instance stays created */
  start(): void {
    const to = this.#lifecycle.permit('start');
    const status = this.#boundary.run(() => this.#backend.start());
    if (status !== 0) throw this.#failure('start-failed', 'start', status);
    this.#lifecycle.enter(to);
  }

  /**
   * The typed functions of a capability. An optional one that the plugin leaves out is undefined.
   *
   * @throws HostError capability-missing, capability-mismatch, wrong-state
   */
  use<C extends CapabilityDeclaration>(capability: C): CapabilityApi<C> {
    return this.#functions.use(capability) as unknown as CapabilityApi<C>;
  }

  /**
   * Calls one function of a capability with arguments of any kind: they are checked first.
   *
   * @throws HostError capability-missing, capability-mismatch, bad-argument, wrong-state, call-failed, bad-result
   */
  call(capability: CapabilityDeclaration, name: string, args: readonly Value[]): Value {
    return this.#functions.call(capability, name, args);
  }

  /** Lets the plugin finish and end. @throws HostError stop-failed; the instance counts as stopped */
  stop(): void {
    const to = this.#lifecycle.permit('stop');
    if (this.#lifecycle.state === 'active') {
      const quiesced = this.#boundary.run(() => this.#backend.quiesce(quiesceDeadlineMs));
      if (quiesced !== undefined) this.#lifecycle.enter('quiesced');
    }
    const status = this.#boundary.run(() => this.#backend.stop());
    this.#lifecycle.enter(to);
    if (status !== 0) throw this.#failure('stop-failed', 'stop', status);
  }

  /**
   * Stops where needed, destroys, books what was not given back as leaks, and unmaps, unless something keeps the
   * library: the report says what.
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
        this.#boundary.run(() => this.#backend.destroy());
        this.#lifecycle.enter('destroyed');
      } catch {
        // A trap in destroy: the blocks it did not free are booked below.
      }
    }
    const { liveBlocks, liveBytes, misuses } = this.#backend.usage();
    for (const { block, sizeBytes, fate } of ledgerOf(this.#events)) {
      if (fate === 'held') this.#sink.push({ type: 'leak', block, sizeBytes });
    }
    const { isUnmapped, pinnedBy } = this.#backend.close();
    const state = isUnmapped ? 'unmapped' : 'resident';
    this.#lifecycle.enter(state);
    const why = pinnedBy === undefined ? {} : { pinnedBy };
    this.#report = { state, ...why, leakedBlocks: liveBlocks, leakedBytes: liveBytes, misuses };
    return this.#report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #failure(code: HostErrorCode, what: string, status: number): HostError {
    return this.#boundary.failure(code, what, status, this.#backend.takeError());
  }
}
