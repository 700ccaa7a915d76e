/** Thrown by a reader when the file ends before something that it promised. */
export class TruncatedFile extends Error {}

/** A file's bytes, little-endian, where every read is checked against the end. */
export class FileView {
  readonly sizeBytes: number;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.sizeBytes = bytes.byteLength;
  }

  /** States that `length` bytes stand at `offset`. */
  require(offset: number, length: number, what: string): void {
    if (offset < 0 || length < 0 || offset + length > this.sizeBytes) {
      throw new TruncatedFile(
        `${what} should end at byte ${offset + length}, and the file has ${this.sizeBytes}`,
      );
    }
  }

  u8(offset: number): number {
    this.require(offset, 1, 'a byte');
    return this.#view.getUint8(offset);
  }

  u16(offset: number): number {
    this.require(offset, 2, 'a number');
    return this.#view.getUint16(offset, true);
  }

  u32(offset: number, littleEndian = true): number {
    this.require(offset, 4, 'a number');
    return this.#view.getUint32(offset, littleEndian);
  }

  /** A 64-bit offset or size; beyond 2^53 it cannot be inside any file. */
  u64(offset: number): number {
    this.require(offset, 8, 'a number');
    return Number(this.#view.getBigUint64(offset, true));
  }

  /** Text up to its NUL. */
  text(offset: number): string {
    this.require(offset, 1, 'a name');
    const end = this.#bytes.indexOf(0, offset);
    if (end < 0) throw new TruncatedFile('a name does not end before the file does');
    return Buffer.from(this.#bytes.subarray(offset, end)).toString('latin1');
  }
}
