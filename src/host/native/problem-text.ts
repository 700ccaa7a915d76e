import { layoutOf } from '../../abi/index.ts';

const ownedBytes = layoutOf('owned', 8).sizeBytes;

/**
 * TUTTI_CALL_* of native/host/call.h in words: why an owned value must not be used; undefined when it may.
 *
 * @param sizeBytes what its record claims for itself (1), or for the value (4, 5)
 */
export function problemText(
  problem: number,
  sizeBytes: number | bigint,
  limitBytes: number,
): string | undefined {
  switch (problem) {
    case 0:
      return undefined;
    case 1:
      return `its record claims ${sizeBytes} bytes and has ${ownedBytes}`;
    case 2:
      return 'it has no release function';
    case 3:
      return 'it is longer than its capacity';
    case 4:
      return `it has ${sizeBytes} bytes at a null pointer`;
    case 5:
      return `it has ${sizeBytes} bytes, and the limit is ${limitBytes}`;
    default:
      return 'it was freed before it was handed over';
  }
}
