import { type NativeFunction, viewMemory } from '../native/native-memory.ts';
import { servicesLibrary } from '../native/services-library.ts';
import { controlBlock, sharedHead, sharedLayout } from './protocol.ts';

type Bindings = Record<'pair' | 'share' | 'unshare' | 'close' | 'yield', NativeFunction>;
let bindings: Bindings | undefined;

function native(): Bindings {
  if (bindings !== undefined) return bindings;
  const library = servicesLibrary();
  const declare = (text: string) => library.func(text) as NativeFunction;
  bindings = {
    pair: declare('int32_t tutti_channel_pair(void *sockets)'),
    share: declare('void *tutti_channel_share(uint64_t size, void *descriptor)'),
    unshare: declare('void tutti_channel_unshare(void *address, uint64_t size)'),
    close: declare('void tutti_channel_close(int32_t descriptor)'),
    yield: declare('void tutti_channel_yield()'),
  };
  return bindings;
}

/**
 * A pair of connected sockets, as descriptors.
 *
 * @throws RangeError with the system's error number
 */
export function socketPair(): readonly [ours: number, theirs: number] {
  const pair = new Int32Array(2);
  const error = native().pair(pair);
  if (error !== 0) throw new RangeError(`no pair of sockets (error ${error})`);
  return [pair[0] ?? -1, pair[1] ?? -1];
}

/** Lets a child that waits for this processor run first. */
export function yieldProcessor(): void {
  native().yield();
}

export function closeDescriptor(descriptor: number): void {
  native().close(descriptor);
}

/** What a child wrote about itself before it ended. */
export interface LastWords {
  /** The instance that ran; -1 = none. */
  readonly instance: number;
  readonly kind: number;
  readonly call: number;
  /** Address of the access that ended it; undefined where it was none. */
  readonly address?: bigint;
  readonly isStackOverflow: boolean;
}

/** The memory that a host and one child both see. Nothing of it may be touched after `close`. */
export class SharedMemory {
  /** The anonymous file; given to the child, then closed. */
  readonly descriptor: number;
  readonly bytes: Uint8Array;
  readonly #address: bigint;
  readonly #view: DataView;
  readonly #words: BigUint64Array;
  /** Parts of the requests' area in use, in order of their places. */
  readonly #used: { at: number; end: number }[] = [];

  /** @throws RangeError where the system has no memory to share */
  constructor() {
    const descriptor = new Int32Array(1);
    const address = native().share(sharedLayout.sizeBytes, descriptor);
    if (typeof address !== 'bigint') {
      throw new RangeError(`no memory to share with the process (error ${-(descriptor[0] ?? 0)})`);
    }
    this.#address = address;
    this.descriptor = descriptor[0] ?? -1;
    this.#view = viewMemory(address, sharedLayout.sizeBytes);
    this.bytes = new Uint8Array(this.#view.buffer);
    this.#words = new BigUint64Array(this.#view.buffer);
  }

  /**
   * Takes room for a request's payload; undefined when there is none at the moment.
   *
   * @returns its offset in the memory, a multiple of 64; give it back with `give`
   */
  take(sizeBytes: number): number | undefined {
    const size = Math.ceil(sizeBytes / 64) * 64;
    let at: number = sharedLayout.requestsAt;
    for (const [i, part] of this.#used.entries()) {
      if (part.at - at >= size) {
        this.#used.splice(i, 0, { at, end: at + size });
        return at;
      }
      at = part.end;
    }
    if (at + size > sharedLayout.requestsAt + sharedLayout.requestsBytes) return undefined;
    this.#used.push({ at, end: at + size });
    return at;
  }

  /** Gives back what a payload does not need of its room. */
  trim(at: number, sizeBytes: number): void {
    const part = this.#used.find((other) => other.at === at);
    if (part !== undefined) part.end = Math.min(part.end, at + Math.ceil(sizeBytes / 64) * 64);
  }

  /** Gives room back. */
  give(at: number): void {
    const i = this.#used.findIndex((part) => part.at === at);
    if (i >= 0) this.#used.splice(i, 1);
  }

  /** Says that everything the child wrote up to `end` was read, so that it may write there again. */
  acknowledge(end: bigint): void {
    Atomics.store(this.#words, sharedHead.offsets.taken / 8, end);
  }

  /** Tells the plugin's `cancelled` about a call; one atomic store. */
  cancel(instance: number, call: number): void {
    const block = sharedLayout.controlsAt + instance * sharedLayout.controlBytes;
    const slot = (block + controlBlock.cancelled) / 8 + (call % controlBlock.slots);
    Atomics.store(this.#words, slot, BigInt(call));
  }

  /** Whether the instance has events that the child has not sent yet. */
  hasEvents(instance: number): boolean {
    const block = sharedLayout.controlsAt + instance * sharedLayout.controlBytes;
    return Atomics.load(this.#words, (block + controlBlock.events) / 8) > 0n;
  }

  lastWords(): LastWords {
    const { offsets } = sharedHead;
    const words = (offset: number) => this.#view.getUint32(offset, true);
    const signal = words(offsets.fault_signal);
    const hasAddress = signal === 11 || signal === 7 || signal === 10;
    return {
      instance: words(offsets.running_instance) - 1,
      kind: words(offsets.running_kind),
      call: Number(this.#view.getBigUint64(offsets.running_call, true)),
      isStackOverflow: words(offsets.fault_is_overflow) === 1,
      ...(hasAddress ? { address: this.#view.getBigUint64(offsets.fault_address, true) } : {}),
    };
  }

  close(): void {
    native().unshare(this.#address, sharedLayout.sizeBytes);
  }
}
