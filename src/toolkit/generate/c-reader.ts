import {
  type CapabilityDeclaration,
  type CompositeKind,
  cPrefix,
  isComposite,
  type Kind,
  snakeCase,
} from '../../abi/index.ts';
import { compositeKinds, inlineType, isStruct, kindName, kindPhrase, partsOf, rootKinds } from './c-kinds.ts';
import { call, comment } from './c-text.ts';

/** Whether some bytes are no value of this kind, so that a reader has to look. */
function needsCheck(kind: Kind): boolean {
  if (typeof kind === 'string') return kind === 'bool' || kind === 'string' || kind === 'bytes';
  return kind.kind === 'record' ? partsOf(kind).some(needsCheck) : true;
}

const isItemsOnly = (kind: Kind): boolean =>
  typeof kind === 'object' && kind.kind === 'list' && !needsCheck(kind.item);

/** A C condition that holds when `value` is sound; undefined when every value is. */
export function checkOf(capability: CapabilityDeclaration, kind: Kind, value: string): string | undefined {
  if (!needsCheck(kind)) return undefined;
  if (kind === 'bool') return `${value} <= 1`;
  if (kind === 'string') return `tutti_reader_text(reader, ${value})`;
  if (kind === 'bytes') return `tutti_reader_items(reader, ${value}, 1, 1)`;
  if (typeof kind === 'string') return undefined;
  if (kind.kind === 'enumeration') return caseCheck(Object.values(kind.cases), value);
  if (kind.kind === 'flags') {
    const others = ~Object.values(kind.bits).reduce((all, bit) => all | bit, 0) >>> 0;
    return `(${value} & 0x${others.toString(16).toUpperCase()}u) == 0`;
  }
  if (kind.kind === 'list' && isItemsOnly(kind)) {
    const item = inlineType(capability, kind.item);
    return `tutti_reader_items(reader, ${value}, sizeof(${item}), TUTTI_ALIGN_OF(${item}))`;
  }
  const address = kind.kind === 'list' ? value : `&${value}`;
  return `${cPrefix(capability)}_check_${kindName(kind)}(reader, ${address})`;
}

function caseCheck(numbers: readonly number[], value: string): string {
  const most = Math.max(...numbers);
  if (most === numbers.length - 1) return `${value} <= ${most}u`;
  return `(${numbers.map((number) => `${value} == ${number}u`).join(' || ')})`;
}

/** `first` and below it the other conditions, each on a line of its own. */
function conditions(first: string, all: readonly string[], indent: string): string[] {
  return all.map(
    (condition, i) => `${i === 0 ? first : indent}${condition}${i < all.length - 1 ? ' &&' : ';'}`,
  );
}

function checkBody(capability: CapabilityDeclaration, kind: CompositeKind): string[] {
  const check = (part: Kind, value: string) => checkOf(capability, part, value);
  const either = (part: Kind, value: string, tag: string) => {
    const found = check(part, value);
    return found === undefined ? tag : `(${tag} && ${found})`;
  };
  switch (kind.kind) {
    case 'list': {
      const item = inlineType(capability, kind.item);
      return [
        `  const ${item} *items;`,
        `  if (!tutti_reader_items(reader, ref, sizeof *items, TUTTI_ALIGN_OF(${item}))) return 0;`,
        `  items = (const ${item} *)tutti_message_items(reader->message, ref);`,
        '  for (uint32_t i = 0; i < ref.count; i++) {',
        `    if (!(${check(kind.item, 'items[i]')})) return 0;`,
        '  }',
        '  return 1;',
      ];
    }
    case 'record': {
      const all = Object.entries(kind.fields).flatMap(([name, part]) => {
        const found = check(part, `value->${snakeCase(name)}`);
        return found === undefined ? [] : [found];
      });
      return conditions('  return ', all, '         ');
    }
    case 'optional':
      return [`  return value->is_some == 0 || ${either(kind.some, 'value->value', 'value->is_some == 1')};`];
    case 'result':
      return [
        `  return ${either(kind.ok, 'value->is.value', 'value->is_error == 0')} ||`,
        `         ${either(kind.error, 'value->is.error', 'value->is_error == 1')};`,
      ];
  }
}

function checkFunction(capability: CapabilityDeclaration, kind: CompositeKind): string[] {
  const body = checkBody(capability, kind);
  const parameter = isStruct(kind) ? `const ${inlineType(capability, kind)} *value` : 'tutti_ref_t ref';
  const isUnused = !body.join('\n').includes('reader');
  return [
    ...call(
      `static inline int ${cPrefix(capability)}_check_${kindName(kind)}`,
      ['tutti_reader_t *reader', parameter],
      ') {',
    ),
    ...(isUnused ? ['  (void)reader;'] : []),
    ...body,
    '}',
    '',
  ];
}

/** `if (!check(…)) return NULL;`, broken between the arguments where it is too long. */
function refuse(check: string): string[] {
  const [, name = '', list = ''] = /^(\w+)\((.*)\)$/.exec(check) ?? [];
  return call(`  if (!${name}`, list.split(', '), ')) return NULL;');
}

function readFunction(capability: CapabilityDeclaration, kind: CompositeKind): string[] {
  const name = `${cPrefix(capability)}_read_${kindName(kind)}`;
  const begin = ['  tutti_reader_t checked = tutti_reader(message), *reader = &checked;'];
  if (kind.kind === 'list') {
    const item = inlineType(capability, kind.item);
    return [
      ...comment({
        summary: `Reads a message of the kind ${kindPhrase(kind)}. Returns the items, valid as long as the message, and sets *count; NULL and 0 when the message is malformed.`,
      }),
      ...call(`static inline const ${item} *${name}`, ['tutti_span_t message', 'uint32_t *count'], ') {'),
      ...begin,
      '  const tutti_ref_t *ref = (const tutti_ref_t *)tutti_reader_root(reader, sizeof *ref);',
      '  *count = 0;',
      `  if (ref == NULL) return NULL;`,
      ...refuse(checkOf(capability, kind, '*ref') ?? '1'),
      '  *count = ref->count;',
      `  return (const ${item} *)tutti_message_items(message, *ref);`,
      '}',
      '',
    ];
  }
  const type = inlineType(capability, kind);
  const check = checkOf(capability, kind, '*value')?.replace('&*', '');
  return [
    ...comment({
      summary: `Reads a message of the kind ${kindPhrase(kind)}. Returns it, valid as long as the message; NULL when the message is malformed.`,
    }),
    `static inline const ${type} *${name}(tutti_span_t message) {`,
    ...begin,
    ...(check === undefined
      ? [`  return (const ${type} *)tutti_reader_root(reader, sizeof(${type}));`]
      : [
          `  const ${type} *value;`,
          `  value = (const ${type} *)tutti_reader_root(reader, sizeof *value);`,
          `  return value != NULL && ${check} ? value : NULL;`,
        ]),
    '}',
    '',
  ];
}

/** The functions with which a capability's messages are checked and read. */
export function cReaders(capability: CapabilityDeclaration): string[] {
  const checked = compositeKinds(capability).filter((kind) => needsCheck(kind) && !isItemsOnly(kind));
  return [
    ...checked.flatMap((kind) => checkFunction(capability, kind)),
    ...rootKinds(capability)
      .filter(isComposite)
      .flatMap((kind) => readFunction(capability, kind)),
  ];
}
