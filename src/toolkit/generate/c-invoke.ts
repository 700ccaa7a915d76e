import {
  type CapabilityDeclaration,
  cPrefix,
  type FunctionDeclaration,
  isComposite,
  isScalar,
  type Kind,
  layoutInOrder,
  layoutOfKind,
  snakeCase,
} from '../../abi/index.ts';
import { inlineType } from './c-kinds.ts';
import { checkOf } from './c-reader.ts';
import { aligned, assertion, call, comment } from './c-text.ts';

/** In the record of the arguments a message is a reference to its bytes. */
function argumentType(capability: CapabilityDeclaration, kind: Kind): string {
  return isComposite(kind) ? 'tutti_ref_t' : inlineType(capability, kind);
}

function argumentLayout(kind: Kind) {
  return layoutOfKind(isComposite(kind) ? 'bytes' : kind);
}

export function argumentsName(capability: CapabilityDeclaration, name: string): string {
  return `${cPrefix(capability)}_${snakeCase(name)}_arguments`;
}

/** How an argument's bytes are aligned: those of a message as messages are. */
export function argumentAlignment(kind: Kind): number {
  return isComposite(kind) ? 8 : 1;
}

const isInline = (kind: Kind) => isScalar(kind);

/** The record that a function's arguments are encoded as. */
function argumentsStruct(
  capability: CapabilityDeclaration,
  name: string,
  { parameters }: FunctionDeclaration,
): string[] {
  if (parameters.length === 0) return [];
  const struct = argumentsName(capability, name);
  const layout = layoutInOrder(
    parameters.map((parameter) => [parameter.name, argumentLayout(parameter.type)] as const),
  );
  return [
    `typedef struct ${struct} {`,
    ...aligned(
      parameters.map(({ name: parameter, type }) => [
        `${argumentType(capability, type)} ${snakeCase(parameter)};`,
        isComposite(type) ? 'a message' : type === 'bool' ? '0 or 1' : '',
      ]),
      '  ',
    ),
    `} ${struct}_t;`,
    ...assertion(
      [
        `sizeof(${struct}_t) == ${layout.sizeBytes}`,
        ...parameters.map(
          ({ name: parameter }) =>
            `offsetof(${struct}_t, ${snakeCase(parameter)}) == ${layout.offsets[parameter]}`,
        ),
      ],
      `arguments of ${snakeCase(name)}`,
    ),
    '',
  ];
}

/** The structs of all arguments, which the thunk and the client functions share. */
export function cArguments(capability: CapabilityDeclaration): string[] {
  const structs = Object.entries(capability.functions).flatMap(([name, declaration]) =>
    argumentsStruct(capability, name, declaration),
  );
  return structs.length === 0
    ? []
    : [...comment({ summary: 'What the arguments of each function are encoded as.' }), ...structs];
}

/** The sentence that a malformed record of arguments is refused with. */
function invalidArguments(capability: CapabilityDeclaration, name: string): string {
  return `the arguments of ${capability.id}.${name} are malformed`;
}

function conditionsOf(capability: CapabilityDeclaration, { parameters }: FunctionDeclaration): string[] {
  return parameters.flatMap(({ name, type }) => {
    const value = `in->${snakeCase(name)}`;
    if (!isInline(type)) return [`tutti_reader_items(reader, ${value}, 1, ${argumentAlignment(type)})`];
    const found = checkOf(capability, type, value);
    return found === undefined ? [] : [found];
  });
}

function scalarResult(result: Kind): string[] {
  const isFloat = result === 'f32' || result === 'f64';
  const isSigned = typeof result === 'string' && result.startsWith('i');
  if (isFloat) {
    return ['        *scalar = 0;', '        tutti_message_copy(scalar, &result, sizeof result);'];
  }
  return [`        *scalar = ${isSigned ? '(uint64_t)(int64_t)result' : 'result'};`];
}

