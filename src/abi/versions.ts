/** "TUTI", little-endian: the first word of every table. */
export const magic = 0x49545554;

/** The one symbol that a plugin exports. */
export const entrySymbol = 'tutti_plugin_entry_v1';

export interface AbiVersion {
  readonly major: number;
  readonly minor: number;
}

/** The ABI version that this host speaks. */
export const abiVersion: AbiVersion = { major: 1, minor: 0 };

export function formatAbiVersion({ major, minor }: AbiVersion): string {
  return `${major}.${minor}`;
}

/** Whether a plugin built for `built` works with a host of `offered`: same major, and no minor from the future. */
export function isCompatible(built: AbiVersion, offered: AbiVersion): boolean {
  return built.major === offered.major && built.minor <= offered.minor;
}
