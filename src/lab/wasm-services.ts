import {
  type AbiEvent,
  type AbiVersion,
  type EventSink,
  layoutOf,
  logLevels,
  magic,
  type RefusalReason,
  type Usage,
} from '../abi/index.ts';
import { Arena } from './arena.ts';
import { functionReference } from './function-reference.ts';
import type { HostWatch } from './host-watch.ts';
import type { LinearMemory } from './linear-memory.ts';
import type { MemorySource } from './memory-source.ts';

const utf8 = new TextDecoder();
const { sizeBytes: hostBytes, offsets } = layoutOf('host', 4);
const head = layoutOf('abi', 4).offsets;
const lengthAt = layoutOf('span', 4).offsets.len;
const longestText = 4096;
const longestPayload = 65_536;
const statusOk = 0;
const statusLimit = 3;

interface Block {
  readonly number: number;
  readonly sizeBytes: number;
  freed: boolean;
}

export interface WasmServicesOptions {
  readonly memoryBytes: number;
  readonly trace: boolean;
  readonly abi: AbiVersion;
  /** The nth allocation fails, once; 0 = none. */
  readonly failAllocationAt?: number;
  /** Services that a call may ask for until it counts as cancelled; never, unless told. */
  readonly cancelAfter?: number;
  /** Watches what the plugin does with its memory. */
  readonly watch?: HostWatch;
}

/**
 * The host services of one instance in the page: native/host/services.c once more, over linear memory. The same
 * events in the same order; a test compares the two logs.
 */
