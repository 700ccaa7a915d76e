import type { AbiEvent, HostError } from '../../abi/index.ts';
import { EventDecoder } from '../native/event-decoder.ts';
import type { LibraryInfo } from '../native/library-info.ts';
import { firstRelayedCall, madeUp, notActive, type RelayedOutcome } from '../relayed-outcome.ts';
import type { RoadOptions } from '../road.ts';
import { problemOf } from './call-outcome.ts';
import type { Answer, RequestFields } from './channel.ts';
import { type ChildEnd, crash } from './child-end.ts';
import type { ChildListener, ChildProcess } from './child-process.ts';
import { type Callee, encodeOutcome, Outcalls } from './outcalls.ts';
import type { RequestKind } from './protocol.ts';
import { readTable, type Table } from './table.ts';
import { WaitGraph } from './wait-graph.ts';

const half = 2 ** 32;

const waits = new WaitGraph<ChildInstance>((instance) => instance.process);

/** What a library is opened as: its number in the child, and what it said about itself. */
export interface OpenedLibrary {
  readonly number: number;
  readonly info: LibraryInfo;
}

/** One instance in a child, from the host's side: its requests, its events, and its calls of plugins elsewhere. */
export class ChildInstance implements ChildListener {
  readonly id: string;
  readonly process: ChildProcess;
  /** Its number in the child. */
  readonly number: number;
  readonly lost: Promise<HostError>;
  /** Is told that `events` has something. */
  watcher: (() => void) | undefined;
  /** Whether it takes calls. */
  isActive = false;
  readonly #options: RoadOptions;
  readonly #library: number;
  readonly #decoder = new EventDecoder();
  readonly #events: AbiEvent[] = [];
  readonly #outcalls = new Outcalls();
  readonly #tables = new Map<string, Promise<Table | undefined>>();
  #lose: (error: HostError) => void = () => {};
  #relayed = firstRelayedCall;
  #hasServices = false;

  constructor(process: ChildProcess, library: OpenedLibrary, options: RoadOptions) {
    this.id = library.info.id;
    this.process = process;
    this.#library = library.number;
    this.#options = options;
    this.lost = new Promise((resolve) => {
      this.#lose = resolve;
    });
    this.number = process.join(this, options.memoryBytes);
  }

  /** Sends a request about this instance. @throws HostError crashed, when the process is gone before it answers */
  ask<T>(kind: RequestKind, fields: RequestFields, read: (answer: Answer) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.process.request(
        kind,
        { library: this.#library, instance: this.number, ...fields },
        (answer) => resolve(read(answer)),
        (end) => reject(this.crash(end, `${kind.replace('_', ' ')} plugin "${this.id}"`)),
      );
    });
  }

  create<T>(read: (answer: Answer) => T): Promise<T> {
    const { memoryBytes, trace, abi } = this.#options;
    const fields = {
      value: memoryBytes % half,
      valueHigh: Math.floor(memoryBytes / half),
      number: trace ? 1 : 0,
      call: ((abi.major << 16) | abi.minor) >>> 0,
    };
    this.#hasServices = true;
    return this.ask('create', fields, read);
  }

  /** The failure of what the process did not live to do; `what` names the plugin. */
  crash(end: ChildEnd, what: string, during?: string): HostError {
    return crash(end, this.id, what, during === undefined ? undefined : `during ${during}`);
  }

  /** One of the plugin's tables, asked for once. */
  table(capability: string, version: number): Promise<Table | undefined> {
    const key = `${capability}/${version}`;
    let table = this.#tables.get(key);
    if (table === undefined) {
      const fields = { value: version, payload: Buffer.from(capability, 'utf8') };
      table = this.ask('find', fields, ({ value, payload }) =>
        value === 0n || payload === undefined ? undefined : readTable(value, payload),
      );
      this.#tables.set(key, table);
    }
    return table;
  }

  cancel(call: number): void {
    if (this.process.isGone) return;
    this.process.memory.cancel(this.number, call);
    this.#outcalls.cancel(call);
  }

  drain(): AbiEvent[] {
    return this.#events.splice(0);
  }

  /** Names a provider elsewhere, for outcalls. */
  addProvider(callee: Callee, capability: string, version: number): number {
    return this.#outcalls.add(callee, capability, version);
  }

  /** Calls one of the plugin's functions for a plugin elsewhere; `begin` is told the call's number. */
  async relay(
    capability: string,
    version: number,
    index: number,
    args: Uint8Array,
    begin: (call: number) => void,
  ): Promise<RelayedOutcome> {
    const table = await this.table(capability, version);
    if (table === undefined || !this.isActive) return notActive(this.id);
    const call = ++this.#relayed;
    begin(call);
    const fields = { call, number: index, value: table.low, valueHigh: table.high, payload: args };
    return this.ask('call', fields, (answer) => {
      const problem = problemOf(answer, this.#options.memoryBytes);
      if (problem !== undefined) {
        return madeUp('internal', `what ${this.id} handed over is not valid: ${problem}`);
      }
      const { status, message, line, value: scalar, typeId, payload } = answer;
      return { status, message, line, scalar, typeId, payload: payload && new Uint8Array(payload) };
    });
  }

  /** Frees the host's side in a process that goes on, and unmaps the library. Returns what closing it found. */
  async release(unload: boolean): Promise<number> {
    if (this.#hasServices) await this.ask('release', {}, () => undefined);
    return this.ask('close', { number: unload ? 1 : 0 }, ({ value }) => Number(value));
  }

  /** Gives its numbers back. */
  leave(): void {
    this.process.closeLibrary(this.#library);
    this.process.leave(this.number);
  }

  events(answer: Answer): void {
    const { events, call, payload, status, value } = answer;
    if (events === undefined) return;
    const isGiven = this.#options.trace && call > 0 && status === 0 && payload !== undefined;
    const handed = isGiven ? { address: value, sizeBytes: payload.length, call } : undefined;
    this.#events.push(...this.#decoder.decode(events, handed));
    this.watcher?.();
  }

  outcall(answer: Answer): void {
    // A plugin in this process waits for nobody in a child.
    const wait = (to: Callee) =>
      to instanceof ChildInstance ? waits.enter({ from: this, to }) : () => undefined;
    const { answers: call } = answer;
    void this.#outcalls.run(answer, wait).then((outcome) => {
      this.process.tell('return', {
        call,
        number: outcome.status >>> 0,
        value: Number(outcome.scalar & 0xffff_ffffn),
        valueHigh: Number(outcome.scalar >> 32n),
        payload: encodeOutcome(outcome),
      });
    });
  }

  gone(end: ChildEnd): void {
    this.#lose(this.crash(end, `go on with plugin "${this.id}"`));
  }
}
