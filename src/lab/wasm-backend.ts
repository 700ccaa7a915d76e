import {
  type AbiEvent,
  type AbiVersion,
  type Backend,
  type BackendFunction,
  type CapabilityDeclaration,
  formatAbiVersion,
  functionIndex,
  functionNamed,
  type HandedOver,
  HostError,
  isCompatible,
  layoutOf,
  magic,
  type Usage,
  type Value,
} from '../abi/index.ts';
import type { WasmModule } from './wasm-module.ts';
import { WasmServices, type WasmServicesOptions } from './wasm-services.ts';

const abiLayout = layoutOf('abi', 4);
const pluginLayout = layoutOf('plugin', 4);
const errorLayout = layoutOf('error', 4);
const ownedLayout = layoutOf('owned', 4);
const spanLayout = layoutOf('span', 4);
const utf8 = new TextEncoder();

type PluginFunction = 'create' | 'start' | 'query' | 'quiesce' | 'stop' | 'destroy';
const required: readonly PluginFunction[] = ['create', 'start', 'query', 'stop', 'destroy'];

/** The mechanics of an instance in WebAssembly: linear memory with pointers of 4 bytes. */
export class WasmBackend implements Backend {
  readonly path: string;
  readonly id: string;
  readonly version: string;
  readonly #module: WasmModule;
  readonly #services: WasmServices;
  readonly #limitBytes: number;
  readonly #descriptor: number;
  readonly #error: number;
  readonly #owned: number;
  #self = 0;

