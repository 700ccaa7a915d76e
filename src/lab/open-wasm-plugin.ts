import { type AbiEvent, type AbiVersion, abiVersion, Instance } from '../abi/index.ts';
import type { HostWatch, ModuleSupport } from './host-watch.ts';
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
  /** The nth allocation since the entry was called fails, once. */
  readonly failAllocationAt?: number;
  /** Host services that a call may ask for until `cancelled` says 1 in it; 0 = from its beginning. */
  readonly cancelAfter?: number;
  /** Watches a debug build; made for these bytes. */
  readonly sanitizer?: (HostWatch & ModuleSupport) | undefined;
  /** Is told every event as it happens, also those of a call that never returns. */
  readonly onEvent?: (event: AbiEvent) => void;
}

/**
 * Opens a plugin that was built for wasm32, in the page, a worker or Node: the same lifecycle, checks and errors
 * as `openInstance` of the native host.
 *
 * @returns the instance in state `created`
 * @throws HostError
 */
export async function openWasmPlugin(bytes: BufferSource, options: OpenWasmOptions = {}): Promise<Instance> {
  const { name = 'plugin.wasm', memoryBytes = 2 ** 20, trace = true, abi = abiVersion, sanitizer } = options;
  const module = await instantiateModule(bytes, name, sanitizer);
  const watch = sanitizer && { watch: sanitizer };
  const backend = new WasmBackend(module, name, { ...options, memoryBytes, trace, abi, ...watch });
  const instance = new Instance(backend, trace, undefined, options.onEvent);
  instance.create();
  return instance;
}
