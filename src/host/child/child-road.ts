import {
  type AbiEvent,
  type CapabilityDeclaration,
  functionIndex,
  functionNamed,
  HostError,
  type Usage,
} from '../../abi/index.ts';
import { decodeUsage, EventDecoder } from '../event-decoder.ts';
import { inspectLibrary } from '../inspect/inspect-library.ts';
import { requirePlugin } from '../inspect/require-plugin.ts';
import { type LibraryInfo, readLibraryInfo } from '../library-info.ts';
import type { Outcome, Road, RoadFunction, RoadOptions, UnloadVerdict } from '../road.ts';
import { readEntryAt } from '../store/entry.ts';
import { passArguments } from './arguments.ts';
import { callOutcome, problemOf } from './call-outcome.ts';
import type { Answer, RequestFields } from './channel.ts';
import { type ChildEnd, crash, refusedBy } from './child-end.ts';
import { type ChildLimits, type ChildListener, ChildProcess } from './child-process.ts';
import {
  encodeOutcome,
  isRelay,
  madeUp,
  Outcalls,
  type Relay,
  type RelayedOutcome,
  WaitGraph,
} from './outcalls.ts';
import type { RequestKind } from './protocol.ts';
import { missingFrom, readTable, type Table } from './table.ts';

const noUnload = 1;
const half = 2 ** 32;
/** Calls that the host makes for plugins elsewhere are counted from here, beyond those of callers. */
const firstRelayed = 2 ** 40;

const waits = new WaitGraph();

export interface ChildRoadOptions extends RoadOptions {
  /** The process to open it in, one isolation group with what is open there; a new one unless given. */
  readonly process?: ChildProcess;
  /** For a new process. */
  readonly limits?: ChildLimits;
}

const outcomeOf = ({ status, message, line }: Answer): Outcome => ({ status, message, line });

/** The road to an instance in a child process, alone there or with others of its isolation group. */
export class ChildRoad implements Road, Relay, ChildListener {
  readonly isolation = 'childProcess';
  readonly path: string;
  readonly id: string;
  readonly version: string;
  readonly flags: number;
  readonly has: LibraryInfo['has'];
  readonly lost: Promise<HostError>;
  readonly #process: ChildProcess;
  readonly #options: RoadOptions;
  readonly #library: number;
  readonly #instance: number;
  readonly #decoder = new EventDecoder();
  readonly #events: AbiEvent[] = [];
  readonly #outcalls = new Outcalls();
  readonly #tables = new Map<string, Promise<Table | undefined>>();
  #watcher: (() => void) | undefined;
  #lose: (error: HostError) => void = () => {};
  #relayed = firstRelayed;
  #hasServices = false;

  /**
   * Opens a plugin's library in a child. Nothing of its file runs in this process.
   *
   * @throws HostError of inspecting it; isolation-unavailable, child-failed, crashed; library-refused,
   * not-a-plugin, abi-incompatible, bad-descriptor
   */
  static async open(path: string, options: ChildRoadOptions): Promise<ChildRoad> {
    requirePlugin(readEntryAt(path)?.inspection ?? inspectLibrary(path));
    const process = options.process ?? (await ChildProcess.start(options.limits));
    const library = process.openLibrary();
    try {
      const { major, minor } = options.abi;
      const fields = { library, value: ((major << 16) | minor) >>> 0, payload: Buffer.from(path, 'utf8') };
      const info = await new Promise<LibraryInfo>((resolve, reject) => {
        const read = ({ payload, message }: Answer) => {
          try {
            if (payload === undefined) throw refusedBy(path, message);
            resolve(readLibraryInfo(payload, path, options.abi));
          } catch (error) {
            reject(error);
          }
        };
        const fail = (end: ChildEnd) => reject(crash(end, path, `load ${path}`, 'while it was loaded'));
        process.request('open', fields, read, fail);
      });
      return new ChildRoad(path, info, process, library, options);
    } catch (error) {
      process.closeLibrary(library);
      if (process.isEmpty) await process.close();
      throw error;
    }
  }

  private constructor(
    path: string,
    info: LibraryInfo,
    process: ChildProcess,
    library: number,
    options: RoadOptions,
  ) {
    this.path = path;
    this.id = info.id;
    this.version = info.version;
    this.flags = info.flags;
    this.has = info.has;
    this.#process = process;
    this.#library = library;
    this.#options = options;
    this.#instance = process.join(this, options.memoryBytes);
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
  }

