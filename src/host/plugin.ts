import {
  type AbiEvent,
  type Action,
  type Argument,
  abiVersion,
  argumentProblem,
  type CapabilityApi,
  type CapabilityDeclaration,
  formatArgument,
  HostError,
  type HostErrorCode,
  ledgerOf,
  nextState,
  type State,
  statusName,
} from '../abi/index.ts';
import { findFunction } from './capability-function.ts';
import { createErrorRecord, type Descriptor, takeError } from './descriptor.ts';
import type { CloseReport, OpenOptions } from './instance.ts';
import type { Library } from './library.ts';
import {
  bindFunction,
  capabilityPrototype,
  type NativeFunction,
  prototypes,
  viewMemory,
} from './native-types.ts';
import { decodeText, OwnedValue } from './owned-value.ts';
import { Services, type Usage } from './services.ts';

const noUnload = 1;
const spanned = (value: Argument) => {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : (value as Uint8Array);
  return { ptr: bytes, len: bytes.length };
};

/**
 * One running instance of a plugin, in this process. Every action is first looked up in the lifecycle table:
 * what it forbids is a HostError `wrong-state` and never reaches native code.
 */
export class Plugin implements AsyncDisposable {
  readonly path: string;
  readonly id: string;
  readonly version: string;
  #state: State = 'mapped';
  #calls = 0;
  #self = 0n;
  #report: CloseReport | undefined;
  readonly #events: AbiEvent[] = [];
  readonly #library: Library;
  readonly #descriptor: Descriptor;
  readonly #services: Services;
  readonly #trace: boolean;
  readonly #limitBytes: number;
  readonly #error = createErrorRecord();
  readonly #owned = new OwnedValue();
  readonly #bound = new Map<string, (args: readonly Argument[]) => string>();