  /** @throws HostError abi-incompatible, bad-descriptor, trapped */
  constructor(module: WasmModule, name: string, options: WasmServicesOptions) {
    this.path = name;
    this.id = name;
    this.#module = module;
    this.#limitBytes = options.memoryBytes;
    this.#services = new WasmServices(module.memory, module.table, options);
    this.#error = this.#record(errorLayout.sizeBytes);
    module.memory.setU32(this.#error, errorLayout.sizeBytes);
    this.#owned = this.#record(ownedLayout.sizeBytes);
    this.#descriptor = this.#enter(options.abi);
    this.id = module.memory.cString(module.memory.u32(this.#descriptor + pluginLayout.offsets.id));
    this.version = module.memory.cString(module.memory.u32(this.#descriptor + pluginLayout.offsets.version));
    if (this.id === '')
      throw new HostError('bad-descriptor', `Cannot load ${name}: its descriptor has no id`, {
        plugin: name,
      });
  }

  create(): { status: number; hasInstance: boolean } {
    const out = this.#record(8);
    const status = this.#run('create', this.#services.address, out, this.#error);
    this.#self = status === 0 ? this.#module.memory.u32(out) : 0;
    this.#services.arena.give(out, 8);
    return { status, hasInstance: this.#self !== 0 };
  }

  start(): number {
    return this.#run('start', this.#self, this.#error);
  }

  quiesce(deadlineMs: number): number | undefined {
    if (this.#functionIndex('quiesce') === 0) return undefined;
    return this.#run('quiesce', this.#self, deadlineMs, this.#error);
  }

  stop(): number {
    return this.#run('stop', this.#self, this.#error);
  }

  destroy(): void {
    this.#run('destroy', this.#self);
  }

  setCall(call: number): void {
    this.#services.setCall(call);
  }

  find(capability: CapabilityDeclaration, name: string): BackendFunction | { missing: string } {
    const declaration = functionNamed(capability, name);
    if (declaration === undefined) return { missing: `${capability.id} declares no function "${name}"` };
    const { memory } = this.#module;
    const { major, minor } = capability.version;
    const id = this.#text(`${capability.id}\0`);
    const table = this.#run('query', this.#self, id.at, (major << 16) | minor) >>> 0;
    this.#services.arena.give(id.at, id.sizeBytes);
    if (table === 0) return { missing: `it does not offer ${capability.id} ${major}.${minor}` };
    const offset = layoutOf('table', 4).sizeBytes + 4 * functionIndex(capability, name);
    const isThere = offset + 4 <= memory.u32(table + abiLayout.offsets.struct_size);
    const run = isThere ? this.#module.functionAt(memory.u32(table + offset)) : null;
    if (run === null) return { missing: 'its table has no such function' };
    return (call, args) => this.#call(run, call, args);
  }

  takeError(): { message: string; line: number } {
    const { memory } = this.#module;
    const { len, line, msg } = errorLayout.offsets;
    const length = Math.min(memory.u32(this.#error + len), 240);
    const taken = { message: memory.text(this.#error + msg, length), line: memory.u32(this.#error + line) };
    memory.setU32(this.#error + len, 0);
    memory.setU32(this.#error + line, 0);
    return taken;
  }

  handedOver(): HandedOver {
    const { memory } = this.#module;
    const { offsets, sizeBytes: recordBytes } = ownedLayout;
    const at = memory.u32(this.#owned + offsets.ptr);
    const sizeBytes = memory.u64(this.#owned + offsets.len);
    const problem = (): string | undefined => {
      const claimed = memory.u32(this.#owned + offsets.struct_size);
      if (claimed < recordBytes) return `its record claims ${claimed} bytes and has ${recordBytes}`;
      if (memory.u32(this.#owned + offsets.release) === 0) return 'it has no release function';
      if (sizeBytes > memory.u64(this.#owned + offsets.cap)) return 'it is longer than its capacity';
      if (sizeBytes > 0 && at === 0) return `it has ${sizeBytes} bytes at a null pointer`;
      if (sizeBytes > this.#limitBytes)
        return `it has ${sizeBytes} bytes, and the limit is ${this.#limitBytes}`;
      if (at + sizeBytes > memory.memory.buffer.byteLength) return 'it lies outside memory';
      return undefined;
    };
    return { problem: problem(), sizeBytes, block: this.#services.blockAt(at) };
  }

  takeResult(): Uint8Array | undefined {
    const { memory } = this.#module;
    const { ptr, len, release, owner } = ownedLayout.offsets;
    const isHostsOwn = memory.u32(this.#owned + owner) === this.#services.address;
    if (isHostsOwn && this.#services.isFreed(memory.u32(this.#owned + ptr))) return undefined;
    const bytes = memory.copy(memory.u32(this.#owned + ptr), memory.u64(this.#owned + len));
    const run = this.#module.functionAt(memory.u32(this.#owned + release));
    this.#guard(() => run?.(this.#owned));
    return bytes;
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

  /** Linear memory is collected with the module. */
  close(): void {}

  #call(run: (...args: (number | bigint)[]) => number, call: number, args: readonly Value[]): number {
    const { memory } = this.#module;
    const borrowed: { at: number; sizeBytes: number }[] = [];
    const values = args.map((value) => {
      if (typeof value === 'number') return value | 0;
      const text = this.#text(value as string);
      const span = { at: this.#record(spanLayout.sizeBytes), sizeBytes: spanLayout.sizeBytes };
      memory.setU32(span.at + spanLayout.offsets.ptr, text.at);
      memory.setU64(span.at + spanLayout.offsets.len, text.lengthBytes);
      borrowed.push(text, span);
      return span.at;
    });
    memory.clear(this.#owned, ownedLayout.sizeBytes);
    const status = this.#guard(() => run(this.#self, BigInt(call), ...values, this.#owned, this.#error));
    for (const { at, sizeBytes } of borrowed) this.#services.arena.give(at, sizeBytes);
    return status;
  }

  /** Calls the entry and reads its descriptor, every field only as far as the table reaches. */
  #enter(offered: AbiVersion): number {
    const { memory, entry } = this.#module;
    const plugin = this.path;
    const host = this.#record(abiLayout.sizeBytes);
    memory.setU32(host + abiLayout.offsets.magic, magic);
    memory.setU32(host + abiLayout.offsets.struct_size, abiLayout.sizeBytes);
    memory.setU16(host + abiLayout.offsets.major, offered.major);
    memory.setU16(host + abiLayout.offsets.minor, offered.minor);
    const descriptor = this.#guard(() => entry(host, this.#error)) >>> 0;
    if (descriptor === 0) {
      const { message } = this.takeError();
      const why = message === '' ? 'it gave no reason' : `it says: ${message}`;
      const text = `Cannot load ${plugin}: it refuses a host of ABI ${formatAbiVersion(offered)}: ${why}`;
      throw new HostError('abi-incompatible', text, { plugin, status: 'TUTTI_E_INCOMPATIBLE' });
    }
    const invalid = (why: string) =>
      new HostError('bad-descriptor', `Cannot load ${plugin}: its descriptor ${why}`, { plugin });
    if (memory.u32(descriptor) !== magic) throw invalid('does not begin with TUTTI_MAGIC');
    const { offsets } = abiLayout;
    const abi = {
      major: memory.u16(descriptor + offsets.major),
      minor: memory.u16(descriptor + offsets.minor),
    };
    if (!isCompatible(abi, offered)) {
      const text = `Cannot load ${plugin}: it was built for ABI ${formatAbiVersion(abi)}, and this host offers ${formatAbiVersion(offered)}`;
      throw new HostError('abi-incompatible', text, { plugin });
    }
    const claimed = memory.u32(descriptor + offsets.struct_size);
    if (claimed < pluginLayout.offsets.destroy + 4)
      throw invalid(`claims ${claimed} bytes; ABI 1.0 has ${pluginLayout.sizeBytes}`);
    for (const name of required) {
      if (memory.u32(descriptor + pluginLayout.offsets[name]) === 0) throw invalid(`has no ${name}`);
    }
    return descriptor;
  }

  #functionIndex(name: PluginFunction): number {
    return this.#module.memory.u32(this.#descriptor + pluginLayout.offsets[name]);
  }

  #run(name: PluginFunction, ...args: number[]): number {
    const run = this.#module.functionAt(this.#functionIndex(name));
    return this.#guard(() => run?.(...args) ?? 0);
  }

  #guard<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new HostError('trapped', `Plugin "${this.id}" trapped: ${why}`, {
        plugin: this.id,
        cause: error,
      });
    }
  }

  /** Zeroed memory for a record of the host's own; not counted as the plugin's. */
  #record(sizeBytes: number): number {
    const at = this.#services.arena.take(sizeBytes);
    if (at === 0)
      throw new HostError('trapped', `Plugin "${this.id}" left no memory for its host`, { plugin: this.id });
    this.#module.memory.clear(at, sizeBytes);
    return at;
  }

  #text(value: string | Uint8Array): { at: number; sizeBytes: number; lengthBytes: number } {
    const bytes = typeof value === 'string' ? utf8.encode(value) : value;
    const sizeBytes = Math.max(1, bytes.length);
    const at = this.#record(sizeBytes);
    this.#module.memory.write(at, bytes);
    return { at, sizeBytes, lengthBytes: bytes.length };
  }
}