  /** The process that it runs in, to open others of its isolation group in. */
  get process(): ChildProcess {
    return this.#process;
  }

  async create(): Promise<Outcome & { readonly hasInstance: boolean }> {
    const { memoryBytes, trace, abi } = this.#options;
    const fields = {
      library: this.#library,
      value: memoryBytes % half,
      valueHigh: Math.floor(memoryBytes / half),
      number: trace ? 1 : 0,
      call: ((abi.major << 16) | abi.minor) >>> 0,
    };
    this.#hasServices = true;
    return this.#ask('create', fields, (answer) => ({
      ...outcomeOf(answer),
      hasInstance: answer.value === 1n,
    }));
  }

  start(): Promise<Outcome> {
    return this.#ask('start', {}, outcomeOf);
  }

  stop(): Promise<Outcome> {
    return this.#ask('stop', {}, outcomeOf);
  }

  destroy(): Promise<void> {
    return this.#ask('destroy', {}, () => undefined);
  }

  quiesce(deadlineMs: number): Promise<Outcome> {
    return this.#ask('quiesce', { number: deadlineMs }, outcomeOf);
  }

  selftest(): Promise<Outcome> {
    return this.#ask('selftest', {}, outcomeOf);
  }

  live(): Promise<bigint> {
    return this.#ask('live', {}, ({ value }) => value);
  }

  save(schema: number): Promise<Outcome & { readonly state?: Uint8Array }> {
    return this.#ask('save', { number: schema }, (answer) => {
      const { payload, problem } = answer;
      const isTaken = answer.status === 0 && problem === 0 && payload !== undefined;
      return isTaken ? { ...outcomeOf(answer), state: new Uint8Array(payload) } : outcomeOf(answer);
    });
  }

  restore(schema: number, state: Uint8Array): Promise<Outcome> {
    return this.#ask('restore', { number: schema, payload: state }, outcomeOf);
  }

  async find(
    capability: CapabilityDeclaration,
    name: string,
  ): Promise<RoadFunction | { readonly missing: string }> {
    const declaration = functionNamed(capability, name);
    if (declaration === undefined) return { missing: `${capability.id} declares no function "${name}"` };
    const { id, version } = capability;
    const table = await this.#table(id, ((version.major << 16) | version.minor) >>> 0);
    const missing = missingFrom(table, capability, name, this.id);
    if (table === undefined || missing !== undefined) return { missing: missing ?? '' };
    const index = functionIndex(capability, name);
    const key = `${id}.${name}`;
    const limit = this.#options.memoryBytes;
    return (call, args) =>
      new Promise((resolve, reject) => {
        passArguments(declaration, args, (payload) =>
          this.#process.request(
            'call',
            {
              instance: this.#instance,
              call,
              number: index,
              value: table.low,
              valueHigh: table.high,
              payload,
            },
            (answer) => resolve(callOutcome(declaration, answer, limit)),
            (end) => reject(this.#crash(end, `call ${key} of plugin "${this.id}"`, `call ${call}`)),
          ),
        );
      });
  }

  cancel(call: number): void {
    if (this.#process.isGone) return;
    this.#process.memory.cancel(this.#instance, call);
    this.#outcalls.cancel(call);
  }

  usage(): Promise<Usage> {
    return this.#ask('usage', {}, ({ payload }) => decodeUsage(payload ?? new Uint8Array(56)));
  }

  drain(): AbiEvent[] {
    return this.#events.splice(0);
  }

  watch(listener: () => void): void {
    this.#watcher = listener;
  }

  async failAllocationAt(nth: number): Promise<void> {
    await this.#ask('fail_at', { value: nth }, () => undefined);
  }

  async provide(capability: string, version: number, provider: Road): Promise<void> {
    const payload = Buffer.from(capability, 'utf8');
    let outcome: Outcome;
    if (provider instanceof ChildRoad && provider.#process === this.#process) {
      outcome = await this.#ask('wire', { number: provider.#instance, value: version, payload }, outcomeOf);
    } else if (isRelay(provider)) {
      const number = this.#outcalls.add({ road: provider, capability, version });
      outcome = await this.#ask('proxy', { number, value: version, payload }, outcomeOf);
    } else {
      const text = `Cannot give plugin "${this.id}" the ${capability} of plugin "${provider.id}": a plugin in a child process can call only plugins in child processes. Open both with the isolation "childProcess"`;
      throw new HostError('isolation-unavailable', text, { plugin: this.id });
    }
    if (outcome.status === 0) return;
    const text = `Cannot give plugin "${this.id}" the ${capability} of plugin "${provider.id}": ${outcome.message}`;
    throw new HostError('capability-missing', text, { plugin: provider.id });
  }

  terminate(why: string): void {
    this.#process.terminate(why);
  }

  async close(): Promise<UnloadVerdict> {
    const process = this.#process;
    const isLast = process.isOnly(this.#instance);
    if (process.isGone || isLast) {
      this.#leave();
      await process.close();
      return { isUnmapped: true };
    }
    try {
      if (this.#hasServices) await this.#ask('release', {}, () => undefined);
      const unload = (this.flags & noUnload) === 0 ? 1 : 0;
      const finding = await this.#ask(
        'close',
        { library: this.#library, number: unload },
        ({ value }) => value,
      );
      if (finding === 0n) return { isUnmapped: true };
      return { isUnmapped: false, pinnedBy: pins[Number(finding)] ?? 'the process that it shares' };
    } catch {
      // The process is gone, and with it the mapping.
      return { isUnmapped: true };
    } finally {
      this.#leave();
    }
  }

  /** Calls one of the plugin's functions for a plugin in another process. */
  async relay(
    capability: string,
    version: number,
    index: number,
    args: Uint8Array,
    begin: (call: number) => void,
  ): Promise<RelayedOutcome> {
    const table = await this.#table(capability, version);
    if (table === undefined) return madeUp('state', `${this.id} does not offer ${capability} any more`);
    const call = ++this.#relayed;
    begin(call);
    const fields = { call, number: index, value: table.low, valueHigh: table.high, payload: args };
    return this.#ask('call', fields, (answer) => {
      const problem = problemOf(answer, this.#options.memoryBytes);
      if (problem !== undefined)
        return madeUp('internal', `what ${this.id} handed over is not valid: ${problem}`);
      const { value: scalar, typeId, payload } = answer;
      return { ...outcomeOf(answer), scalar, typeId, payload: payload && new Uint8Array(payload) };
    });
  }

  /** @internal what the process tells */
  events(answer: Answer): void {
    const { events, call, payload, status, value } = answer;
    if (events === undefined) return;
    const isGiven = this.#options.trace && call > 0 && status === 0 && payload !== undefined;
    const handed = isGiven ? { address: value, sizeBytes: payload.length, call } : undefined;
    this.#events.push(...this.#decoder.decode(events, handed));
    this.#watcher?.();
  }

  /** @internal */
  outcall(answer: Answer): void {
    const wait = (to: Road) =>
      waits.enter(this.#process, { from: this, to }, (road) =>
        road instanceof ChildRoad ? road.#process : undefined,
      );
    const number = answer.answers;
    void this.#outcalls.run(answer, wait).then((outcome) => {
      this.#process.tell('return', {
        call: number,
        number: outcome.status >>> 0,
        value: Number(outcome.scalar & 0xffff_ffffn),
        valueHigh: Number(outcome.scalar >> 32n),
        payload: encodeOutcome(outcome),
      });
    });
  }

  /** @internal */
  gone(end: ChildEnd): void {
    this.#lose(this.#crash(end, `go on with plugin "${this.id}"`));
  }

  #leave(): void {
    this.#process.closeLibrary(this.#library);
    this.#process.leave(this.#instance);
  }

  #crash(end: ChildEnd, what: string, during?: string): HostError {
    return crash(end, this.id, what, during === undefined ? undefined : `during ${during}`);
  }

  #ask<T>(kind: RequestKind, fields: RequestFields, read: (answer: Answer) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#process.request(
        kind,
        { library: this.#library, instance: this.#instance, ...fields },
        (answer) => resolve(read(answer)),
        (end) => reject(this.#crash(end, `${kind.replace('_', ' ')} plugin "${this.id}"`)),
      );
    });
  }

  #table(capability: string, version: number): Promise<Table | undefined> {
    const key = `${capability}/${version}`;
    let table = this.#tables.get(key);
    if (table === undefined) {
      const fields = { value: version, payload: Buffer.from(capability, 'utf8') };
      table = this.#ask('find', fields, ({ value, payload }) =>
        value === 0n || payload === undefined ? undefined : readTable(value, payload),
      );
      this.#tables.set(key, table);
    }
    return table;
  }
}

/** What `close` of a library found in a process that goes on, in words. */
const pins = [
  '',
  "the system's loader, which kept it in the process that it shares",
  'another plugin of its process that was opened from the same file',
  'its own wish (TUTTI_PLUGIN_NO_UNLOAD)',
] as const;