export class WasmServices {
  /** Address of the `tutti_host_t`. */
  readonly address: number;
  readonly arena: MemorySource;
  readonly #memory: LinearMemory;
  readonly #options: WasmServicesOptions;
  readonly #blocks = new Map<number, Block>();
  readonly #usage = {
    liveBytes: 0,
    liveBlocks: 0,
    peakBytes: 0,
    totalBlocks: 0,
    refusedAllocations: 0,
    misuses: 0,
    droppedEvents: 0,
  };
  #events: AbiEvent[] = [];
  #sink: EventSink = { push: (...events) => this.#events.push(...events) };
  #call = 0;
  /** Services that the call asked for. */
  #asked = 0;
  #failIn: number;

  constructor(memory: LinearMemory, table: WebAssembly.Table, options: WasmServicesOptions) {
    this.#memory = memory;
    this.#options = options;
    this.#failIn = options.failAllocationAt ?? 0;
    this.arena = options.watch?.arena ?? new Arena(memory.memory);
    this.address = this.arena.take(hostBytes);
    memory.clear(this.address, hostBytes);
    memory.setU32(this.address + head.magic, magic);
    memory.setU32(this.address + head.struct_size, hostBytes);
    memory.setU16(this.address + head.major, options.abi.major);
    memory.setU16(this.address + head.minor, options.abi.minor);
    const offer = (field: keyof typeof offsets, run: (...args: never[]) => unknown, signature: string) => {
      const index = table.grow(1);
      const counted = (...args: never[]) => {
        this.#asked++;
        return run(...args);
      };
      table.set(index, functionReference(counted, signature));
      memory.setU32(this.address + offsets[field], index);
    };
    offer('alloc', (_host: number, size: bigint) => this.#alloc(Number(BigInt.asUintN(64, size))), 'iI:i');
    offer('free', (_host: number, at: number, size: bigint) => this.#free(at >>> 0, Number(size)), 'iiI:');
    offer('log', (_host: number, level: number, text: number) => this.#log(level, text >>> 0), 'iii:');
    offer(
      'query',
      (_host: number, _capability: number, _version: number, provider: number) => {
        options.watch?.asked('query', this.#call);
        this.#memory.setU32(provider >>> 0, 0);
        return 0;
      },
      'iiii:i',
    );
    offer(
      'cancelled',
      (_host: number, call: bigint) => {
        options.watch?.asked('cancelled', Number(call));
        return this.#isCancelled(Number(call)) ? 1 : 0;
      },
      'iI:i',
    );
    offer(
      'post',
      (_host: number, topic: number, payload: number) => this.#post(topic >>> 0, payload >>> 0),
      'iii:i',
    );
    options.watch?.lend(this.address, hostBytes);
  }

  get hasEvents(): boolean {
    return this.#events.length > 0;
  }

  drain(): AbiEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** From now on events go there as they happen, and `drain` gives none. */
  emitTo(sink: EventSink): void {
    this.#sink = sink;
  }

  setCall(call: number): void {
    this.#call = call;
    this.#asked = 0;
  }

  /** Whether the call that runs counts as cancelled now, before the service that asks. */
  #isCancelled(call: number): boolean {
    const { cancelAfter = Number.POSITIVE_INFINITY } = this.#options;
    return call !== 0 && call === this.#call && this.#asked > cancelAfter;
  }

  failAllocationAt(nth: number): void {
    this.#failIn = nth;
  }

  usage(): Usage {
    return { ...this.#usage };
  }

  /** The number of the block at an address; 0 when it is none of this host's. */
  blockAt(address: number): number {
    const block = this.#blocks.get(address);
    return block && !block.freed ? block.number : 0;
  }

  /** Whether a block of this host lay at an address and was freed. */
  isFreed(address: number): boolean {
    return this.#blocks.get(address)?.freed === true;
  }

  #refuse(sizeBytes: number, reason: RefusalReason): number {
    this.#usage.refusedAllocations++;
    this.#sink.push({ type: 'refused', sizeBytes, reason, call: this.#call });
    return 0;
  }

  #alloc(sizeBytes: number): number {
    const usage = this.#usage;
    if (this.#failIn > 0 && --this.#failIn === 0) return this.#refuse(sizeBytes, 'ordered');
    if (usage.liveBytes + sizeBytes > this.#options.memoryBytes) return this.#refuse(sizeBytes, 'quota');
    const number = usage.totalBlocks + 1;
    const at = this.arena.take(sizeBytes, number);
    if (at === 0) return this.#refuse(sizeBytes, 'memory');
    usage.totalBlocks = number;
    this.#blocks.set(at, { number, sizeBytes, freed: false });
    usage.liveBlocks++;
    usage.liveBytes += sizeBytes;
    usage.peakBytes = Math.max(usage.peakBytes, usage.liveBytes);
    if (this.#options.trace) this.#sink.push({ type: 'alloc', block: number, sizeBytes, call: this.#call });
    return at;
  }

  #free(at: number, sizeBytes: number): void {
    if (at === 0) return;
    const block = this.#blocks.get(at);
    const kind =
      block === undefined
        ? 'unknown-pointer'
        : block.freed
          ? 'freed-before'
          : block.sizeBytes !== sizeBytes
            ? 'wrong-size'
            : undefined;
    if (kind) {
      this.#usage.misuses++;
      const number = block?.number ?? 0;
      this.#sink.push({ type: 'misuse', block: number, sizeBytes, kind, call: this.#call });
      this.#options.watch?.misused(kind, at, sizeBytes, number);
    }
    if (block === undefined || block.freed) return;
    block.freed = true;
    this.#usage.liveBlocks--;
    this.#usage.liveBytes -= block.sizeBytes;
    this.arena.give(at, block.sizeBytes);
    if (this.#options.trace)
      this.#sink.push({ type: 'free', block: block.number, sizeBytes: block.sizeBytes, call: this.#call });
  }

  /** The bytes of a span that a service was given, as many of them as it looks at. */
  #given(span: number, most: number): Uint8Array {
    const length = Math.min(this.#memory.u64(span + lengthAt), most);
    const at = this.#memory.u32(span);
    this.#options.watch?.reads(at, length);
    return this.#memory.copy(at, length);
  }

  #log(level: number, text: number): void {
    const bytes = this.#given(text, longestText);
    this.#sink.push({ type: 'log', level: logLevels[level] ?? 'error', text: utf8.decode(bytes) });
  }

  #post(topic: number, payload: number): number {
    const lengthOf = (span: number) => this.#memory.u64(span + lengthAt);
    if (lengthOf(topic) > longestText || lengthOf(payload) > longestPayload) return statusLimit;
    const name = this.#given(topic, longestText);
    const bytes = this.#given(payload, longestPayload);
    this.#sink.push({ type: 'post', topic: utf8.decode(name), payload: bytes });
    return statusOk;
  }
}
