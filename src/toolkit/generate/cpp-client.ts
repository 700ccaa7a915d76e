import {
  type CapabilityDeclaration,
  cPrefix,
  isComposite,
  isScalar,
  type Kind,
  type ParameterDeclaration,
  snakeCase,
} from '../../abi/index.ts';
import { listed, local, type Named } from './cpp-text.ts';
import { cppType, registerType } from './cpp-types.ts';
import { commentLines, isFixed, malformedResult } from './sdk-words.ts';

/** What a client's method gives: by value where nothing lies behind a reference, else held until it is dropped. */
function given(result: Kind | 'none'): string {
  if (result === 'none') return 'void';
  return isScalar(result) || isFixed(result) ? cppType(result) : `Received<${cppType(result)}>`;
}

/** An argument as C takes it. */
function crossing({ name, type }: ParameterDeclaration): string {
  const from = local(name);
  if (isComposite(type)) return `${from}_message.span()`;
  if (!isScalar(type)) return `sdk::span(${from})`;
  const register = registerType(type);
  return register === cppType(type) ? from : `static_cast<${register}>(${from})`;
}

/** The result of a scalar function, `result`, as the method gives it. */
function checked(kind: Kind, why: string): string {
  if (kind === 'bool') return `sdk::truth(result, "${why}", TUTTI_E_INTERNAL)`;
  return typeof kind === 'object'
    ? `sdk::scalar<${cppType(kind)}>(result, "${why}", TUTTI_E_INTERNAL)`
    : 'result';
}

/** The call itself, as a lambda that is given where the result goes. */
function called(
  capability: CapabilityDeclaration,
  [name, { parameters, result }]: Named,
  head: string,
): string[] {
  const isOwned = result !== 'none' && !isScalar(result);
  const out = result === 'none' ? [] : [isOwned ? 'out' : '&result'];
  const receives = isOwned ? 'auto *out, auto *err' : 'auto *err';
  return [
    `    ${head}[&](${receives}) {`,
    ...listed(
      `      return ${cPrefix(capability)}_call_${snakeCase(name)}(`,
      [
        'link_.host()',
        'link_.table()',
        'link_.provider()',
        'call.number()',
        ...parameters.map(crossing),
        ...out,
        'err',
      ],
      ');',
    ),
  ];
}

function body(capability: CapabilityDeclaration, named: Named): string[] {
  const [name, { result }] = named;
  const why = malformedResult(capability, name);
  if (result === 'none') return [...called(capability, named, 'link_.run('), '    });'];
  if (isScalar(result)) {
    return [
      `    ${registerType(result)} result = 0;`,
      ...called(capability, named, 'link_.run('),
      '    });',
      `    return ${checked(result, why)};`,
    ];
  }
  const kind = isComposite(result) ? `message<${cppType(result)}>` : result === 'string' ? 'text' : 'bytes';
  const star = isFixed(result) ? '*' : '';
  return [
    `    const char *const why = "${why}";`,
    ...called(capability, named, `return ${star}link_.${kind}(why, `),
    '    });',
  ];
}

function method(capability: CapabilityDeclaration, named: Named): string[] {
  const [name, { meaning, parameters, result, isOptional }] = named;
  const items = ['const Call &call', ...parameters.map(({ name: each, type }) => taken(each, type))];
  const about = isOptional ? `${meaning} Optional: TUTTI_E_UNSUPPORTED where it is left out.` : meaning;
  return [
    ...commentLines(about, '  /* ').map((line, i) => (i === 0 ? line : line.replace('/*', ' *'))),
    ...listed(`  ${given(result)} ${snakeCase(name)}(`, items, ') const {'),
    ...parameters.flatMap(({ name: each, type }) => {
      if (!isComposite(type)) return [];
      return [
        `    const sdk::Argument<${cppType(type)}> ${local(each)}_message(link_.ledger(), ${local(each)});`,
      ];
    }),
    ...body(capability, named),
    '  }',
    '',
  ].map((line, i, lines) => (i === commentEnd(lines) ? `${line} */` : line));
}

/** The last line of the comment that a method begins with. */
function commentEnd(lines: readonly string[]): number {
  return lines.findIndex((line, i) => i > 0 && !line.startsWith('   *')) - 1;
}

/** A parameter of a client's method. */
function taken(name: string, type: Kind): string {
  return isComposite(type) ? `const ${cppType(type)} &${local(name)}` : `${cppType(type)} ${local(name)}`;
}

/** The class through which a plugin calls a provider of the capability. */
export function cppClient(capability: CapabilityDeclaration): string[] {
  const upper = cPrefix(capability).toUpperCase();
  return [
    `/* A provider of ${capability.id}, which Plugin::find finds, wherever it runs. What it refuses, each method throws as`,
    ' * an Error with its status and its message. */',
    'class Client {',
    ' public:',
    ...listed(
      '  static constexpr sdk::Capability capability = {',
      [upper, `${upper}_MAJOR`, `${upper}_MINOR`, `${upper}_HASH`],
      '};',
    ),
    '  explicit Client(const sdk::Link &link) noexcept : link_(link) {}',
    '',
    ...Object.entries(capability.functions).flatMap((each) => method(capability, each)),
    ' private:',
    '  sdk::Link link_;',
    '};',
    '',
  ];
}
