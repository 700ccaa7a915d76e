import {
  type CapabilityDeclaration,
  type CompositeKind,
  cTypeName,
  isComposite,
  type Kind,
  type ListKind,
  type ScalarName,
  snakeCase,
} from '../../abi/index.ts';

const scalarTypes: Readonly<Record<ScalarName, string>> = {
  u8: 'uint8_t',
  i8: 'int8_t',
  u16: 'uint16_t',
  i16: 'int16_t',
  u32: 'uint32_t',
  i32: 'int32_t',
  u64: 'uint64_t',
  i64: 'int64_t',
  f32: 'float',
  f64: 'double',
  bool: 'uint8_t',
};

/** A kind as part of a C name: `word_count_list`, `optional_u32`, `u32_or_refusal`. */
export function kindName(kind: Kind): string {
  if (typeof kind === 'string') return kind;
  switch (kind.kind) {
    case 'list':
      return `${kindName(kind.item)}_list`;
    case 'optional':
      return `optional_${kindName(kind.some)}`;
    case 'result':
      return `${kindName(kind.ok)}_or_${kindName(kind.error)}`;
    default:
      return snakeCase(kind.name);
  }
}

/** A kind in a sentence: `list of wordCount`, `u32 or nothing`. */
export function kindPhrase(kind: Kind): string {
  if (typeof kind === 'string') return kind;
  switch (kind.kind) {
    case 'list':
      return `list of ${kindPhrase(kind.item)}`;
    case 'optional':
      return `${kindPhrase(kind.some)} or nothing`;
    case 'result':
      return `${kindPhrase(kind.ok)}, or the error ${kindPhrase(kind.error)}`;
    default:
      return snakeCase(kind.name);
  }
}

/** Whether a kind lies elsewhere in its message, behind a tutti_ref_t. */
export function isReference(kind: Kind): boolean {
  return typeof kind === 'string' ? kind === 'string' || kind === 'bytes' : kind.kind === 'list';
}

/** The C type of a kind where it lies inline in a message. */
export function inlineType(capability: CapabilityDeclaration, kind: Kind): string {
  if (isReference(kind)) return 'tutti_ref_t';
  if (typeof kind === 'string') return scalarTypes[kind as ScalarName];
  return cTypeName(capability, kindName(kind));
}

/** The kinds that lie inside a kind, without itself. */
export function partsOf(kind: Kind): readonly Kind[] {
  if (typeof kind === 'string') return [];
  switch (kind.kind) {
    case 'record':
      return Object.values(kind.fields);
    case 'list':
      return [kind.item];
    case 'optional':
      return [kind.some];
    case 'result':
      return [kind.ok, kind.error];
    default:
      return [];
  }
}

/** Whether a value of this kind holds references, itself or in its parts. */
export function holdsReferences(kind: Kind): boolean {
  return isReference(kind) || partsOf(kind).some(holdsReferences);
}

/** Parameters and results that are messages, each kind once. */
export function rootKinds(capability: CapabilityDeclaration): CompositeKind[] {
  const found = new Map<string, CompositeKind>();
  for (const { parameters, result } of Object.values(capability.functions)) {
    const kinds = [...parameters.map(({ type }) => type), ...(result === 'none' ? [] : [result])];
    for (const kind of kinds) if (isComposite(kind)) found.set(kindName(kind), kind);
  }
  return [...found.values()];
}

/** Every composite kind of a capability, each once and behind those that it is made of. */
export function compositeKinds(capability: CapabilityDeclaration): CompositeKind[] {
  const found = new Map<string, CompositeKind>();
  const visit = (kind: Kind) => {
    for (const part of partsOf(kind)) visit(part);
    if (isComposite(kind) && !found.has(kindName(kind))) found.set(kindName(kind), kind);
  };
  for (const kind of rootKinds(capability)) visit(kind);
  return [...found.values()];
}

/** What does not lie behind a reference: it has a struct of its own. */
export function isStruct(kind: CompositeKind): kind is Exclude<CompositeKind, ListKind> {
  return kind.kind !== 'list';
}
