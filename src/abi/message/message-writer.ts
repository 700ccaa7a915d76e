/** More bytes than the offsets of a message can express. */
export const longestMessage = 0xffff_ffff;

const utf8 = new TextEncoder();
const firstBytes = 16_384;

/**
 * A message being written: inline parts and what they refer to, one behind the other. It is written into the
 * memory that the writer was made with, and moves to memory of its own when that is too short.
 */
export class MessageWriter {
  readonly #home: Uint8Array;
  readonly #homeView: DataView;
  bytes: Uint8Array;
  view: DataView;
  /** Bytes written so far. */
  end = 0;
  /** Where the message that is written now begins; offsets count from here. */
  base = 0;
  #limitBytes = longestMessage;

  constructor(home: Uint8Array = new Uint8Array(firstBytes)) {
    this.#home = this.bytes = home;
    this.#homeView = this.view = new DataView(home.buffer, home.byteOffset, home.length);
  }

  /** Begins a new message, at home. */
  begin(limitBytes: number): void {
    this.bytes = this.#home;
    this.view = this.#homeView;
    this.end = 0;
    this.base = 0;
    this.#limitBytes = limitBytes;
  }

  /** Whether the message lies in the memory that the writer was made with. */
  get isAtHome(): boolean {
    return this.bytes === this.#home;
  }

  /** Moves the end to the next multiple of `alignment`, and returns it. */
  align(alignment: number): number {
    const at = Math.ceil(this.end / alignment) * alignment;
    this.#ensure(at);
    this.bytes.fill(0, this.end, at);
    this.end = at;
    return at;
  }

  /** Appends `sizeBytes` of zeros at the next multiple of `alignment`; returns where they begin. */
  reserve(sizeBytes: number, alignment: number): number {
    const at = this.align(alignment);
    this.#ensure(at + sizeBytes);
    this.bytes.fill(0, at, at + sizeBytes);
    this.end = at + sizeBytes;
    return at;
  }

  /** Writes at `at` the reference to `count` bytes or items that begin at `start`; nothing is at 0. */
  refer(at: number, start: number, count: number): void {
    this.view.setUint32(at, count === 0 ? 0 : start - this.base, true);
    this.view.setUint32(at + 4, count, true);
  }

  /** Appends bytes, and refers to them at `at`. */
  append(at: number, data: ArrayBufferView, count: number, alignment: number): void {
    if (count === 0) {
      this.refer(at, 0, 0);
      return;
    }
    const start = this.align(alignment);
    this.#ensure(start + data.byteLength);
    this.bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
    this.end = start + data.byteLength;
    this.refer(at, start, count);
  }

  /** Appends text as UTF-8, and refers to it at `at`. */
  appendText(at: number, text: string): void {
    const start = this.end;
    this.#ensure(start + text.length);
    let { read, written } = utf8.encodeInto(text, this.bytes.subarray(start));
    if (read < text.length) {
      // Text beyond ASCII may need up to three bytes for each of its units.
      this.#grow(start + text.length * 3);
      ({ written } = utf8.encodeInto(text, this.bytes.subarray(start)));
    }
    if (start + written > this.#limitBytes) this.#refuse();
    this.end = start + written;
    this.refer(at, start, written);
  }

  /** A copy of what was written. */
  toBytes(): Uint8Array {
    return this.bytes.slice(0, this.end);
  }

  #ensure(end: number): void {
    if (end > this.#limitBytes) this.#refuse();
    this.#grow(end);
  }

  #grow(end: number): void {
    if (end <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(end, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.end));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }

  #refuse(): never {
    throw new RangeError(`a message of more than ${this.#limitBytes} bytes`);
  }
}
