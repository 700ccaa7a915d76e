/** Bytes of a pointer: 8 on every native target, 4 on wasm32. */
export type PointerSize = 4 | 8;

export type FieldType = 'u16' | 'u32' | 'i32' | 'u64' | 'pointer' | 'function' | 'abi' | 'message';

/** A struct of the ABI: its C name and its fields in order. */
export interface Struct {
  readonly cName: string;
  readonly fields: readonly (readonly [name: string, type: FieldType])[];
}

export interface Layout<Field extends string = string> {
  readonly sizeBytes: number;
  /** Bytes from the start of the struct. */
  readonly offsets: Readonly<Record<Field, number>>;
}

const head = [['abi', 'abi']] as const;

/** The structs of native/include, mirrored; compiled static asserts compare each offset with the header. */
export const structs = {
  abi: {
    cName: 'tutti_abi_t',
    fields: [
      ['magic', 'u32'],
      ['struct_size', 'u32'],
      ['major', 'u16'],
      ['minor', 'u16'],
      ['flags', 'u32'],
      ['iface_hash', 'u64'],
      ['build_id', 'u64'],
    ],
  },
  span: {
    cName: 'tutti_span_t',
    fields: [
      ['ptr', 'pointer'],
      ['len', 'u64'],
    ],
  },
  owned: {
    cName: 'tutti_owned_t',
    fields: [
      ['struct_size', 'u32'],
      ['type_id', 'u32'],
      ['ptr', 'pointer'],
      ['len', 'u64'],
      ['cap', 'u64'],
      ['token', 'u64'],
      ['release', 'function'],
      ['owner', 'pointer'],
    ],
  },
  error: {
    cName: 'tutti_error_t',
    fields: [
      ['struct_size', 'u32'],
      ['status', 'i32'],
      ['line', 'u32'],
      ['len', 'u32'],
      ['msg', 'message'],
    ],
  },
  host: {
    cName: 'tutti_host_t',
    fields: [
      ...head,
      ['alloc', 'function'],
      ['free', 'function'],
      ['log', 'function'],
      ['query', 'function'],
      ['cancelled', 'function'],
      ['post', 'function'],
    ],
  },
  plugin: {
    cName: 'tutti_plugin_t',
    fields: [
      ...head,
      ['id', 'pointer'],
      ['version', 'pointer'],
      ['create', 'function'],
      ['start', 'function'],
      ['query', 'function'],
      ['quiesce', 'function'],
      ['save', 'function'],
      ['restore', 'function'],
      ['stop', 'function'],
      ['destroy', 'function'],
      ['live', 'function'],
      ['selftest', 'function'],
    ],
  },
  table: {
    cName: 'tutti_table_t',
    fields: [...head, ['invoke', 'function']],
  },
} as const satisfies Record<string, Struct>;

export type StructName = keyof typeof structs;
type FieldOf<Name extends StructName> = (typeof structs)[Name]['fields'][number][0];

function sizeAndAlignment(type: FieldType, pointerSize: PointerSize): [size: number, alignment: number] {
  switch (type) {
    case 'u16':
      return [2, 2];
    case 'u32':
    case 'i32':
      return [4, 4];
    case 'u64':
      return [8, 8];
    case 'pointer':
    case 'function':
      return [pointerSize, pointerSize];
    case 'abi':
      return [32, 8];
    case 'message':
      return [240, 1];
  }
}

const cache = new Map<string, Layout>();

/** Lays a struct out as a C compiler does: each field at the next multiple of its alignment. */
export function layoutOf<Name extends StructName>(
  name: Name,
  pointerSize: PointerSize,
): Layout<FieldOf<Name>> {
  const key = `${name}/${pointerSize}`;
  let layout = cache.get(key);
  if (layout === undefined) {
    const offsets: Record<string, number> = {};
    let end = 0;
    let widest = 1;
    for (const [field, type] of structs[name].fields) {
      const [size, alignment] = sizeAndAlignment(type, pointerSize);
      offsets[field] = Math.ceil(end / alignment) * alignment;
      end = offsets[field] + size;
      widest = Math.max(widest, alignment);
    }
    layout = { sizeBytes: Math.ceil(end / widest) * widest, offsets };
    cache.set(key, layout);
  }
  return layout as Layout<FieldOf<Name>>;
}
