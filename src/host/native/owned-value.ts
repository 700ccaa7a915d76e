import { layoutOf } from '../../abi/index.ts';

const { sizeBytes, offsets } = layoutOf('owned', 8);

/** The host's one `tutti_owned_t` of a plugin: filled by a call, taken, and empty again. */
export class OwnedValue {
  readonly record = Buffer.alloc(sizeBytes);

  get address(): bigint {
    return this.record.readBigUInt64LE(offsets.ptr);
  }

  get lengthBytes(): number {
    return Number(this.record.readBigUInt64LE(offsets.len));
  }

  get hasRelease(): boolean {
    return this.record.readBigUInt64LE(offsets.release) !== 0n;
  }

  /** Says what is wrong with a value that a plugin handed over; undefined when it may be taken. */
  problem(limitBytes: number): string | undefined {
    const size = this.record.readUInt32LE(offsets.struct_size);
    if (size < sizeBytes) return `its record claims ${size} bytes and has ${sizeBytes}`;
    if (!this.hasRelease) return 'it has no release function';
    const { lengthBytes } = this;
    if (lengthBytes > Number(this.record.readBigUInt64LE(offsets.cap)))
      return 'it is longer than its capacity';
    if (lengthBytes > 0 && this.address === 0n) return `it has ${lengthBytes} bytes at a null pointer`;
    if (lengthBytes > limitBytes) return `it has ${lengthBytes} bytes, and the limit is ${limitBytes}`;
    return undefined;
  }

  /** Makes the record empty, so that a later call cannot hand over this value again by doing nothing. */
  clear(): void {
    this.record.fill(0);
  }
}
