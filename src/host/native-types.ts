import koffi from 'koffi';
import type { Kind } from '../abi/index.ts';

/**
 * Every koffi type that the host uses, made once, since koffi never frees a type, and without names, so that two
 * copies of Tutti can live in one process. Instances, tables and records are `void *` here: the host reads them
 * through the layouts of src/abi.
 */
const span = koffi.struct({ ptr: 'const void *', len: 'uint64_t' });

export const prototypes = {
  /** create(host, out, err) */
  create: koffi.proto('int32_t', ['void *', 'void *', 'void *']),
  /** start(self, err), stop(self, err) */
  transition: koffi.proto('int32_t', ['void *', 'void *']),
  /** query(self, capability, min_version) */
  query: koffi.proto('void *', ['void *', 'str', 'uint32_t']),
  /** quiesce(self, deadline_ms, err) */
  quiesce: koffi.proto('int32_t', ['void *', 'uint32_t', 'void *']),
  /** destroy(self) */
  destroy: koffi.proto('void', ['void *']),
};

/** The C type of each declared parameter type. */
const cTypes = { string: span, u32: 'uint32_t' } as const;

export type NativeFunction = (...args: unknown[]) => number | bigint | null;

/** Reads `length` bytes of native memory in place. Valid only as long as their owner keeps them. */
export function viewMemory(address: bigint, length: number): DataView {
  return new DataView(koffi.view(address, length));
}

/** Reads NUL-terminated UTF-8. */
export function readText(address: bigint): string {
  return address === 0n ? '' : koffi.decode(address, 'char', 4096);
}

/** Makes a JavaScript function of a native function's address. */
export function bindFunction(address: bigint, prototype: ReturnType<typeof koffi.proto>): NativeFunction {
  return koffi.decode(address, prototype) as NativeFunction;
}

const made = new Map<string, ReturnType<typeof koffi.proto>>();

/**
 * The prototype of a capability's function with these parameter types: the instance, the call's number, the
 * parameters, the owned result and the error record. Made once for each list.
 */
export function capabilityPrototype(types: readonly Kind[]): ReturnType<typeof koffi.proto> {
  const key = types.join();
  let prototype = made.get(key);
  if (prototype === undefined) {
    const parameters = types.map((type) => cTypes[type as keyof typeof cTypes]);
    prototype = koffi.proto('int32_t', ['void *', 'uint64_t', ...parameters, 'void *', 'void *']);
    made.set(key, prototype);
  }
  return prototype;
}
