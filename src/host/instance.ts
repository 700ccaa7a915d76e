import type { AbiVersion } from '../abi/index.ts';

export interface OpenOptions {
  /** What the plugin may hold at once, in bytes; 64 MiB unless told. */
  readonly memoryBytes?: number;
  /** Records every call and allocation in `events`; off unless told, since it costs about 1 µs a call. */
  readonly trace?: boolean;
  /** The ABI version to offer: for tests of a plugin's own version check. */
  readonly abi?: AbiVersion;
}

/** What `close` found. */
export interface CloseReport {
  readonly leakedBlocks: number;
  readonly leakedBytes: number;
  /** Frees of a wrong pointer or size; the host kept its memory sound. */
  readonly misuses: number;
}
