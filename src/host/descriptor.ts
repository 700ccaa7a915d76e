import {
  type AbiVersion,
  abiVersion,
  entrySymbol,
  formatAbiVersion,
  HostError,
  isCompatible,
  layoutOf,
  magic,
} from '../abi/index.ts';
import type { Library } from './library.ts';
import { readText, viewMemory } from './native-types.ts';

const head = layoutOf('abi', 8);
const layout = layoutOf('plugin', 8);
const errorLayout = layoutOf('error', 8);

const required = ['create', 'start', 'query', 'stop', 'destroy'] as const;
const optional = ['quiesce', 'save', 'restore', 'live'] as const;
type PluginFunction = (typeof required)[number] | (typeof optional)[number];

/** What a plugin's static descriptor says. Addresses are 0 where an optional function is missing. */
export interface Descriptor {
  readonly id: string;
  readonly version: string;
  readonly abi: AbiVersion;
  readonly flags: number;
  readonly functions: Readonly<Record<PluginFunction, bigint>>;
}

/** A fresh `tutti_error_t` for a plugin to fill. */
export function createErrorRecord(): Buffer {
  const record = Buffer.alloc(errorLayout.sizeBytes);
  record.writeUInt32LE(errorLayout.sizeBytes, errorLayout.offsets.struct_size);
  return record;
}

/** The message of an error record, and the plugin's line; the record is empty again afterwards. */
export function takeError(record: Buffer): { message: string; line: number } {
  const { offsets } = errorLayout;
  const length = Math.min(record.readUInt32LE(offsets.len), 240);
  const message = record.toString('utf8', offsets.msg, offsets.msg + length);
  const line = record.readUInt32LE(offsets.line);
  record.writeUInt32LE(0, offsets.len);
  record.writeUInt32LE(0, offsets.line);
  return { message, line };
}

/**
 * Asks a library's entry for its descriptor and reads it, every field only as far as the table reaches.
 *
 * @throws HostError abi-incompatible, bad-descriptor
 */
export function readDescriptor(library: Library, offered: AbiVersion = abiVersion): Descriptor {
  const plugin = library.path;
  const host = Buffer.alloc(head.sizeBytes);
  host.writeUInt32LE(magic, head.offsets.magic);
  host.writeUInt32LE(head.sizeBytes, head.offsets.struct_size);
  host.writeUInt16LE(offered.major, head.offsets.major);
  host.writeUInt16LE(offered.minor, head.offsets.minor);
  const record = createErrorRecord();
  const address = library.entry(host, record);
  if (address === null) {
    const { message } = takeError(record);
    const why = message === '' ? 'it gave no reason' : `it says: ${message}`;
    const text = `Cannot load ${plugin}: it refuses a host of ABI ${formatAbiVersion(offered)}: ${why}`;
    throw new HostError('abi-incompatible', text, { plugin, status: 'TUTTI_E_INCOMPATIBLE' });
  }
  const start = viewMemory(address, head.sizeBytes);
  const invalid = (why: string) =>
    new HostError('bad-descriptor', `Cannot load ${plugin}: what ${entrySymbol} returned ${why}`, { plugin });
  if (start.getUint32(head.offsets.magic, true) !== magic) throw invalid('does not begin with TUTTI_MAGIC');
  const sizeBytes = start.getUint32(head.offsets.struct_size, true);
  const abi = {
    major: start.getUint16(head.offsets.major, true),
    minor: start.getUint16(head.offsets.minor, true),
  };
  if (!isCompatible(abi, offered)) {
    const text = `Cannot load ${plugin}: it was built for ABI ${formatAbiVersion(abi)}, and this host offers ${formatAbiVersion(offered)}`;
    throw new HostError('abi-incompatible', text, { plugin });
  }
  const shortest = layout.offsets.destroy + 8;
  if (sizeBytes < shortest || sizeBytes > 65_536)
    throw invalid(`claims ${sizeBytes} bytes; ABI 1.0 has ${layout.sizeBytes}`);
  const table = viewMemory(address, Math.min(sizeBytes, layout.sizeBytes));
  const pointer = (field: PluginFunction | 'id' | 'version') => {
    const offset = layout.offsets[field];
    return offset + 8 <= table.byteLength ? table.getBigUint64(offset, true) : 0n;
  };
  for (const name of required) if (pointer(name) === 0n) throw invalid(`has no ${name}`);
  const functions = Object.fromEntries(
    [...required, ...optional].map((name) => [name, pointer(name)]),
  ) as Record<PluginFunction, bigint>;
  const id = readText(pointer('id'));
  if (id === '') throw invalid('has no id');
  return {
    id,
    version: readText(pointer('version')),
    abi,
    flags: start.getUint32(head.offsets.flags, true),
    functions,
  };
}