  /** Use `openPlugin`. */
  constructor(library: Library, descriptor: Descriptor, options: OpenOptions) {
    this.path = library.path;
    this.id = descriptor.id;
    this.version = descriptor.version;
    this.#library = library;
    this.#descriptor = descriptor;
    this.#trace = options.trace ?? false;
    this.#limitBytes = options.memoryBytes ?? 64 * 2 ** 20;
    this.#services = new Services({
      memoryBytes: this.#limitBytes,
      trace: this.#trace,
      abi: options.abi ?? abiVersion,
    });
  }

  get state(): State {
    return this.#state;
  }

  /** What happened so far, oldest first: log lines and messages, and with `trace` every call and block. */
  get events(): readonly AbiEvent[] {
    return this.#events;
  }

  usage(): Usage {
    this.#require(this.#state !== 'closed', 'read the usage of');
    return this.#services.usage();
  }

  /** Lets the nth allocation from now on fail, once; 0 takes that back. For tests of a plugin. */
  failAllocationAt(nth: number): void {
    this.#require(this.#state !== 'closed', 'change the allocations of');
    this.#services.failAllocationAt(nth);
  }

  /** @throws HostError create-failed, and the plugin is closed */
  create(): void {
    const to = this.#permit('create');
    const out = Buffer.alloc(8);
    const create = bindFunction(this.#descriptor.functions.create, prototypes.create);
    const status = create(this.#services.address, out, this.#error) as number;
    this.#self = out.readBigUInt64LE(0);
    this.#drain();
    if (status !== 0 || this.#self === 0n) {
      const failure = this.#failure('create-failed', 'create', status, 'create');
      this.close();
      throw failure;
    }
    this.#enter(to);
  }

  /** @throws HostError start-failed; the instance stays created */
  start(): void {
    const to = this.#permit('start');
    const status = this.#run('start');
    if (status !== 0) throw this.#failure('start-failed', 'start', status, 'start');
    this.#enter(to);
  }

  /** The typed functions of a capability. @throws HostError capability-missing */
  use<C extends CapabilityDeclaration>(capability: C): CapabilityApi<C> {
    const api: Record<string, (...args: Argument[]) => string> = {};
    for (const name of Object.keys(capability.functions)) {
      const call = this.#bind(capability, name);
      api[name] = (...args) => call(args);
    }
    return api as CapabilityApi<C>;
  }

  /** Calls one function of a capability with arguments of any kind: they are checked first. */
  call(capability: CapabilityDeclaration, name: string, args: readonly Argument[]): string {
    return this.#bind(capability, name)(args);
  }

  /** Lets the plugin finish and end. @throws HostError stop-failed; the instance counts as stopped */
  stop(): void {
    const to = this.#permit('stop');
    const { quiesce } = this.#descriptor.functions;
    if (this.#state === 'active' && quiesce !== 0n) {
      bindFunction(quiesce, prototypes.quiesce)(this.#self, 1000, this.#error);
      this.#drain();
      this.#enter('quiesced');
    }
    const status = this.#run('stop');
    this.#enter(to);
    if (status !== 0) throw this.#failure('stop-failed', 'stop', status, 'stop');
  }

  /**
   * Stops where needed, destroys, books what was not given back as leaks, and unmaps the library.
   * Never throws; a second call returns the first report.
   */
  close(): CloseReport {
    if (this.#report) return this.#report;
    try {
      if (nextState(this.#state, 'stop')) this.stop();
    } catch {
      // A failed stop is in the events; what follows is the same.
    }
    if (nextState(this.#state, 'destroy') && this.#self !== 0n) {
      bindFunction(this.#descriptor.functions.destroy, prototypes.destroy)(this.#self);
      this.#drain();
      this.#enter('destroyed');
    }
    const { liveBlocks, liveBytes, misuses } = this.#services.usage();
    for (const { block, sizeBytes, fate } of ledgerOf(this.#events)) {
      if (fate === 'held') this.#events.push({ type: 'leak', block, sizeBytes });
    }
    this.#services.close();
    this.#enter('closed');
    if ((this.#descriptor.flags & noUnload) === 0) this.#library.unload();
    this.#report = { leakedBlocks: liveBlocks, leakedBytes: liveBytes, misuses };
    return this.#report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #bind(capability: CapabilityDeclaration, name: string): (args: readonly Argument[]) => string {
    const key = `${capability.id}.${name}`;
    let bound = this.#bound.get(key);
    if (bound === undefined) {
      bound = this.#bindFresh(capability, name, key);
      this.#bound.set(key, bound);
    }
    return bound;
  }

  #bindFresh(
    capability: CapabilityDeclaration,
    name: string,
    key: string,
  ): (args: readonly Argument[]) => string {
    this.#require(this.#state === 'created' || this.#state === 'active', `use ${key} of`);
    const found = findFunction(this.#descriptor.functions.query, this.#self, capability, name);
    const declaration = capability.functions[name];
    if ('missing' in found || declaration === undefined) {
      const why = 'missing' in found ? found.missing : 'it is not declared';
      throw new HostError('capability-missing', `Cannot use ${key} of plugin "${this.id}": ${why}`, {
        plugin: this.id,
      });
    }
    return (args) => {
      const problem = argumentProblem(declaration, args);
      if (problem) {
        throw new HostError('bad-argument', `Cannot call ${key} of plugin "${this.id}": ${problem}`, {
          plugin: this.id,
        });
      }
      this.#permit('call');
      return this.#invoke(found.native, key, args);
    };
  }

  #invoke(native: NativeFunction, key: string, args: readonly Argument[]): string {
    const call = ++this.#calls;
    const owned = this.#owned;
    if (this.#trace)
      this.#events.push({ type: 'call', call, function: key, arguments: args.map(formatArgument) });
    owned.clear();
    this.#services.setCall(call);
    try {
      const values = args.map((value) => (typeof value === 'number' ? value : spanned(value)));
      const status = native(this.#self, call, ...values, owned.record, this.#error) as number;
      this.#drain();
      if (status !== 0) throw this.#failure('call-failed', `call ${key} of`, status, call);
      return this.#take(key, call);
    } finally {
      this.#services.setCall(0);
    }
  }

  /** Takes the owned result: looked at first, copied and released in one native call, then decoded. */
  #take(key: string, call: number): string {
    const owned = this.#owned;
    const problem = owned.problem(this.#limitBytes);
    if (problem) throw this.#badResult(key, problem);
    const sizeBytes = owned.lengthBytes;
    if (this.#trace)
      this.#events.push({ type: 'give', block: this.#services.blockAt(owned.address), sizeBytes, call });
    const bytes = Buffer.allocUnsafe(sizeBytes);
    this.#services.take(owned.record, bytes);
    this.#drain();
    const text = decodeText(bytes);
    if (text === undefined) throw this.#badResult(key, 'its text is not UTF-8');
    if (this.#trace) this.#events.push({ type: 'return', call, status: 'TUTTI_OK', text });
    return text;
  }

  #run(name: 'start' | 'stop'): number {
    const status = bindFunction(this.#descriptor.functions[name], prototypes.transition)(
      this.#self,
      this.#error,
    );
    this.#drain();
    return status as number;
  }

  #drain(): void {
    if (this.#services.hasEvents) this.#events.push(...this.#services.drain());
  }

  #enter(state: State): void {
    if (this.#state === state) return;
    this.#state = state;
    if (this.#trace) this.#events.push({ type: 'state', state });
  }

  #permit(action: Action): State {
    const to = nextState(this.#state, action);
    if (to === undefined) throw this.#wrongState(action, this.#state);
    return to;
  }

  #require(holds: boolean, what: string): void {
    if (!holds) throw this.#wrongState(what, this.#state);
  }

  #wrongState(what: string, state: State): HostError {
    return new HostError('wrong-state', `Cannot ${what} plugin "${this.id}": current state is ${state}`, {
      plugin: this.id,
    });
  }

  #failure(code: HostErrorCode, what: string, value: number, during: number | string): HostError {
    const { message, line } = takeError(this.#error);
    const status = statusName(value);
    if (status === undefined || status === 'TUTTI_OK') {
      return this.#badResult(
        what,
        status ? 'it returned TUTTI_OK and nothing' : `it returned ${value}, which is no status`,
      );
    }
    const text = message === '' ? 'it gave no reason' : message;
    if (this.#trace && typeof during === 'number') {
      this.#events.push({ type: 'return', call: during, status, text, ...(line > 0 && { line }) });
    }
    return new HostError(code, `Cannot ${what} plugin "${this.id}": ${text} (${status})`, {
      plugin: this.id,
      status,
      ...(line > 0 && { line }),
    });
  }

  #badResult(what: string, why: string): HostError {
    this.#enter('faulted');
    return new HostError('bad-result', `Cannot trust ${what} of plugin "${this.id}": ${why}`, {
      plugin: this.id,
    });
  }
}
