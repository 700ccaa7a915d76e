import {
  type CapabilityDeclaration,
  cPrefix,
  type FunctionDeclaration,
  isScalar,
  snakeCase,
} from '../../abi/index.ts';
import { argumentAlignment, argumentsName } from './c-invoke.ts';
import { inlineType } from './c-kinds.ts';
import { typedParameters } from './c-table.ts';
import { call, comment } from './c-text.ts';

/** Encodes the arguments into `writer`: the record first, then what it refers to. */
function encode(
  capability: CapabilityDeclaration,
  name: string,
  { parameters }: FunctionDeclaration,
): string[] {
  if (parameters.length === 0) return [];
  const struct = `${argumentsName(capability, name)}_t`;
  return [
    `  tutti_writer_reserve(&writer, sizeof(${struct}), 8);`,
    ...parameters.flatMap(({ name: parameter, type }) => {
      const field = snakeCase(parameter);
      if (!isScalar(type)) {
        return [
          `  ref = tutti_writer_bytes(&writer, ${field}, ${argumentAlignment(type)});`,
          `  tutti_writer_put(&writer, offsetof(${struct}, ${field}), &ref, sizeof ref);`,
        ];
      }
      return [`  tutti_writer_put(&writer, offsetof(${struct}, ${field}), &${field}, sizeof ${field});`];
    }),
  ];
}

function clientFunction(
  capability: CapabilityDeclaration,
  name: string,
  declaration: FunctionDeclaration,
  index: number,
): string[] {
  const { parameters, result } = declaration;
  const prefix = cPrefix(capability);
  const field = snakeCase(name);
  const isRegister = result !== 'none' && isScalar(result);
  const isFloat = result === 'f32' || result === 'f64';
  const hasReference = parameters.some(({ type }) => !isScalar(type));
  const names = parameters.map((parameter) => snakeCase(parameter.name));
  const direct = ['provider', 'call', ...names, ...(result === 'none' ? [] : ['out']), 'err'];
  const scalar = isRegister ? '&scalar' : 'NULL';
  const out = result === 'none' || isRegister ? 'NULL' : 'out';
  return [
    ...comment({
      summary: `Calls ${field} of a provider of ${capability.id}, wherever it runs: see ${prefix}_t.${field}.`,
    }),
    ...call(
      `static inline tutti_status_t ${prefix}_call_${field}`,
      [
        'const tutti_host_t *host',
        'const tutti_table_t *head',
        'tutti_instance_t *provider',
        'uint64_t call',
        ...typedParameters(capability, declaration),
      ],
      ') {',
    ),
    `  const ${prefix}_t *table = (const ${prefix}_t *)(const void *)head;`,
    '  tutti_writer_t writer = tutti_writer(host);',
    ...(isRegister ? ['  tutti_status_t status;', '  uint64_t scalar = 0;'] : []),
    ...(hasReference ? ['  tutti_ref_t ref;'] : []),
    `  if (TUTTI_HAS(${prefix}_t, table, ${field}) && table->${field} != NULL) {`,
    ...call(`    return table->${field}`, direct, ');'),
    '  }',
    ...encode(capability, name, declaration),
    ...call(
      `  ${isRegister ? 'status =' : 'return'} tutti_writer_invoke`,
      ['&writer', 'head', 'provider', 'call', `${index}`, scalar, out, 'err'],
      ');',
    ),
    ...(isRegister
      ? [
          isFloat
            ? '  if (status == TUTTI_OK) tutti_message_copy(out, &scalar, sizeof *out);'
            : `  if (status == TUTTI_OK) *out = (${inlineType(capability, result)})scalar;`,
          '  return status;',
        ]
      : []),
    '}',
    '',
  ];
}

/**
 * Functions for those who call a provider: through its typed function where its table holds one, else through
 * `invoke`, with encoded arguments.
 */
export function cClients(capability: CapabilityDeclaration): string[] {
  return Object.entries(capability.functions).flatMap(([name, declaration], i) =>
    clientFunction(capability, name, declaration, i),
  );
}
