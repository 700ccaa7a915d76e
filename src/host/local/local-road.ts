import {
  type AbiEvent,
  Boundary,
  type CallingBackend,
  Calls,
  type CapabilityDeclaration,
  functionIndex,
  functionNamed,
  HostError,
  ifaceHash,
  invokeMissing,
  layoutOf,
  type UnloadVerdict,
  type Usage,
} from '../../abi/index.ts';
import type { CallTarget } from '../native/call-block.ts';
import { closeLibrary } from '../native/close-library.ts';
import { createErrorRecord, takeError } from '../native/error-record.ts';
import type { LibraryFunctionName } from '../native/library-functions.ts';
import type { LibraryInfo } from '../native/library-info.ts';
import { NativeCalls } from '../native/native-calls.ts';
import { queryTable } from '../native/native-table.ts';
import type { OpenedLibrary } from '../native/open-library.ts';
import { OwnedValue } from '../native/owned-value.ts';
import type { Services } from '../native/services.ts';
import { TableCopy } from '../native/table-copy.ts';
import type { RelayedOutcome } from '../relayed-outcome.ts';
import type {
  CallOutcome,
  Isolation,
  Outcome,
  Road,
  RoadFunction,
  RoadHolder,
  RoadOptions,
} from '../road.ts';
import { LocalCalls } from './local-calls.ts';
import { LocalRelay, type RelayTarget } from './local-relay.ts';
import { onAnotherThread, onThisThread, type RunNative } from './run-native.ts';
import { Turns } from './turns.ts';

const threadSafe = 4;
const { sizeBytes: tableBytes, offsets: tableOffsets } = layoutOf('table', 8);
const invokeAt = tableOffsets.invoke;

/**
 * The road to an instance in this process. `inProcess`: on the caller's thread, so a promise is settled as soon as
 * it is made, and nothing can interrupt a call. `async`: on koffi's threads, whose stack for plugin code is
 * 128 KiB; one call at a time unless the plugin is THREAD_SAFE.
 */
export class LocalRoad implements Road {
  readonly isolation: Isolation;
  readonly path: string;
  readonly id: string;
  readonly version: string;
  readonly flags: number;
  readonly has: LibraryInfo['has'];
  /** A library in this process is never lost: what crashes, crashes everything. */
  readonly lost = new Promise<HostError>(() => {});
  readonly #opened: OpenedLibrary;
  readonly #library: bigint;
  readonly #services: Services;
  readonly #limitBytes: number;
  readonly #run: RunNative;
  readonly #turns: Turns;
  readonly #error = createErrorRecord();
  readonly #events: AbiEvent[] = [];
  readonly #calls: LocalCalls;
  readonly callsHere?: NonNullable<Road['callsHere']>;
  #callsHere: NativeCalls | undefined;
  readonly #relay: LocalRelay;
  #self = 0n;
  #liveAtEnd = 0n;

