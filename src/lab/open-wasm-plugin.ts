import { type AbiVersion, abiVersion, Instance } from '../abi/index.ts';
import { WasmBackend } from './wasm-backend.ts';
import { instantiateModule } from './wasm-module.ts';

export interface OpenWasmOptions {
  /** What messages call the plugin before its id is known, such as `repeat.wasm`. */
  readonly name?: string;
  /** What the plugin may hold at once, in bytes; 1 MiB unless told. */
  readonly memoryBytes?: number;
  /** Records every call and allocation in `events`; on unless told, since in the page they are shown. */
  readonly trace?: boolean;
  readonly abi?: AbiVersion;
}

/**
 * Opens a plugin that was built for wasm32, in the page, a worker or Node: the same lifecycle, checks and errors
 * as `openInstance` of the native host.
 *
 * @returns the instance in state `created`
 * @throws HostError
 */
export async function openWasmPlugin(bytes: BufferSource, options: OpenWasmOptions = {}): Promise<Instance> {
  const { name = 'plugin.wasm', memoryBytes = 2 ** 20, trace = true, abi = abiVersion } = options;
  const module = await instantiateModule(bytes, name);
  const instance = new Instance(new WasmBackend(module, name, { memoryBytes, trace, abi }), trace);
  instance.create();
  return instance;
}
