import { type AbiVersion, entrySymbol, formatAbiVersion, HostError, layoutOf } from '../../abi/index.ts';

/** Offsets of tutti_library_info_t in native/host/library.h. */
export const libraryInfo = {
  sizeBytes: 1648,
  offsets: {
    reason: 0,
    has: 4,
    flags: 8,
    struct_size: 12,
    major: 16,
    minor: 18,
    id_len: 20,
    version_len: 24,
    text_len: 28,
    functions: 32,
    id: 112,
    version: 368,
    text: 624,
  },
} as const;

/** What a host knows of a plugin once its library is open. */
export interface LibraryInfo {
  readonly id: string;
  readonly version: string;
  /** The ABI version that the plugin was built for. */
  readonly abi: AbiVersion;
  /** TUTTI_PLUGIN_* of the descriptor. */
  readonly flags: number;
  /** Which optional functions the descriptor fills. */
  readonly has: {
    readonly quiesce: boolean;
    readonly save: boolean;
    readonly restore: boolean;
    readonly live: boolean;
    readonly selftest: boolean;
  };
}

/**
 * Reads what `tutti_library_open` wrote about the library at `path`.
 *
 * @param offered the ABI version that the plugin was asked with
 * @throws HostError library-refused, not-a-plugin, abi-incompatible, bad-descriptor
 */
export function readLibraryInfo(bytes: Uint8Array, path: string, offered: AbiVersion): LibraryInfo {
  const { offsets } = libraryInfo;
  const view = new DataView(bytes.buffer, bytes.byteOffset, libraryInfo.sizeBytes);
  const text = (at: number, lengthAt: number, longest: number) => {
    const length = Math.min(view.getUint32(lengthAt, true), longest);
    return Buffer.from(bytes.buffer, bytes.byteOffset + at, length).toString('utf8');
  };
  const abi = { major: view.getUint16(offsets.major, true), minor: view.getUint16(offsets.minor, true) };
  const reason = view.getUint32(offsets.reason, true);
  if (reason !== 0) {
    const said = text(offsets.text, offsets.text_len, 1023);
    throw refusal(reason, { path, offered, abi, said, sizeBytes: view.getUint32(offsets.struct_size, true) });
  }
  const has = view.getUint32(offsets.has, true);
  return {
    id: text(offsets.id, offsets.id_len, 255),
    version: text(offsets.version, offsets.version_len, 255),
    abi,
    flags: view.getUint32(offsets.flags, true),
    has: {
      quiesce: (has & 1) !== 0,
      save: (has & 2) !== 0,
      restore: (has & 4) !== 0,
      live: (has & 8) !== 0,
      selftest: (has & 16) !== 0,
    },
  };
}

interface Refusal {
  readonly path: string;
  readonly offered: AbiVersion;
  readonly abi: AbiVersion;
  readonly said: string;
  readonly sizeBytes: number;
}

/** TUTTI_LIBRARY_* of native/host/library.h, in words. */
function refusal(reason: number, { path, offered, abi, said, sizeBytes }: Refusal): HostError {
  const details = { plugin: path };
  const host = formatAbiVersion(offered);
  const invalid = (why: string) =>
    new HostError('bad-descriptor', `Cannot load ${path}: what ${entrySymbol} returned ${why}`, details);
  switch (reason) {
    case 1:
      return new HostError(
        'library-refused',
        `Cannot load ${path}: the system's loader says: ${said}`,
        details,
      );
    case 2:
      return new HostError('not-a-plugin', `Cannot load ${path}: it does not export ${entrySymbol}`, details);
    case 3: {
      const why = said === '' ? 'it gave no reason' : `it says: ${said}`;
      const message = `Cannot load ${path}: it refuses a host of ABI ${host}: ${why}`;
      return new HostError('abi-incompatible', message, { ...details, status: 'TUTTI_E_INCOMPATIBLE' });
    }
    case 4:
      return invalid('does not begin with TUTTI_MAGIC');
    case 5: {
      const message = `Cannot load ${path}: it was built for ABI ${formatAbiVersion(abi)}, and this host offers ${host}`;
      return new HostError('abi-incompatible', message, details);
    }
    case 6:
      return invalid(`claims ${sizeBytes} bytes; ABI 1.0 has ${layoutOf('plugin', 8).sizeBytes}`);
    case 7:
      return invalid(`has no ${said}`);
    case 8:
      return invalid('has no id of 1 to 255 bytes');
    case 9:
      return invalid('has a version of more than 255 bytes');
    default:
      return new HostError('library-refused', `Cannot load ${path}: there is no memory for it`, details);
  }
}
