import {
  type AbiEvent,
  type Backend,
  type BackendFunction,
  type CapabilityDeclaration,
  functionIndex,
  functionNamed,
  type HandedOver,
  layoutOf,
  type Usage,
  type Value,
} from '../abi/index.ts';
import { createErrorRecord, type Descriptor, takeError } from './descriptor.ts';
import type { Library } from './library.ts';
import { bindFunction, capabilityPrototype, prototypes, viewMemory } from './native-types.ts';
import { OwnedValue } from './owned-value.ts';
import { Services, type ServicesOptions } from './services.ts';

const noUnload = 1;

/** Text as the span that crosses; koffi keeps the bytes alive until the call returns. */
function span(value: string | Uint8Array): { ptr: Uint8Array; len: number } {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  return { ptr: bytes, len: bytes.length };
}

/** The mechanics of an instance in this process: native memory, and functions called through koffi. */
export class NativeBackend implements Backend {
  readonly path: string;
  readonly id: string;
  readonly version: string;
  readonly #library: Library;
  readonly #descriptor: Descriptor;
  readonly #services: Services;
  readonly #limitBytes: number;
  readonly #error = createErrorRecord();
  readonly #owned = new OwnedValue();
  #self = 0n;

  constructor(library: Library, descriptor: Descriptor, options: ServicesOptions) {
    this.path = library.path;
    this.id = descriptor.id;
    this.version = descriptor.version;
    this.#library = library;
    this.#descriptor = descriptor;
    this.#limitBytes = options.memoryBytes;
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

  stop(): number {
    return this.#transition('stop');
  }

  destroy(): void {
    bindFunction(this.#descriptor.functions.destroy, prototypes.destroy)(this.#self);
  }

  /** The table is read only as far as its own struct_size reaches. */
  find(capability: CapabilityDeclaration, name: string): BackendFunction | { missing: string } {
    const declaration = functionNamed(capability, name);
    if (declaration === undefined) return { missing: `${capability.id} declares no function "${name}"` };
    const { major, minor } = capability.version;
    const query = bindFunction(this.#descriptor.functions.query, prototypes.query);
    const table = query(this.#self, capability.id, ((major << 16) | minor) >>> 0);
    if (typeof table !== 'bigint') return { missing: `it does not offer ${capability.id} ${major}.${minor}` };
    const offset = layoutOf('table', 8).sizeBytes + 8 * functionIndex(capability, name);
    const sizeBytes = viewMemory(table, 32).getUint32(4, true);
    const address = offset + 8 <= sizeBytes ? viewMemory(table, offset + 8).getBigUint64(offset, true) : 0n;
    if (address === 0n) return { missing: 'its table has no such function' };
    const native = bindFunction(address, capabilityPrototype(declaration.parameters.map((p) => p.type)));
    const owned = this.#owned;
    return (call: number, args: readonly Value[]): number => {
      owned.clear();
      const values = args.map((value) => (typeof value === 'number' ? value : span(value as string)));
      return native(this.#self, call, ...values, owned.record, this.#error) as number;
    };
  }

  setCall(call: number): void {
    this.#services.setCall(call);
  }

  takeError(): { message: string; line: number } {
    return takeError(this.#error);
  }

  handedOver(): HandedOver {
    const { address, lengthBytes } = this.#owned;
    return {
      problem: this.#owned.problem(this.#limitBytes),
      sizeBytes: lengthBytes,
      block: this.#services.blockAt(address),
    };
  }

  takeResult(): Uint8Array | undefined {
    const bytes = Buffer.allocUnsafe(this.#owned.lengthBytes);
    return this.#services.take(this.#owned.record, bytes) ? bytes : undefined;
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
    this.#services.close();
    if ((this.#descriptor.flags & noUnload) === 0) this.#library.unload();
  }

  #transition(name: 'start' | 'stop'): number {
    const run = bindFunction(this.#descriptor.functions[name], prototypes.transition);
    return run(this.#self, this.#error) as number;
  }
}
