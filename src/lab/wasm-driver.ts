import { type Driver, failureOf, sessionOf } from '../checks/index.ts';
import { type OpenWasmOptions, openWasmPlugin } from './open-wasm-plugin.ts';

/**
 * Runs checks against a plugin built for wasm32.
 *
 * @param newSanitizer watches each instance of a debug build
 */
export function wasmDriver(
  bytes: BufferSource,
  name: string,
  newSanitizer: () => OpenWasmOptions['sanitizer'] = () => undefined,
): Driver {
  return {
    name: 'wasm',
    async open({ quotaBytes, abi } = {}) {
      try {
        const instance = await openWasmPlugin(bytes, {
          name,
          ...(quotaBytes !== undefined && { memoryBytes: quotaBytes }),
          ...(abi && { abi }),
          sanitizer: newSanitizer(),
        });
        return { ok: true, value: sessionOf(instance) };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}
