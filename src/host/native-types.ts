import koffi from 'koffi';

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
  /** save(self, schema, out, err) */
  save: koffi.proto('int32_t', ['void *', 'uint32_t', 'void *', 'void *']),
  /** restore(self, schema, state, err) */
  restore: koffi.proto('int32_t', ['void *', 'uint32_t', span, 'void *']),
  /** destroy(self) */
  destroy: koffi.proto('void', ['void *']),
};

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
