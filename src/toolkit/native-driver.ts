import { type Driver, failureOf, sessionOf } from '../checks/index.ts';
import { openInstance } from '../host/index.ts';

const checkQuotaBytes = 2 ** 20;

/** Runs checks against a plugin's native library, in this process. */
export function nativeDriver(path: string): Driver {
  return {
    name: 'native',
    async open({ quotaBytes = checkQuotaBytes, abi } = {}) {
      try {
        const instance = await openInstance(path, {
          trace: true,
          memoryBytes: quotaBytes,
          ...(abi && { abi }),
        });
        return { ok: true, value: sessionOf(instance) };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}
