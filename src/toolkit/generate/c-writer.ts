import { type CapabilityDeclaration, type CompositeKind, cPrefix, type Kind } from '../../abi/index.ts';
import {
  compositeKinds,
  holdsReferences,
  inlineType,
  isStruct,
  kindName,
  kindPhrase,
  rootKinds,
} from './c-kinds.ts';
import { call, comment } from './c-text.ts';

const nothing: readonly string[] = [];

/** A record, optional or result without references is written in one step; with some, around what they name. */
function structWriters(capability: CapabilityDeclaration, kind: CompositeKind): string[] {
  const type = inlineType(capability, kind);
  const name = (verb: string) => `static inline void ${cPrefix(capability)}_${verb}_${kindName(kind)}`;
  const value = `const ${type} *value`;
  if (!holdsReferences(kind)) {
    return [
      ...comment({ summary: `Writes a message of the kind ${kindPhrase(kind)}.` }),
      ...call(name('write'), ['tutti_writer_t *writer', value], ') {'),
      '  tutti_writer_put(writer, tutti_writer_reserve(writer, sizeof *value, 8), value, sizeof *value);',
      '}',
      '',
    ];
  }
  return [
    ...comment({
      summary: `Begins a message of the kind ${kindPhrase(kind)}: write what it refers to next, and end it with the value.`,
    }),
    ...call(name('begin'), ['tutti_writer_t *writer'], ') {'),
    `  tutti_writer_reserve(writer, sizeof(${type}), 8);`,
    '}',
    '',
    ...call(name('end'), ['tutti_writer_t *writer', value], ') {'),
    '  tutti_writer_put(writer, 0, value, sizeof *value);',
    '}',
    '',
  ];
}

function listWriters(capability: CapabilityDeclaration, item: Kind, kind: CompositeKind): string[] {
  const type = inlineType(capability, item);
  const prefix = cPrefix(capability);
  const list = ['writer', 'count', `sizeof(${type})`, `TUTTI_ALIGN_OF(${type})`];
  if (!holdsReferences(item)) {
    return [
      ...comment({
        summary: `Begins a message of the kind ${kindPhrase(kind)}. Returns its zeroed items, to be filled before anything else is written; NULL after a failure.`,
      }),
      ...call(
        `static inline ${type} *${prefix}_begin_${kindName(kind)}`,
        ['tutti_writer_t *writer', 'uint32_t count'],
        ') {',
      ),
      ...call('  tutti_ref_t items = tutti_writer_list', list, ');'),
      `  return writer->status == TUTTI_OK ? (${type} *)(void *)(writer->ptr + items.offset) : NULL;`,
      '}',
      '',
    ];
  }
  return [
    ...comment({
      summary: `Begins a message of the kind ${kindPhrase(kind)}. Returns where its items are: fill them with ${prefix}_put_${kindName(item)}.`,
    }),
    ...call(
      `static inline uint32_t ${prefix}_begin_${kindName(kind)}`,
      ['tutti_writer_t *writer', 'uint32_t count'],
      ') {',
    ),
    ...call('  return tutti_writer_list', list, ').offset;'),
    '}',
    '',
  ];
}

/** Sets one item of a list whose items refer to something, which is written first. */
function putFunction(capability: CapabilityDeclaration, item: Kind): string[] {
  const type = inlineType(capability, item);
  return [
    ...comment({
      summary: `Sets item \`index\` of the list whose items begin at \`items\`; what it refers to is written before.`,
    }),
    ...call(
      `static inline void ${cPrefix(capability)}_put_${kindName(item)}`,
      ['tutti_writer_t *writer', 'uint32_t items', 'uint32_t index', `const ${type} *value`],
      ') {',
    ),
    '  tutti_writer_put(writer, items + (uint64_t)index * sizeof *value, value, sizeof *value);',
    '}',
    '',
  ];
}

/** The functions with which a capability's messages are written. */
export function cWriters(capability: CapabilityDeclaration): string[] {
  const items = new Map(
    compositeKinds(capability).flatMap((kind) =>
      kind.kind === 'list' && holdsReferences(kind.item) ? [[kindName(kind.item), kind.item] as const] : [],
    ),
  );
  return [
    ...[...items.values()].flatMap((item) => putFunction(capability, item)),
    ...rootKinds(capability).flatMap((kind) => {
      if (isStruct(kind)) return structWriters(capability, kind);
      return kind.kind === 'list' ? listWriters(capability, kind.item, kind) : nothing;
    }),
  ];
}
