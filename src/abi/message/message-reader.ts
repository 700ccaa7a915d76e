/** Why bytes are no message of a kind. Never leaves this folder: `decode` returns the text. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  #path = '';
  readonly #problem: string;

  constructor(problem: string) {
    super(problem);
    this.#problem = problem;
  }

  /** Says in which part it was found: `.field` or `[2]`; called from the inside out. */
  within(part: string): this {
    this.#path = part + this.#path;
    return this;
  }

  /** The problem and where it is, as in `"[2].word" is not UTF-8`. */
  get text(): string {
    const path = this.#path.replace(/^\./, '');
    return `${path === '' ? 'the value' : `"${path}"`} ${this.#problem}`;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Bytes being read as a message. The root and all that is referred to are together no longer than the message:
 * many lists over the same bytes are malformed, so reading takes no more memory than a multiple of the bytes.
 */
export class MessageReader {
  readonly view: DataView;
  readonly #bytes: Uint8Array;
  #unread: number;

  /** @param rootBytes size of the root; there must be that many bytes */
  constructor(bytes: Uint8Array, rootBytes: number) {
    const { buffer, byteOffset, length } = bytes;
    if (length < rootBytes) throw new Malformed(`has ${length} bytes and needs at least ${rootBytes}`);
    this.view = new DataView(buffer, byteOffset, length);
    // Not a Buffer: its slice() would be a view.
    this.#bytes = new Uint8Array(buffer, byteOffset, length);
    this.#unread = length - rootBytes;
  }

  countAt(at: number): number {
    return this.view.getUint32(at + 4, true);
  }

  /** Where the items lie that are referred to at `at`. */
  startAt(at: number, itemBytes: number, alignment: number): number {
    const offset = this.view.getUint32(at, true);
    const count = this.countAt(at);
    const sizeBytes = count * itemBytes;
    if (count === 0) {
      if (offset !== 0) throw new Malformed(`is empty and lies at ${offset} instead of 0`);
      return 0;
    }
    if (offset + sizeBytes > this.#bytes.length)
      throw new Malformed(
        `has ${sizeBytes} bytes at ${offset}, beyond the end of the message at ${this.#bytes.length}`,
      );
    if (offset % alignment !== 0)
      throw new Malformed(`lies at ${offset}, which is no multiple of ${alignment}`);
    if (sizeBytes > this.#unread) throw new Malformed('lies where something else lies');
    this.#unread -= sizeBytes;
    return offset;
  }

  /** A copy of the bytes that are referred to at `at`. */
  copyAt(at: number, itemBytes: number, alignment: number): Uint8Array<ArrayBuffer> {
    const start = this.startAt(at, itemBytes, alignment);
    return this.#bytes.slice(start, start + this.countAt(at) * itemBytes) as Uint8Array<ArrayBuffer>;
  }

  textAt(at: number): string {
    const start = this.startAt(at, 1, 1);
    try {
      return utf8.decode(this.#bytes.subarray(start, start + this.countAt(at)));
    } catch {
      throw new Malformed('is not UTF-8');
    }
  }

  /** The bytes of a message within this one, which is referred to at `at`. Not a copy. */
  nestedAt(at: number): Uint8Array {
    const start = this.startAt(at, 1, 8);
    return this.#bytes.subarray(start, start + this.countAt(at));
  }
}
