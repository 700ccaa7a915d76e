import koffi from 'koffi';

/**
 * Every koffi type that the host uses, made once: koffi never frees a type. Instances, tables and records are
 * `void *` here, since the host reads them through the layouts of src/abi.
 */
koffi.struct('tutti_span_t', { ptr: 'const void *', len: 'uint64_t' });

export const prototypes = {
  create: koffi.proto('int32_t tutti_create(void *host, void *out, void *err)'),
  transition: koffi.proto('int32_t tutti_transition(void *self, void *err)'),
  query: koffi.proto('void *tutti_query(void *self, str capability, uint32_t min_version)'),
  quiesce: koffi.proto('int32_t tutti_quiesce(void *self, uint32_t deadline_ms, void *err)'),
  destroy: koffi.proto('void tutti_destroy(void *self)'),
  live: koffi.proto('uint64_t tutti_live(void *self)'),
};

/** The C type of each declared parameter type. */
export const cTypes = { string: 'tutti_span_t', u32: 'uint32_t' } as const;

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

/** The prototype of a capability's function with these parameter types; made once for each list. */
export function capabilityPrototype(types: readonly (keyof typeof cTypes)[]): ReturnType<typeof koffi.proto> {
  const key = types.join('_');
  let prototype = made.get(key);
  if (prototype === undefined) {
    const parameters = types.map((type, i) => `${cTypes[type]} p${i}`).join(', ');
    prototype = koffi.proto(
      `int32_t tutti_call_${key}(void *self, uint64_t call, ${parameters ? `${parameters}, ` : ''}void *out, void *err)`,
    );
    made.set(key, prototype);
  }
  return prototype;
}
