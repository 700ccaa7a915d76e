import {
  type AbiEvent,
  type AbiVersion,
  type Backend,
  type BackendTable,
  type CapabilityDeclaration,
  type EventSink,
  formatAbiVersion,
  HostError,
  isCompatible,
  layoutOf,
  magic,
  type PluginWords,
  type SavedState,
  type UnloadVerdict,
  type Usage,
} from '../abi/index.ts';
import type { HostWatch, PluginStep } from './host-watch.ts';
import { type WasmCaller, WasmFunction } from './wasm-function.ts';
import type { WasmModule } from './wasm-module.ts';
import { WasmOwned } from './wasm-owned.ts';
import { WasmServices, type WasmServicesOptions } from './wasm-services.ts';

const abiLayout = layoutOf('abi', 4);
const pluginLayout = layoutOf('plugin', 4);
const errorLayout = layoutOf('error', 4);
const ownedLayout = layoutOf('owned', 4);
const spanLayout = layoutOf('span', 4);
const tableLayout = layoutOf('table', 4);
const utf8 = new TextEncoder();

type PluginFunction = 'create' | 'start' | 'query' | 'quiesce' | 'save' | 'restore' | 'stop' | 'destroy';
const required: readonly PluginFunction[] = ['create', 'start', 'query', 'stop', 'destroy'];

/** How many `tutti_table_t.invoke` takes. */
const invokeParameters = 8;

