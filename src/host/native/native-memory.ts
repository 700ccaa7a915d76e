import koffi from 'koffi';

/** A function of the host's own native half, bound once for the process. */
export type NativeFunction = (...args: unknown[]) => number | bigint | null;

/** Reads `length` bytes of native memory in place. Valid only as long as their owner keeps them. */
export function viewMemory(address: bigint, length: number): DataView {
  return new DataView(koffi.view(address, length));
}
