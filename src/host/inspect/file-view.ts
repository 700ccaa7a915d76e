/** Thrown by a reader when the file ends before something that it promised. */
export class TruncatedFile extends Error {}

/** Thrown by a reader when the file contradicts itself, or costs more to read than an honest one would. */
export class DamagedFile extends Error {}

/** More than any system accepts in a path or a compiler makes of a symbol, in bytes. */
const longestName = 65_536;

/**
 * A file's bytes, little-endian, where every read is checked against the end. All names together may cost a few
 * passes over the file and no more, so that tables whose entries overlap cannot keep a reader busy.
 */
export class FileView {
  readonly sizeBytes: number;
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #budget: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.sizeBytes = bytes.byteLength;
    this.#budget = 2 * bytes.byteLength + 1_048_576;
  }

  /** States that `length` bytes stand at `offset`. */
  require(offset: number, length: number, what: string): void {
    if (offset < 0 || length < 0 || offset + length > this.sizeBytes) {
      throw new TruncatedFile(
        `${what} should end at byte ${offset + length}, and the file has ${this.sizeBytes}`,
      );
    }
  }

  /** Books the length of a name; throws once names are longer than an honest file could make them. */
  spend(bytes: number): void {
    this.#budget -= bytes;
    if (this.#budget < 0) throw new DamagedFile('its names overlap more often than the file has bytes');
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
  u64(offset: number, littleEndian = true): number {
    this.require(offset, 8, 'a number');
    return Number(this.#view.getBigUint64(offset, littleEndian));
  }

  /** Text up to its NUL. */
  text(offset: number): string {
    this.require(offset, 1, 'a name');
    const window = this.#bytes.subarray(offset, offset + longestName + 1);
    const length = window.indexOf(0);
    if (length < 0 && window.length > longestName) throw new DamagedFile('a name is longer than 64 KiB');
    if (length < 0) throw new TruncatedFile('a name does not end before the file does');
    this.spend(length + 1);
    return Buffer.from(window.buffer, window.byteOffset, length).toString('latin1');
  }
}
