import { type AbiVersion, abiVersion, Instance } from '../../abi/index.ts';
import { NativeBackend } from './native-backend.ts';
import { openLibrary } from './open-library.ts';

export interface OpenOptions {
  /** What the plugin may hold at once, in bytes; 64 MiB unless told. */
  readonly memoryBytes?: number;
  /** Records every call and allocation in `events`; off unless told, since it costs about 1 µs a call. */
  readonly trace?: boolean;
  /** The ABI version to offer: for tests of a plugin's own version check. */
  readonly abi?: AbiVersion;
}

/**
 * Opens a plugin in this process, for synchronous calls: reads its file, maps it, checks its ABI, and creates an
 * instance. Nothing of the file runs before it was found to be a Tutti plugin for this machine. The file is mapped where
 * it lies: do not write over it while the instance is open. `openPlugin` copies it into a store first.
 *
 * @param path the library, as a path that the system's loader takes
 * @returns the instance in state `created`; close it when done
 * @throws HostError; nothing stays mapped
 */
export async function openInstance(path: string, options: OpenOptions = {}): Promise<Instance> {
  const { memoryBytes = 64 * 2 ** 20, trace = false, abi = abiVersion } = options;
  const library = openLibrary(path, abi);
  const instance = new Instance(new NativeBackend(library, { memoryBytes, trace, abi }), trace);
  instance.create();
  return instance;
}
