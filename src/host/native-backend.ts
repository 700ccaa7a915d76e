import {
  type AbiEvent,
  type Backend,
  type BackendTable,
  type CapabilityDeclaration,
  layoutOf,
  type PluginWords,
  type SavedState,
  type Usage,
} from '../abi/index.ts';
import { createErrorRecord, type Descriptor, takeError } from './descriptor.ts';
import type { Library } from './library.ts';
import { NativeCalls } from './native-calls.ts';
import { bindFunction, prototypes, viewMemory } from './native-types.ts';
import { OwnedValue } from './owned-value.ts';
import { Services, type ServicesOptions } from './services.ts';

const noUnload = 1;

const abiLayout = layoutOf('abi', 8);
const tableLayout = layoutOf('table', 8);

/** The mechanics of an instance in this process: native memory, and functions called through koffi. */
export class NativeBackend implements Backend {
  readonly path: string;
  readonly id: string;
  readonly version: string;
  readonly #library: Library;
  readonly #descriptor: Descriptor;
  readonly #services: Services;
  readonly #options: ServicesOptions;
  readonly #error = createErrorRecord();
  #calls: NativeCalls | undefined;
  #self = 0n;

  constructor(library: Library, descriptor: Descriptor, options: ServicesOptions) {
    this.path = library.path;
    this.id = descriptor.id;
    this.version = descriptor.version;
    this.#library = library;
    this.#descriptor = descriptor;
    this.#options = options;
    this.#services = new Services(options);
  }

  create(): { status: number; hasInstance: boolean } {
    const out = Buffer.alloc(8);
    const create = bindFunction(this.#descriptor.functions.create, prototypes.create);
    const status = create(this.#services.address, out, this.#error) as number;
    this.#self = status === 0 ? out.readBigUInt64LE(0) : 0n;
    return { status, hasInstance: this.#self !== 0n };
  }

  start(): number {
    return this.#transition('start');
  }

  quiesce(deadlineMs: number): number | undefined {
    const address = this.#descriptor.functions.quiesce;
    if (address === 0n) return undefined;
    return bindFunction(address, prototypes.quiesce)(this.#self, deadlineMs, this.#error) as number;
  }

  save(schema: number): SavedState | undefined {
    const address = this.#descriptor.functions.save;
    if (address === 0n) return undefined;
    const owned = new OwnedValue();
    const save = bindFunction(address, prototypes.save);
    const status = save(this.#self, schema, owned.record, this.#error) as number;
    const problem = status === 0 ? owned.problem(this.#options.memoryBytes) : undefined;
    const state = new Uint8Array(status === 0 && problem === undefined ? owned.lengthBytes : 0);
    if (status !== 0 || problem !== undefined) return { status, state, problem };
    const isTaken = this.#services.take(owned.record, state);
    return { status, state, problem: isTaken ? undefined : 'its block was freed before' };
  }

  restore(schema: number, state: Uint8Array): number | undefined {
    const address = this.#descriptor.functions.restore;
    if (address === 0n) return undefined;
    const borrowed = { ptr: state, len: state.length };
    return bindFunction(address, prototypes.restore)(this.#self, schema, borrowed, this.#error) as number;
  }

  stop(): number {
    return this.#transition('stop');
  }

  destroy(): void {
    bindFunction(this.#descriptor.functions.destroy, prototypes.destroy)(this.#self);
  }

  /** The table is read only as far as its own struct_size reaches. */
  query(capability: CapabilityDeclaration): BackendTable | undefined {
    const { major, minor } = capability.version;
    const query = bindFunction(this.#descriptor.functions.query, prototypes.query);
    const table = query(this.#self, capability.id, ((major << 16) | minor) >>> 0);
    if (typeof table !== 'bigint') return undefined;
    const head = viewMemory(table, abiLayout.sizeBytes);
    const sizeBytes = head.getUint32(abiLayout.offsets.struct_size, true);
    if (sizeBytes < tableLayout.sizeBytes) return undefined;
    const end = Math.min(sizeBytes, tableLayout.sizeBytes + 8 * Object.keys(capability.functions).length);
    const words = viewMemory(table, end);
    if (words.getBigUint64(tableLayout.offsets.invoke, true) === 0n) return undefined;
    return {
      minor: head.getUint16(abiLayout.offsets.minor, true),
      ifaceHash: head.getBigUint64(abiLayout.offsets.iface_hash, true),
      find: (index, declaration) => {
        const at = tableLayout.sizeBytes + 8 * index;
        if (at + 8 > end || words.getBigUint64(at, true) === 0n) return undefined;
        this.#calls ??= new NativeCalls({
          self: this.#self,
          services: this.#services,
          limitBytes: this.#options.memoryBytes,
          isTraced: this.#options.trace,
        });
        return this.#calls.find(table, index, declaration);
      },
    };
  }

  takeError(): PluginWords {
    return takeError(this.#error);
  }

  get hasEvents(): boolean {
    return this.#services.hasEvents;
  }

  drain(): AbiEvent[] {
    return this.#services.drain();
  }

  usage(): Usage {
    return this.#services.usage();
  }

  failAllocationAt(nth: number): void {
    this.#services.failAllocationAt(nth);
  }

  close(): void {
    this.#calls?.close();
    this.#services.close();
    if ((this.#descriptor.flags & noUnload) === 0) this.#library.unload();
  }

  #transition(name: 'start' | 'stop'): number {
    const run = bindFunction(this.#descriptor.functions[name], prototypes.transition);
    return run(this.#self, this.#error) as number;
  }
}