  constructor(
    isolation: 'inProcess' | 'async',
    library: OpenedLibrary,
    services: Services,
    options: RoadOptions,
  ) {
    const { address, info, inspection } = library;
    this.isolation = isolation;
    this.path = inspection.path;
    this.id = info.id;
    this.version = info.version;
    this.flags = info.flags;
    this.has = info.has;
    this.#opened = library;
    this.#library = address;
    this.#services = services;
    this.#limitBytes = options.memoryBytes;
    this.#run = isolation === 'async' ? onAnotherThread : onThisThread;
    // Every function of an instance waits for the one before it, capability functions of THREAD_SAFE plugins apart.
    this.#turns = new Turns(isolation === 'async' && (info.flags & threadSafe) !== 0 ? 64 : 1);
    if (isolation === 'inProcess') {
      this.callsHere = (lifecycle, gate, events) => {
        this.#callsHere = new NativeCalls({
          self: this.#self,
          services,
          limitBytes: options.memoryBytes,
          isTraced: options.trace,
        });
        return new Calls(
          new Boundary(this.#backendHere(this.#callsHere), lifecycle, events, options.trace),
          gate,
        );
      };
    }
    this.#calls = new LocalCalls(services, this.#turns, this.#run, this.#events, options.trace);
    this.#relay = new LocalRelay(info.id, this.#calls, (...wanted) => this.#relayTarget(...wanted));
  }

  async create(): Promise<Outcome & { hasInstance: boolean }> {
    const out = Buffer.alloc(8);
    const outcome = await this.#step('create', this.#services.address, out, this.#error);
    this.#self = outcome.status === 0 ? out.readBigUInt64LE(0) : 0n;
    return { ...outcome, hasInstance: this.#self !== 0n };
  }

  async start(): Promise<Outcome> {
    const outcome = await this.#step('start', this.#self, this.#error);
    this.#relay.isActive = outcome.status === 0;
    return outcome;
  }

  stop(): Promise<Outcome> {
    this.#relay.isActive = false;
    return this.#step('stop', this.#self, this.#error);
  }

  async destroy(): Promise<void> {
    // What is alive after stop and after every value came back keeps the library in memory.
    this.#liveAtEnd = await this.live();
    await this.#turns.take(async () => {
      await this.#run('destroy', this.#library, this.#self);
      this.#self = 0n;
    });
  }

  quiesce(deadlineMs: number): Promise<Outcome> {
    return this.#step('quiesce', this.#self, deadlineMs, this.#error);
  }

  selftest(): Promise<Outcome> {
    return this.#step('selftest', this.#self, this.#error);
  }

  async live(): Promise<bigint> {
    const count = await this.#turns.take(() => this.#run('live', this.#library, this.#self));
    return BigInt(count ?? 0);
  }

  async save(schema: number): Promise<Outcome & { state?: Uint8Array }> {
    const owned = new OwnedValue();
    const outcome = await this.#step('save', this.#self, schema, owned.record, this.#error);
    if (outcome.status !== 0) return outcome;
    if (owned.problem(this.#limitBytes) !== undefined) return outcome;
    const state = Buffer.alloc(owned.lengthBytes);
    return this.#services.take(owned.record, state) ? { ...outcome, state: Uint8Array.from(state) } : outcome;
  }

  restore(schema: number, state: Uint8Array): Promise<Outcome> {
    return this.#step('restore', this.#self, schema, state, state.length, this.#error);
  }

  async find(capability: CapabilityDeclaration, name: string): Promise<RoadFunction | { missing: string }> {
    const target = await this.#target(capability, name);
    if ('missing' in target) return target;
    return (call, args) =>
      this.#calls.make(target, call, args, false, (block): CallOutcome => {
        const taken = block.takeValue(target.declaration.result);
        this.#calls.putBack(block);
        if (!taken.ok) return { status: 0, message: '', line: 0, problem: taken.problem };
        return { status: 0, value: taken.value };
      });
  }

  async hold(capability: CapabilityDeclaration, name: string): Promise<RoadHolder | { missing: string }> {
    const target = await this.#target(capability, name);
    if ('missing' in target) return target;
    return (call, args) =>
      this.#calls.make(target, call, args, true, (block) => {
        const problem = block.typeProblem(target.declaration.result);
        if (problem === undefined) return { status: 0 as const, memory: this.#calls.hold(block) };
        this.#calls.refuse(block);
        return { status: 0, message: '', line: 0, problem };
      });
  }

  cancel(call: number): void {
    this.#services.cancel(call);
  }

  async usage(): Promise<Usage> {
    return this.#services.usage();
  }

  drain(): AbiEvent[] {
    if (this.#services.hasEvents) this.#events.push(...this.#services.drain());
    return this.#events.length === 0 ? this.#events : this.#events.splice(0);
  }

  async failAllocationAt(nth: number): Promise<void> {
    this.#services.failAllocationAt(nth);
  }

  offers(capability: string, version: number): Promise<boolean> {
    return this.#relay.offers(capability, version);
  }

  relay(
    capability: string,
    version: number,
    index: number,
    args: Uint8Array,
    begin: (call: number) => void,
  ): Promise<RelayedOutcome> {
    return this.#relay.call(capability, version, index, args, begin);
  }

  async provide(capability: string, version: number, provider: Road): Promise<void> {
    if (!(provider instanceof LocalRoad)) {
      const text = `Cannot give plugin "${this.id}" the ${capability} of plugin "${provider.id}": they run in different processes`;
      throw new HostError('not-in-process', text, { plugin: this.id });
    }
    const table = await provider.#query(capability, version, Buffer.alloc(tableBytes));
    this.#services.wire(capability, version, table, provider.#self);
  }

  terminate(): void {
    // Nothing in this process can be ended without ending the process.
  }

  async close(): Promise<UnloadVerdict> {
    this.#calls.close();
    const verdict = closeLibrary(this.#opened, this.#services, this.#liveAtEnd);
    this.#callsHere?.close(verdict.isUnmapped);
    return verdict;
  }

  /** One step of the lifecycle, when nothing else of the instance runs. */
  #step(name: LibraryFunctionName, ...args: unknown[]): Promise<Outcome> {
    return this.#turns.take(async () => {
      const status = Number(await this.#run(name, this.#library, ...args));
      return { status, ...takeError(this.#error) };
    });
  }

  async #query(capability: string, version: number, into: Buffer): Promise<bigint> {
    const table = await this.#turns.take(() =>
      this.#self === 0n
        ? null
        : this.#run('query', this.#library, this.#self, capability, version, into, into.length),
    );
    return typeof table === 'bigint' ? table : 0n;
  }

  /** What calls on the caller's thread need of a backend. */
  #backendHere(calls: NativeCalls): CallingBackend {
    const services = this.#services;
    return {
      id: this.id,
      get hasEvents() {
        return services.hasEvents;
      },
      drain: () => this.drain(),
      query: (capability) => queryTable(this.#library, this.#self, capability, () => calls),
    };
  }

  async #relayTarget(capability: string, version: number): Promise<RelayTarget | undefined> {
    const copy = Buffer.alloc(tableBytes);
    const table = await this.#query(capability, version, copy);
    if (table === 0n || copy.readBigUInt64LE(invokeAt) === 0n) return undefined;
    return { table, self: this.#self, host: this.#services.address, limitBytes: this.#limitBytes };
  }

  async #target(
    capability: CapabilityDeclaration,
    name: string,
  ): Promise<CallTarget | { readonly missing: string }> {
    const declaration = functionNamed(capability, name);
    if (declaration === undefined) return { missing: `${capability.id} declares no function "${name}"` };
    const { major, minor } = capability.version;
    const copy = new TableCopy(capability);
    const table = await this.#query(capability.id, TableCopy.version(capability), copy.bytes);
    if (table === 0n) return { missing: `it does not offer ${capability.id} ${major}.${minor}` };
    const { ifaceHash: hash } = copy;
    if (hash !== 0n && copy.minor === minor && hash !== ifaceHash(capability)) {
      const text = `Cannot use ${capability.id} of plugin "${this.id}": its table was made from another declaration of ${capability.id} ${major}.${minor} than this host's`;
      throw new HostError('capability-mismatch', text, { plugin: this.id });
    }
    if (!copy.hasInvoke) return { missing: invokeMissing };
    if (!copy.has(name)) return { missing: 'its table has no such function' };
    const index = functionIndex(capability, name);
    const host = this.#services.address;
    return { declaration, table, self: this.#self, host, index, limitBytes: this.#limitBytes };
  }
}