function invokeCase(
  capability: CapabilityDeclaration,
  name: string,
  declaration: FunctionDeclaration,
  index: number,
): string[] {
  const { parameters, result } = declaration;
  const field = snakeCase(name);
  const struct = `${argumentsName(capability, name)}_t`;
  const isRegister = result !== 'none' && isScalar(result);
  const values = parameters.map(({ name: parameter, type }) => {
    const value = `in->${snakeCase(parameter)}`;
    return isInline(type) ? value : `tutti_message_bytes(arguments, ${value})`;
  });
  const out = result === 'none' ? [] : [isRegister ? '&result' : 'out'];
  const items = ['self', 'call', ...values, ...out, 'err'];
  const conditions = [
    'in == NULL',
    ...conditionsOf(capability, declaration).map((found) => `!${wrapped(found)}`),
  ];
  return [
    `    case ${index}: { /* ${field} */`,
    ...(parameters.length === 0
      ? []
      : [
          `      const ${struct} *in;`,
          `      in = (const ${struct} *)tutti_reader_root(reader, sizeof *in);`,
        ]),
    ...(isRegister
      ? [`      ${inlineType(capability, result)} result = 0;`, '      tutti_status_t status;']
      : []),
    `      if (!TUTTI_HAS(${cPrefix(capability)}_t, table, ${field}) || table->${field} == NULL) break;`,
    ...(parameters.length === 0
      ? []
      : [
          `      if (${conditions.join(' ||\n          ')}) {`,
          ...call(
            '        return tutti_message_fail',
            ['err', 'TUTTI_E_INVALID_ARGUMENT', '0', `"${invalidArguments(capability, name)}"`],
            ');',
          ),
          '      }',
        ]),
    ...(isRegister
      ? [
          ...call(`      status = table->${field}`, items, ');'),
          '      if (status == TUTTI_OK && scalar != NULL) {',
          ...scalarResult(result),
          '      }',
          '      return status;',
        ]
      : call(`      return table->${field}`, items, ');')),
    '    }',
  ];
}

function wrapped(condition: string): string {
  return /^tutti_\w+\([^()]*\)$/.test(condition) ? condition : `(${condition})`;
}

/** The thunk behind `tutti_table_t.invoke`. */
export function cInvoke(capability: CapabilityDeclaration): string[] {
  const prefix = cPrefix(capability);
  const functions = Object.entries(capability.functions);
  const cases = functions.flatMap(([name, declaration], i) => invokeCase(capability, name, declaration, i));
  const body = cases.join('\n');
  const unused = ['arguments', 'scalar', 'out'].filter((name) => !new RegExp(`\\b${name}\\b`).test(body));
  const readsArguments = functions.some(([, { parameters }]) => parameters.length > 0);
  return [
    ...comment({
      summary: `tutti_table_t.invoke of every table of ${capability.id}: decodes the arguments and calls the typed function.`,
    }),
    ...call(
      `static inline tutti_status_t ${prefix}_invoke`,
      [
        'const tutti_table_t *head',
        'tutti_instance_t *self',
        'uint64_t call',
        'uint32_t function',
        'tutti_span_t arguments',
        'uint64_t *scalar',
        'tutti_owned_t *out',
        'tutti_error_t *err',
      ],
      ') {',
    ),
    `  const ${prefix}_t *table = (const ${prefix}_t *)(const void *)head;`,
    ...(readsArguments ? ['  tutti_reader_t checked = tutti_reader(arguments), *reader = &checked;'] : []),
    ...unused.filter((name) => !(name === 'arguments' && readsArguments)).map((name) => `  (void)${name};`),
    '  switch (function) {',
    ...cases,
    '    default: break;',
    '  }',
    ...call(
      '  return tutti_message_fail',
      ['err', 'TUTTI_E_UNSUPPORTED', '0', `"this provider of ${capability.id} has no such function"`],
      ');',
    ),
    '}',
    '',
  ];
}