/** The mechanics of an instance in WebAssembly: linear memory with pointers of 4 bytes. */
export class WasmBackend implements Backend {
  readonly path: string;
  readonly id: string;
  readonly version: string;
  readonly #module: WasmModule;
  readonly #services: WasmServices;
  readonly #limitBytes: number;
  readonly #watch: HostWatch | undefined;
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
    this.#watch = options.watch;
    this.#services = new WasmServices(module.memory, module.table, options);
    this.#error = this.#record(errorLayout.sizeBytes);
    module.memory.setU32(this.#error, errorLayout.sizeBytes);
    this.#owned = this.#record(ownedLayout.sizeBytes);
    this.#watch?.hold(this.#error, errorLayout.sizeBytes);
    this.#watch?.hold(this.#owned, ownedLayout.sizeBytes);
    this.#descriptor = this.#enter(options.abi);
    const textAt = (field: 'id' | 'version') =>
      module.memory.cString(module.memory.u32(this.#descriptor + pluginLayout.offsets[field]));
    this.version = this.#guard('entry', 0, () => textAt('version'));
    this.id = this.#guard('entry', 0, () => textAt('id'));
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

  save(schema: number): SavedState | undefined {
    if (this.#functionIndex('save') === 0) return undefined;
    this.#module.memory.clear(this.#owned, ownedLayout.sizeBytes);
    const status = this.#run('save', this.#self, schema | 0, this.#owned, this.#error);
    if (status !== 0) return { status, state: new Uint8Array(), problem: undefined };
    const value = new WasmOwned(this.#caller());
    const { problem } = value.handedOver();
    if (problem !== undefined) return { status, state: new Uint8Array(), problem };
    const state = value.take();
    return state === undefined
      ? { status, state: new Uint8Array(), problem: 'its block was freed before' }
      : { status, state, problem };
  }

  restore(schema: number, state: Uint8Array): number | undefined {
    if (this.#functionIndex('restore') === 0) return undefined;
    const { memory } = this.#module;
    const { arena } = this.#services;
    const stateBytes = Math.max(1, state.length);
    const at = this.#record(stateBytes);
    const span = this.#record(spanLayout.sizeBytes);
    memory.write(at, state);
    this.#watch?.lend(at, stateBytes);
    memory.setU32(span + spanLayout.offsets.ptr, at);
    memory.setU64(span + spanLayout.offsets.len, state.length);
    try {
      return this.#run('restore', this.#self, schema | 0, span, this.#error);
    } finally {
      arena.give(at, stateBytes);
      arena.give(span, spanLayout.sizeBytes);
    }
  }

  stop(): number {
    return this.#run('stop', this.#self, this.#error);
  }

  destroy(): void {
    this.#run('destroy', this.#self);
  }

  query(capability: CapabilityDeclaration): BackendTable | undefined {
    const { memory } = this.#module;
    const { major, minor } = capability.version;
    const id = this.#text(`${capability.id}\0`);
    const table = this.#run('query', this.#self, id.at, (major << 16) | minor) >>> 0;
    this.#services.arena.give(id.at, id.sizeBytes);
    if (table === 0) return undefined;
    // A table outside of memory, or one that claims to reach beyond it, traps as it would where the plugin reads it.
    const sizeBytes = this.#guard('query', 0, () => {
      const claimed = memory.u32(table + abiLayout.offsets.struct_size);
      return memory.copy(table, claimed).length;
    });
    if (sizeBytes < tableLayout.sizeBytes) return undefined;
    const invoke = this.#guard('query', 0, () =>
      this.#module.functionAt(memory.u32(table + tableLayout.offsets.invoke), invokeParameters),
    );
    return {
      minor: memory.u16(table + abiLayout.offsets.minor),
      ifaceHash: memory.view.getBigUint64(table + abiLayout.offsets.iface_hash, true),
      hasInvoke: invoke !== null,
      find: (index, declaration) => {
        if (invoke === null) return undefined;
        const at = tableLayout.sizeBytes + 4 * index;
        if (at + 4 > sizeBytes || memory.u32(table + at) === 0) return undefined;
        return new WasmFunction(this.#caller(), invoke, table, index, declaration);
      },
    };
  }

  takeError(): PluginWords {
    const { memory } = this.#module;
    const { len, line, msg } = errorLayout.offsets;
    const length = Math.min(memory.u32(this.#error + len), 240);
    const taken = { message: memory.text(this.#error + msg, length), line: memory.u32(this.#error + line) };
    memory.setU32(this.#error + len, 0);
    memory.setU32(this.#error + line, 0);
    return taken;
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

  emitTo(sink: EventSink): void {
    this.#services.emitTo(sink);
  }

  failAllocationAt(nth: number): void {
    this.#services.failAllocationAt(nth);
  }

  /** Linear memory is collected with the module. */
  close(): UnloadVerdict {
    return { isUnmapped: true };
  }

  #caller(): WasmCaller {
    return {
      module: this.#module,
      services: this.#services,
      self: this.#self,
      limitBytes: this.#limitBytes,
      watch: this.#watch,
      guard: (step, call, run) => this.#guard(step, call, run),
      record: (sizeBytes) => this.#record(sizeBytes),
      words: () => this.takeError(),
      error: this.#error,
      owned: this.#owned,
    };
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
    const descriptor = this.#guard('entry', 0, () => entry(host, this.#error)) >>> 0;
    if (descriptor === 0) {
      const { message } = this.takeError();
      const why = message === '' ? 'it gave no reason' : `it says: ${message}`;
      const text = `Cannot load ${plugin}: it refuses a host of ABI ${formatAbiVersion(offered)}: ${why}`;
      throw new HostError('abi-incompatible', text, { plugin, status: 'TUTTI_E_INCOMPATIBLE' });
    }
    this.#guard('entry', 0, () => this.#refuseInvalid(descriptor, offered));
    return descriptor;
  }

  #refuseInvalid(descriptor: number, offered: AbiVersion): void {
    const { memory } = this.#module;
    const plugin = this.path;
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
  }

  #functionIndex(name: PluginFunction): number {
    return this.#module.memory.u32(this.#descriptor + pluginLayout.offsets[name]);
  }

  #run(name: PluginFunction, ...args: number[]): number {
    const index = this.#functionIndex(name);
    return this.#guard(name, 0, () => this.#module.functionAt(index, args.length)?.(...args) ?? 0);
  }

  #guard<T>(step: PluginStep, call: number, run: () => T): T {
    try {
      this.#watch?.enter(step, call);
      return run();
    } catch (thrown) {
      if (thrown instanceof HostError) throw thrown;
      const error = this.#watch?.explain(thrown) ?? thrown;
      const why = error instanceof Error ? error.message : String(error);
      throw new HostError('trapped', `Plugin "${this.id}" trapped: ${why}`, {
        plugin: this.id,
        cause: error,
      });
    } finally {
      this.#watch?.leave();
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

  #text(value: string): { at: number; sizeBytes: number; lengthBytes: number } {
    const bytes = utf8.encode(value);
    const sizeBytes = Math.max(1, bytes.length);
    const at = this.#record(sizeBytes);
    this.#module.memory.write(at, bytes);
    this.#watch?.lend(at, sizeBytes);
    return { at, sizeBytes, lengthBytes: bytes.length };
  }
}
