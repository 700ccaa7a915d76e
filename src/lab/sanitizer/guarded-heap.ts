import type { LinearMemory } from '../linear-memory.ts';
import type { MemorySource } from '../memory-source.ts';
import { type Shadow, shadowOf } from './shadow.ts';

const redzoneBytes = 32;
const mostRedzoneBytes = 2048;
const alignment = 16;
const pageBytes = 65_536;
/** What fresh memory holds; a byte that nobody wrote still does. */
export const freshByte = 0xbe;
const freedByte = 0xdd;
/** How much given-back memory waits before it is used again. */
const quarantineBytes = 8 * 2 ** 20;

/** One range that was given out. */
export interface Block {
  readonly at: number;
  readonly sizeBytes: number;
  readonly from: 'host' | 'malloc' | 'record';
  /** The host's number of the block; 0 for malloc's and for records. */
  readonly number: number;
  /** Text of the stack that allocated it. */
  readonly allocated: string;
  /** The call during which it was made; for a record, after which it was taken back. */
  call: number;
  /** Text of the stack that gave it back; undefined while it is held. */
  freed: string | undefined;
}

/**
 * All memory that is given out inside of a plugin's linear memory: the host's blocks, malloc's, and the host's own
 * records. Redzones lie around each, and what was given back is not used again for long, so that a late access
 * still finds its block.
 */
export class GuardedHeap implements MemorySource {
  readonly #memory: LinearMemory;
  readonly #shadow: Shadow;
  readonly #stack: () => string;
  readonly #blocks = new Map<number, Block>();
  /** Blocks that were given back, oldest first. */
  readonly #quarantine = new Map<number, Block>();
  #quarantined = 0;
  /** Every block in the order of its address, for finding the one beside an address. */
  readonly #ordered: Block[] = [];
  readonly #reusable = new Map<number, number[]>();
  #end: number;
  #limit = 0;
  /** The call that runs; 0 = none. */
  call = 0;

  /** @param stack gives the text of the present stack */
  constructor(memory: LinearMemory, shadow: Shadow, stack: () => string) {
    this.#memory = memory;
    this.#shadow = shadow;
    this.#stack = stack;
    this.#end = memory.memory.buffer.byteLength;
    this.#limit = this.#end;
  }

  take(sizeBytes: number, number?: number): number {
    const from = number === undefined ? 'record' : 'host';
    const at = this.#reserve(sizeBytes, from, number ?? 0, alignment);
    if (at !== 0)
      this.#shadow.set(at, sizeBytes, from === 'host' ? shadowOf.unwritten : shadowOf.addressable);
    return at;
  }

  give(at: number): void {
    const block = this.#blocks.get(at);
    if (block === undefined || block.freed !== undefined) return;
    this.#retire(block, block.from === 'record' ? shadowOf.lentBefore : shadowOf.freed);
  }

  /** malloc. Returns 0 when memory is out. */
  allocate(sizeBytes: number, alignTo = alignment): number {
    const at = this.#reserve(sizeBytes, 'malloc', 0, Math.max(alignment, alignTo));
    if (at !== 0) this.#shadow.set(at, sizeBytes, shadowOf.unwritten);
    return at;
  }

  /** The block that begins at an address, held or given back. */
  blockAt(at: number): Block | undefined {
    return this.#blocks.get(at);
  }

  /** The block that holds an address or whose redzone does. */
  blockNear(address: number): Block | undefined {
    const next = this.#firstAfter(address);
    const [left, right] = [this.#ordered[next - 1], this.#ordered[next]];
    if (left && address < left.at + left.sizeBytes + redzoneBytes) return left;
    if (right && address >= right.at - redzoneBytes) return right;
    return left && address < left.at + spanOf(left.sizeBytes) ? left : undefined;
  }

  /** Blocks of the plugin's that nobody has given back. */
  held(): Block[] {
    return [...this.#blocks.values()].filter(({ from, freed }) => from !== 'record' && freed === undefined);
  }

  #reserve(sizeBytes: number, from: Block['from'], number: number, alignTo: number): number {
    const span = spanOf(sizeBytes);
    let start = alignTo > alignment ? 0 : this.#reuse(span);
    if (start === 0) {
      start = this.#end;
      const end = start + span + (alignTo > alignment ? alignTo : 0);
      if (!this.#reach(end)) return 0;
      this.#end = end;
    }
    const at = Math.ceil((start + redzoneBytes) / alignTo) * alignTo;
    const allocated = from === 'record' ? '' : this.#stack();
    const block: Block = { at, sizeBytes, from, number, allocated, call: this.call, freed: undefined };
    this.#blocks.set(at, block);
    this.#shadow.set(start, span, shadowOf.redzone);
    this.#fill(at, sizeBytes, freshByte);
    const place = this.#firstAfter(at - 1);
    this.#ordered.splice(place, this.#ordered[place]?.at === at ? 1 : 0, block);
    return at;
  }

  /** Index of the first block that begins after an address. */
  #firstAfter(address: number): number {
    let [low, high] = [0, this.#ordered.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ordered[middle]?.at ?? 0) <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #retire(block: Block, state: number): void {
    block.freed = block.from === 'record' ? '' : this.#stack();
    if (block.from === 'record') block.call = this.call;
    this.#shadow.set(block.at, block.sizeBytes, state);
    this.#fill(block.at, block.sizeBytes, freedByte);
    this.#quarantine.set(block.at, block);
    this.#quarantined += spanOf(block.sizeBytes);
    for (const [at, oldest] of this.#quarantine) {
      if (this.#quarantined <= quarantineBytes) break;
      this.#quarantine.delete(at);
      this.#blocks.delete(at);
      const span = spanOf(oldest.sizeBytes);
      this.#quarantined -= span;
      const reusable = this.#reusable.get(span) ?? [];
      reusable.push(at - redzoneBytes);
      this.#reusable.set(span, reusable);
    }
  }

  /** Gives a block back that is held. */
  free(block: Block): void {
    this.#retire(block, shadowOf.freed);
  }

  /** A range was filled by someone whom no check sees. */
  written(at: number, sizeBytes: number): void {
    this.#shadow.set(at, sizeBytes, shadowOf.addressable);
  }

  #reuse(span: number): number {
    return this.#reusable.get(span)?.pop() ?? 0;
  }

  #fill(at: number, sizeBytes: number, byte: number): void {
    new Uint8Array(this.#memory.memory.buffer, at, sizeBytes).fill(byte);
  }

  #reach(end: number): boolean {
    const { memory } = this.#memory;
    if (end <= this.#limit) return true;
    try {
      memory.grow(Math.ceil((end - this.#limit) / pageBytes));
    } catch {
      return false;
    }
    this.#limit = memory.buffer.byteLength;
    this.#shadow.grow(this.#limit);
    return true;
  }
}

/** A block with its redzones. The one behind it is as long as the block, so that an array's next element, however
 *  large, lies in it. */
function spanOf(sizeBytes: number): number {
  const behind = Math.min(Math.max(sizeBytes, redzoneBytes), mostRedzoneBytes);
  return Math.ceil((redzoneBytes + sizeBytes + behind) / redzoneBytes) * redzoneBytes;
}
