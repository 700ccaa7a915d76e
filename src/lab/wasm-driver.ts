import { type Driver, failureOf, sessionOf } from '../checks/index.ts';
import { openWasmPlugin } from './open-wasm-plugin.ts';

/** Runs checks against a plugin built for wasm32. */
export function wasmDriver(bytes: BufferSource, name: string): Driver {
  return {
    name: 'wasm',
    async open({ quotaBytes, abi } = {}) {
      try {
        const instance = await openWasmPlugin(bytes, {
          name,
          ...(quotaBytes !== undefined && { memoryBytes: quotaBytes }),
          ...(abi && { abi }),
        });
        return { ok: true, value: sessionOf(instance) };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}
