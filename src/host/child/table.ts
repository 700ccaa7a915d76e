import {
  type CapabilityDeclaration,
  functionIndex,
  HostError,
  ifaceHash,
  invokeMissing,
  layoutOf,
} from '../../abi/index.ts';

const { offsets: tableOffsets, sizeBytes: tableBytes } = layoutOf('table', 8);
const { offsets: headOffsets } = layoutOf('abi', 8);

/** A table of a plugin, which lies in the child's memory. */
export interface Table {
  /** Its address, in two halves of 32 bits. */
  readonly low: number;
  readonly high: number;
  /** As much of it as crosses: its head and its functions' addresses. */
  readonly bytes: Buffer;
}

export function readTable(address: bigint, bytes: Uint8Array): Table {
  return {
    low: Number(address & 0xffff_ffffn),
    high: Number(address >> 32n),
    bytes: Buffer.from(bytes),
  };
}

/**
 * Why a function of a capability cannot be called through a table; undefined when it can.
 *
 * @param plugin its id, for messages
 * @throws HostError capability-mismatch
 */
export function missingFrom(
  table: Table | undefined,
  capability: CapabilityDeclaration,
  name: string,
  plugin: string,
): string | undefined {
  const { id, version } = capability;
  const shown = `${id} ${version.major}.${version.minor}`;
  if (table === undefined) return `it does not offer ${shown}`;
  const { bytes } = table;
  const hash = bytes.readBigUInt64LE(headOffsets.iface_hash);
  const isSameVersion = bytes.readUInt16LE(headOffsets.minor) === version.minor;
  if (hash !== 0n && isSameVersion && hash !== ifaceHash(capability)) {
    const text = `Cannot use ${id} of plugin "${plugin}": its table was made from another declaration of ${shown} than this host's`;
    throw new HostError('capability-mismatch', text, { plugin });
  }
  if (bytes.readBigUInt64LE(tableOffsets.invoke) === 0n) return invokeMissing;
  const at = tableBytes + 8 * functionIndex(capability, name);
  if (at + 8 > bytes.length || bytes.readBigUInt64LE(at) === 0n) return 'its table has no such function';
  return undefined;
}
