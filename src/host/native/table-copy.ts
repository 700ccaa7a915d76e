import { type CapabilityDeclaration, functionIndex, layoutOf } from '../../abi/index.ts';

const head = layoutOf('abi', 8).offsets;
const table = layoutOf('table', 8);

/** A copy of a plugin's table of one capability, as far as this host knows it: what is missing reads as 0. */
export class TableCopy {
  readonly bytes: Buffer;
  readonly #capability: CapabilityDeclaration;

  /** Room for `tutti_instance_query` to fill. */
  constructor(capability: CapabilityDeclaration) {
    this.#capability = capability;
    this.bytes = Buffer.alloc(table.sizeBytes + 8 * Object.keys(capability.functions).length);
  }

  /** TUTTI_VERSION of the capability that was asked for. */
  static version({ version: { major, minor } }: CapabilityDeclaration): number {
    return ((major << 16) | minor) >>> 0;
  }

  get minor(): number {
    return this.bytes.readUInt16LE(head.minor);
  }

  /** 0 = not stated. */
  get ifaceHash(): bigint {
    return this.bytes.readBigUInt64LE(head.iface_hash);
  }

  /** Whether its functions can be called with encoded arguments. */
  get hasInvoke(): boolean {
    return this.bytes.readBigUInt64LE(table.offsets.invoke) !== 0n;
  }

  has(name: string): boolean {
    return this.hasAt(functionIndex(this.#capability, name));
  }

  /** @param index place in the table */
  hasAt(index: number): boolean {
    return this.bytes.readBigUInt64LE(table.sizeBytes + 8 * index) !== 0n;
  }
}
