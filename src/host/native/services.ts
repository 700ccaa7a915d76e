import type { AbiEvent, AbiVersion, Usage } from '../../abi/index.ts';
import { decodeUsage, EventDecoder, usageBytes } from './event-decoder.ts';
import { type NativeFunction, viewMemory } from './native-memory.ts';
import { servicesLibrary } from './services-library.ts';

export interface ServicesOptions {
  readonly memoryBytes: number;
  readonly trace: boolean;
  readonly abi: AbiVersion;
}

const names = ['open', 'close', 'control', 'usage', 'read', 'fail_at', 'take', 'wire'] as const;
type Bindings = Record<(typeof names)[number], NativeFunction>;

let bindings: Bindings | undefined;

function bind(): Bindings {
  const library = servicesLibrary();
  const declare = (text: string) => library.func(text) as NativeFunction;
  return {
    open: declare(
      'void *tutti_services_open(uint64_t quota, uint32_t trace, uint16_t major, uint16_t minor)',
    ),
    close: declare('void tutti_services_close(void *host)'),
    control: declare('void *tutti_services_control(void *host)'),
    usage: declare('void tutti_services_usage(void *host, void *out)'),
    read: declare('uint64_t tutti_services_read(void *host, void *into, uint64_t cap)'),
    fail_at: declare('void tutti_services_fail_at(void *host, uint64_t nth)'),
    take: declare('uint32_t tutti_services_take(void *host, void *value, void *into)'),
    wire: declare(
      'uint32_t tutti_services_wire(void *host, str capability, uint32_t version, void *table, void *provider)',
    ),
  };
}

/** Offsets of tutti_control_t in native/host/services.h. */
const control = { call: 0, events: 8, cancelled: 16, slots: 256, sizeBytes: 16 + 256 * 8 } as const;

const ring = Buffer.alloc(1 << 16);
const usageRecord = Buffer.alloc(usageBytes);

/** The host services of one instance: native code that a plugin may call at any time, without JavaScript. */
export class Services {
  /** The `tutti_host_t *` that a plugin is created with. */
  readonly address: bigint;
  readonly #native: Bindings;
  readonly #control: DataView;
  readonly #decoder = new EventDecoder();
  /** Set when the native half is gone: what is asked then is answered from here. */
  #lastUsage: Usage | undefined;

  constructor({ memoryBytes, trace, abi }: ServicesOptions) {
    bindings ??= bind();
    this.#native = bindings;
    const address = this.#native.open(memoryBytes, trace ? 1 : 0, abi.major, abi.minor);
    if (typeof address !== 'bigint') throw new RangeError('no memory for the host services of an instance');
    this.address = address;
    this.#control = viewMemory(this.#native.control(address) as bigint, control.sizeBytes);
  }

  /** Says which call runs now, so that what happens meanwhile is booked to it; 0 = none. */
  setCall(call: number): void {
    if (this.#lastUsage) return;
    this.#control.setUint32(control.call, call, true);
  }

  /** Asks the plugin to end a call: `cancelled` says so from now on. May be asked on any thread, at any time. */
  cancel(call: number): void {
    if (this.#lastUsage) return;
    const slot = control.cancelled + 8 * (call % control.slots);
    const { buffer, byteOffset } = this.#control;
    Atomics.store(new BigUint64Array(buffer, byteOffset + slot, 1), 0, BigInt(call));
  }

  /** Whether anything is in the ring; a read of memory, no native call. */
  get hasEvents(): boolean {
    return this.#lastUsage === undefined && this.#control.getUint32(control.events, true) > 0;
  }

  /** The number of the block at an address; 0 when it is not a block of this instance, or nothing is traced. */
  blockAt(address: bigint): number {
    return this.#decoder.blockAt(address);
  }

  /** Takes the events out of the ring, oldest first. */
  drain(): AbiEvent[] {
    const events: AbiEvent[] = [];
    while (this.hasEvents) {
      const length = Number(this.#native.read(this.address, ring, ring.length));
      if (length === 0) break;
      events.push(...this.#decoder.decode(ring.subarray(0, length)));
    }
    return events;
  }

  usage(): Usage {
    if (this.#lastUsage) return this.#lastUsage;
    this.#native.usage(this.address, usageRecord);
    return decodeUsage(usageRecord);
  }

  /** Makes the nth allocation from now on fail, once; 0 takes the order back. */
  failAllocationAt(nth: number): void {
    if (this.#lastUsage) return;
    this.#native.fail_at(this.address, nth);
  }

  /** Copies an owned value's bytes into `into` and releases it; false when its block was freed before. */
  take(owned: Uint8Array, into: Uint8Array): boolean {
    return this.#native.take(this.address, owned, into) === 1;
  }

  /**
   * Answers `query` for a capability, up to this version, with a table and the instance behind it.
   *
   * @param table 0n takes the answer away
   */
  wire(capability: string, version: number, table: bigint, provider: bigint): void {
    if (this.#native.wire(this.address, capability, version, table, provider) === 1) return;
    throw new RangeError(`no memory to wire ${capability}`);
  }

  /**
   * Frees everything, the blocks that a plugin left behind included. No plugin code may run afterwards. What is
   * asked later is answered as of now: nothing happens any more.
   */
  close(): void {
    if (this.#lastUsage) return;
    this.abandon();
    this.#native.close(this.address);
  }

  /** Leaves the native half where it is, for ever, to a plugin that may still call it; otherwise like `close`. */
  abandon(): void {
    this.#lastUsage ??= this.usage();
  }
}
