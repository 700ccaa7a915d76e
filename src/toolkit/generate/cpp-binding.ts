import {
  type CapabilityDeclaration,
  cPrefix,
  isComposite,
  isScalar,
  type Kind,
  type ParameterDeclaration,
  snakeCase,
} from '../../abi/index.ts';
import { cppClient } from './cpp-client.ts';
import { listed, local, type Named, returned } from './cpp-text.ts';
import { cppType, cppTypes, cppWires, registerType } from './cpp-types.ts';
import type { Generator } from './generator.ts';
import { commentLines, isFixed, malformed, moduleName, notScalar, notText, pascalCase } from './sdk-words.ts';

function signature([name, { parameters, result }]: Named): string {
  const items = parameters.map((each) => `${cppType(each.type)} ${local(each.name)}`);
  return `${returned(result)} ${snakeCase(name)}(${items.join(', ')})`;
}

/** The method that a function is, as something that can be asked for and called. */
function method([name]: Named): string[] {
  const field = snakeCase(name);
  return [
    `struct ${pascalCase(name)} {`,
    '  template <class P, class... Arguments>',
    '  auto operator()(P &plugin, const Arguments &...arguments) const',
    `      -> decltype(plugin.${field}(arguments...)) {`,
    `    return plugin.${field}(arguments...);`,
    '  }',
    '};',
    '',
  ];
}

/** The argument as the method takes it, from what crossed. */
function argument({ name, type }: ParameterDeclaration): string {
  const from = local(name);
  if (type === 'string') return `sdk::text(${from}, "${notText(name)}")`;
  if (type === 'bytes') return `sdk::bytes(${from})`;
  if (isComposite(type)) return `sdk::decode<${cppType(type)}>(${from}, "${malformed(name)}")`;
  if (type === 'bool') return `sdk::truth(${from}, "${notScalar(name, type)}")`;
  if (typeof type === 'object') return `sdk::scalar<${cppType(type)}>(${from}, "${notScalar(name, type)}")`;
  return from;
}

/** How the method's result, which `run` gives, goes out. */
function handed(result: Kind | 'none', run: string): string[] {
  if (result !== 'none' && isComposite(result) && isFixed(result)) {
    const type = cppType(result);
    return [
      `sdk::Memory room = sdk::room<${type}>(plugin.sdk_ledger());`,
      `sdk::fill<${type}>(room, ${run});`,
      'std::move(room).give(*out, TUTTI_MESSAGE);',
    ];
  }
  return [givenBack(result, run)];
}

function givenBack(result: Kind | 'none', run: string): string {
  if (result === 'none') return `${run};`;
  if (result === 'string' || result === 'bytes') return `${run}.give(*out);`;
  if (isScalar(result)) {
    const type = registerType(result);
    return type === cppType(result) ? `*out = ${run};` : `*out = static_cast<${type}>(${run});`;
  }
  if (typeof result === 'object' && result.kind === 'list') {
    return `sdk::give(out, plugin.sdk_ledger(), sdk::items<${cppType(result.item)}>(${run}));`;
  }
  return `sdk::give<${cppType(result)}>(out, plugin.sdk_ledger(), ${run});`;
}

function crossing(type: Kind): string {
  return isScalar(type) ? registerType(type) : 'tutti_span_t';
}

function hasMethod([name, { parameters }]: Named): string {
  const types = parameters.map(({ type }) => `, ${cppType(type)}`).join('');
  return `sdk::has<${pascalCase(name)}, P${types}>`;
}

function exported(named: Named): string[] {
  const [name, { parameters, result, isOptional }] = named;
  const out =
    result === 'none' ? [] : [isScalar(result) ? `${registerType(result)} *out` : 'tutti_owned_t *out'];
  const typed = [
    'tutti_instance_t *self',
    'std::uint64_t number',
    ...parameters.map((each) => `${crossing(each.type)} ${local(each.name)}`),
    ...out,
    'tutti_error_t *err',
  ].map((each) => (isOptional && !each.endsWith('*err') ? `[[maybe_unused]] ${each}` : each));
  const run = `sdk::run<${pascalCase(name)}>(plugin, ${['number', ...parameters.map(argument)].join(', ')})`;
  const body = ['P &plugin = sdk::Instance<P>::of(self).plugin;', ...handed(result, run)];
  return [
    '',
    ...listed(`  static tutti_status_t ${snakeCase(name)}(`, typed, ') noexcept {'),
    '    return sdk::guard(err, [&] {',
    ...(isOptional ? [`      if constexpr (has_${snakeCase(name)}) {`] : []),
    ...body.map((line) => `      ${isOptional ? '  ' : ''}${line}`),
    ...(isOptional ? ['      }'] : []),
    '    });',
    '  }',
  ];
}

function offer(capability: CapabilityDeclaration): string[] {
  const prefix = cPrefix(capability);
  const upper = prefix.toUpperCase();
  const functions = Object.entries(capability.functions);
  const slots = functions.map(([name, { isOptional }]) =>
    isOptional ? `has_${snakeCase(name)} ? ${snakeCase(name)} : nullptr` : snakeCase(name),
  );
  return [
    ...commentLines(
      `Offers ${capability.id} with the methods of P, each of which may take a Call first:`,
      '/* ',
    ).map((line, i) => (i === 0 ? line : line.replace('/* ', ' * '))),
    ...functions.flatMap((each) => [
      ` *   ${signature(each)}${each[1].isOptional ? ', which P may leave out' : ''}`,
      ...commentLines(each[1].meaning, ' *     '),
    ]),
    ' */',
    'template <class P>',
    'struct Offer {',
    `  static constexpr const char *id = ${upper};`,
    ...functions
      .filter(([, { isOptional }]) => isOptional)
      .flatMap((each) => [
        `  static constexpr bool has_${snakeCase(each[0])} =`,
        `      ${hasMethod(each)};`,
      ]),
    ...functions.flatMap(exported),
    '',
    `  static constexpr ${prefix}_t table = {`,
    `      {sdk::head<${prefix}_t>(${upper}_MAJOR, ${upper}_MINOR, ${upper}_HASH), ${prefix}_invoke},`,
    ...slots.map((slot, i) => `      ${slot}${i < slots.length - 1 ? ',' : '};'}`),
    '};',
    '',
  ];
}

/** A capability for plugins in C++: its types, and the functions that the host calls. */
export const cppBinding: Generator = (capability) => {
  const module = moduleName(capability);
  const { major, minor } = capability.version;
  const guard = `${cPrefix(capability).toUpperCase()}_HPP`;
  const lines = [
    `/* tutti/${module}.hpp: the capability "${capability.id}" ${major}.${minor} for C++ plugins, generated from its declaration by`,
    ' * `npm run generate`: change that instead. */',
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    `#include "tutti/${module}.h"`,
    '#include "tutti_sdk.hpp"',
    '',
    `namespace tutti::${module} {`,
    '',
    ...cppTypes(capability),
    `}  // namespace tutti::${module}`,
    '',
    ...cppWires(capability),
    `namespace tutti::${module} {`,
    '',
    ...Object.entries(capability.functions).flatMap(method),
    ...offer(capability),
    ...cppClient(capability),
    `}  // namespace tutti::${module}`,
    '#endif',
  ];
  return [{ path: `tutti/${module}.hpp`, text: `${lines.join('\n')}\n` }];
};
