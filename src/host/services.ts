import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import koffi from 'koffi';
import {
  type AbiEvent,
  type AbiVersion,
  HostError,
  logLevels,
  misuseKinds,
  refusalReasons,
  type Usage,
} from '../abi/index.ts';
import { type NativeFunction, viewMemory } from './native-types.ts';
import { libraryFileName, machineTarget } from './target.ts';

export interface ServicesOptions {
  readonly memoryBytes: number;
  readonly trace: boolean;
  readonly abi: AbiVersion;
}

const names = ['open', 'close', 'control', 'usage', 'read', 'fail_at', 'take'] as const;
type Bindings = Record<(typeof names)[number], NativeFunction>;

let bindings: Bindings | undefined;

/** Where the native half of the host lies: beside the sources in a clone, beside lib/ in the package. */
export function servicesPath(): string {
  const folder = new URL(`../../prebuilt/${machineTarget()}/`, import.meta.url);
  return fileURLToPath(new URL(libraryFileName('tutti_services'), folder));
}

function bind(): Bindings {
  const path = servicesPath();
  if (!existsSync(path)) {
    const fix = 'In a clone, run "npm start" or "npm run build" once';
    throw new HostError('services-missing', `Cannot find the host services at ${path}. ${fix}`);
  }
  const library = koffi.load(path);
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
  };
}

/** Offsets in native/host/services.h: the control block's words, and the head of an event. */
const control = { call: 0, events: 8, sizeBytes: 16 + 256 * 8 } as const;
const event = { kind: 0, len: 4, block: 8, size: 16, call: 24, value: 32, sizeBytes: 40 } as const;
const usageWords = 7;

const ring = Buffer.alloc(1 << 16);
const ringView = new DataView(ring.buffer, ring.byteOffset, ring.length);

/** The host services of one instance: native code that a plugin may call at any time, without JavaScript. */
export class Services {
  /** The `tutti_host_t *` that a plugin is created with. */
  readonly address: bigint;
  readonly #native: Bindings;
  readonly #control: DataView;
  readonly #blocks = new Map<bigint, number>();

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
    this.#control.setUint32(control.call, call, true);
  }

  /** Whether anything is in the ring; a read of memory, no native call. */
  get hasEvents(): boolean {
    return this.#control.getUint32(control.events, true) > 0;
  }

  /** The number of the block at an address; 0 when it is not a block of this instance, or nothing is traced. */
  blockAt(address: bigint): number {
    return this.#blocks.get(address) ?? 0;
  }

  /** Takes the events out of the ring, oldest first. */
  drain(): AbiEvent[] {
    const events: AbiEvent[] = [];
    while (this.hasEvents) {
      const length = Number(this.#native.read(this.address, ring, ring.length));
      if (length === 0) break;
      for (let at = 0; at < length; ) {
        const payload = ringView.getUint32(at + event.len, true);
        events.push(this.#decode(at, payload));
        at += event.sizeBytes + Math.ceil(payload / 8) * 8;
      }
    }
    return events;
  }

  #decode(at: number, payloadBytes: number): AbiEvent {
    const word = (offset: number) => Number(ringView.getBigUint64(at + offset, true));
    const block = word(event.block);
    const sizeBytes = word(event.size);
    const call = word(event.call);
    const payload = ring.subarray(at + event.sizeBytes, at + event.sizeBytes + payloadBytes);
    switch (ringView.getUint32(at + event.kind, true)) {
      case 1:
        this.#blocks.set(ringView.getBigUint64(at + event.value, true), block);
        return { type: 'alloc', block, sizeBytes, call };
      case 2:
        this.#blocks.delete(ringView.getBigUint64(at + event.value, true));
        return { type: 'free', block, sizeBytes, call };
      case 3:
        return {
          type: 'refused',
          sizeBytes,
          reason: refusalReasons[word(event.value) - 1] ?? 'memory',
          call,
        };
      case 4:
        return {
          type: 'misuse',
          block,
          sizeBytes,
          kind: misuseKinds[word(event.value) - 1] ?? 'unknown-pointer',
          call,
        };
      case 5:
        return {
          type: 'log',
          level: logLevels[word(event.value)] ?? 'error',
          text: payload.toString('utf8'),
        };
      default: {
        const topicBytes = word(event.value);
        return {
          type: 'post',
          topic: payload.toString('utf8', 0, topicBytes),
          payload: Uint8Array.from(payload.subarray(topicBytes)),
        };
      }
    }
  }

  usage(): Usage {
    const out = new BigUint64Array(usageWords);
    this.#native.usage(this.address, out);
    const [
      liveBytes = 0,
      liveBlocks = 0,
      peakBytes = 0,
      totalBlocks = 0,
      refusedAllocations = 0,
      misuses = 0,
      droppedEvents = 0,
    ] = Array.from(out, Number);
    return { liveBytes, liveBlocks, peakBytes, totalBlocks, refusedAllocations, misuses, droppedEvents };
  }

  /** Makes the nth allocation from now on fail, once; 0 takes the order back. */
  failAllocationAt(nth: number): void {
    this.#native.fail_at(this.address, nth);
  }

  /** Copies an owned value's bytes into `into` and releases it; false when its block was freed before. */
  take(owned: Uint8Array, into: Uint8Array): boolean {
    return this.#native.take(this.address, owned, into) === 1;
  }

  /** Frees everything, the blocks that a plugin left behind included. Nothing may be asked afterwards. */
  close(): void {
    this.#native.close(this.address);
  }
}
