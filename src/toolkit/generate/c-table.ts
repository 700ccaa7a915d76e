import {
  type CapabilityDeclaration,
  cPrefix,
  type FunctionDeclaration,
  isComposite,
  isScalar,
  type Kind,
  type ParameterDeclaration,
  snakeCase,
} from '../../abi/index.ts';
import { inlineType, kindName } from './c-kinds.ts';
import { inC } from './c-names.ts';
import { call, comment } from './c-text.ts';

/** A parameter as the typed function takes it. */
export function parameterType(capability: CapabilityDeclaration, kind: Kind): string {
  return isScalar(kind) ? inlineType(capability, kind) : 'tutti_span_t';
}

/** The result's parameter; none for a function without a result. */
export function resultParameter(capability: CapabilityDeclaration, result: Kind | 'none'): string[] {
  if (result === 'none') return [];
  return [isScalar(result) ? `${inlineType(capability, result)} *out` : 'tutti_owned_t *out'];
}

/** The parameters of a typed function behind `self` and `call`. */
export function typedParameters(
  capability: CapabilityDeclaration,
  declaration: FunctionDeclaration,
): string[] {
  return [
    ...declaration.parameters.map(
      ({ name, type }) => `${parameterType(capability, type)} ${snakeCase(name)}`,
    ),
    ...resultParameter(capability, declaration.result),
    'tutti_error_t *err',
  ];
}

/** What crosses and whose it is, for a parameter. */
function passing(capability: CapabilityDeclaration, kind: Kind): string {
  if (kind === 'string') return 'UTF-8, borrowed';
  if (kind === 'bytes') return 'borrowed';
  if (kind === 'bool') return '0 or 1';
  if (isComposite(kind)) return `borrowed; read it with ${cPrefix(capability)}_read_${kindName(kind)}`;
  return typeof kind === 'object' ? `of ${inlineType(capability, kind)}` : '';
}

function resultPassing(capability: CapabilityDeclaration, kind: Kind): string {
  if (isScalar(kind)) return 'set on success';
  const what = kind === 'string' ? 'UTF-8, ' : '';
  const how = isComposite(kind) ? `; read it with ${cPrefix(capability)}_read_${kindName(kind)}` : '';
  return `${what}owned by the caller on success, empty on failure${how}`;
}

function parameterLine(
  capability: CapabilityDeclaration,
  { name, type, meaning }: ParameterDeclaration,
): readonly [string, string] {
  return [snakeCase(name), [inC(capability, meaning), passing(capability, type)].filter(Boolean).join('; ')];
}

/** `Returns TUTTI_OK; TUTTI_E_LIMIT when …`, in the order of the declaration. */
function returns({ statuses = {} }: FunctionDeclaration): string {
  const others = Object.entries(statuses).map(([status, when]) => `${status} ${when}`);
  return `Returns ${['TUTTI_OK', ...others].join('; ')}.`;
}

function functionPointer(
  capability: CapabilityDeclaration,
  name: string,
  declaration: FunctionDeclaration,
): string[] {
  const { result, resultMeaning = 'the result' } = declaration;
  const out =
    result === 'none'
      ? []
      : [['out', `${inC(capability, resultMeaning)}; ${resultPassing(capability, result)}`] as const];
  return [
    ...comment(
      {
        summary: `${declaration.isOptional ? 'Optional. ' : ''}${inC(capability, declaration.meaning)}`,
        list: [
          ['call', 'number of this call, for tutti_host_t.cancelled'],
          ...declaration.parameters.map((parameter) => parameterLine(capability, parameter)),
          ...out,
        ],
        rest: [
          inC(capability, returns(declaration)),
          `[host-thread, state: active]  since ${capability.id} ${declaration.since}`,
        ],
      },
      '  ',
    ),
    ...call(
      `  tutti_status_t (*${snakeCase(name)})`,
      ['tutti_instance_t *self', 'uint64_t call', ...typedParameters(capability, declaration)],
      ');',
    ),
  ];
}

/** The table of a capability: its functions, each with what it promises. */
export function cTable(capability: CapabilityDeclaration): string[] {
  const prefix = cPrefix(capability);
  const functions = Object.entries(capability.functions);
  return [
    ...comment({ summary: `The table of ${capability.id}.` }),
    `typedef struct ${prefix} {`,
    '  tutti_table_t table;',
    ...functions.flatMap(([name, declaration]) => ['', ...functionPointer(capability, name, declaration)]),
    `} ${prefix}_t;`,
  ];
}
