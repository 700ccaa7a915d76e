const utf8 = new TextDecoder();

/** A plugin's linear memory, read and written as the ABI lays things out. Pointers are 4 bytes here. */
export class LinearMemory {
  readonly memory: WebAssembly.Memory;
  #view: DataView;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.#view = new DataView(memory.buffer);
  }

  /** The view; a new one after memory has grown, since growing detaches the old. */
  get view(): DataView {
    if (this.#view.buffer !== this.memory.buffer) this.#view = new DataView(this.memory.buffer);
    return this.#view;
  }

  u16(at: number): number {
    return this.view.getUint16(at, true);
  }

  u32(at: number): number {
    return this.view.getUint32(at, true);
  }

  /** A 64-bit length as a number; beyond 2^53 it is larger than any memory. */
  u64(at: number): number {
    return Number(this.view.getBigUint64(at, true));
  }

  setU16(at: number, value: number): void {
    this.view.setUint16(at, value, true);
  }

  setU32(at: number, value: number): void {
    this.view.setUint32(at, value, true);
  }

  setU64(at: number, value: number): void {
    this.view.setBigUint64(at, BigInt(value), true);
  }

  clear(at: number, sizeBytes: number): void {
    new Uint8Array(this.memory.buffer, at, sizeBytes).fill(0);
  }

  write(at: number, bytes: Uint8Array): void {
    new Uint8Array(this.memory.buffer, at, bytes.length).set(bytes);
  }

  /** A copy of `length` bytes; a RangeError when they do not lie in memory. */
  copy(at: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, at, length).slice();
  }

  text(at: number, length: number): string {
    return utf8.decode(this.copy(at, length));
  }

  /** NUL-terminated text. */
  cString(at: number): string {
    if (at === 0) return '';
    const bytes = new Uint8Array(this.memory.buffer, at);
    const end = bytes.indexOf(0);
    return utf8.decode(bytes.slice(0, Math.max(end, 0)));
  }

  /** The bytes of a `tutti_span_t` at an address; an over-long one is cut at the end of memory. */
  span(at: number): Uint8Array {
    const pointer = this.u32(at);
    const length = Math.min(this.u64(at + 8), this.memory.buffer.byteLength - pointer);
    return this.copy(pointer, Math.max(0, length));
  }
}
