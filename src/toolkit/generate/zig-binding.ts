import {
  type CapabilityDeclaration,
  type FunctionDeclaration,
  isComposite,
  isScalar,
  type Kind,
  type ParameterDeclaration,
  snakeCase,
} from '../../abi/index.ts';
import type { Generator } from './generator.ts';
import {
  commentLines,
  isFixed,
  malformed,
  malformedArguments,
  missingFunction,
  moduleName,
  notScalar,
  notText,
  sentence,
} from './sdk-words.ts';
import { zigClient } from './zig-client.ts';
import { braced, hashLiteral, listed, type Named } from './zig-text.ts';
import { isNumber, zigKind, zigType, zigTypes } from './zig-types.ts';

/** A scalar as it crosses in a register. */
function registerType(kind: Kind): string {
  if (typeof kind === 'object') return 'u32';
  return kind === 'bool' ? 'u8' : kind;
}

const crossing = (kind: Kind) => (isScalar(kind) ? registerType(kind) : 'abi.Span');

function crossingTypes({ parameters, result }: FunctionDeclaration): string[] {
  const out = result === 'none' ? [] : [isScalar(result) ? `*${registerType(result)}` : '*abi.Owned'];
  return ['*abi.Instance', 'u64', ...parameters.map(({ type }) => crossing(type)), ...out, '?*abi.Error'];
}

function tableField([name, declaration]: Named): string[] {
  const { isOptional } = declaration;
  const head = `${snakeCase(name)}: ${isOptional ? '?' : ''}*const fn (`;
  return listed(
    head,
    crossingTypes(declaration),
    `) callconv(.c) i32${isOptional ? ' = null' : ''},`,
    '    ',
  );
}

/** What the author's method returns. */
function returned(result: Kind | 'none'): string {
  if (result === 'none') return '!void';
  if (result === 'string') return '!Text';
  if (result === 'bytes') return '!Bytes';
  if (typeof result === 'object' && result.kind === 'list') return `![]const ${zigType(result.item)}`;
  return `!${zigType(result)}`;
}

function documented([name, { meaning, parameters, result, isOptional }]: Named): string[] {
  const items = parameters.map((each) => `${snakeCase(each.name)}: ${zigType(each.type)}`);
  const signature = `${snakeCase(name)}(${['self: *P', 'call: Call', ...items].join(', ')}) ${returned(result)}`;
  const [first = '', ...rest] = commentLines(`${isOptional ? 'Optional. ' : ''}${meaning}`, '///   ');
  return [`/// - \`${signature}\``, first, ...rest];
}

/** How an argument comes in: the statement that checks it, if it needs one, and what the method is given. */
function incoming({ name, type }: ParameterDeclaration): { check: string[]; value: string } {
  const crossed = `${snakeCase(name)}_in`;
  if (type === 'bytes') return { check: [], value: `${crossed}.slice()` };
  if (isScalar(type) && typeof type === 'string' && type !== 'bool') return { check: [], value: crossed };
  const value = snakeCase(`${name}_value`);
  const [read, why] = checked({ name, type, crossed });
  return { check: [`const ${value} = ${read} orelse`, `    return frame.refuse("${why}");`], value };
}

function checked(argument: { name: string; type: Kind; crossed: string }): readonly [string, string] {
  const { name, type, crossed } = argument;
  if (type === 'string') return [`binding.textOf(${crossed})`, notText(name)];
  if (isComposite(type)) return [`binding.decode(${zigKind(type)}, ${crossed})`, malformed(name)];
  if (type === 'bool') return [`message.truth(${crossed})`, notScalar(name, type)];
  return [`message.named(${zigType(type)}, ${crossed})`, notScalar(name, type)];
}

/** How the method's result, `result`, goes out. */
function outgoing(result: Kind | 'none'): string[] {
  if (result === 'none') return ['return abi.ok;'];
  if (result === 'string' || result === 'bytes') return ['return frame.give(result, out);'];
  if (isScalar(result)) {
    const value = result === 'bool' ? '@intFromBool(result)' : 'result';
    return [`out.* = ${typeof result === 'object' ? 'message.bitsOf(result)' : value};`, 'return abi.ok;'];
  }
  const isItems = typeof result === 'object' && result.kind === 'list' && !isNumber(result.item);
  return [`return frame.giveMessage(${zigKind(result)}, ${isItems ? '.of(result)' : 'result'}, out);`];
}

function exported([name, { parameters, result }]: Named): string[] {
  const field = snakeCase(name);
  const out =
    result === 'none' ? [] : [isScalar(result) ? `out: *${registerType(result)}` : 'out: *abi.Owned'];
  const typed = [
    'self: *abi.Instance',
    'number: u64',
    ...parameters.map((each) => `${snakeCase(each.name)}_in: ${crossing(each.type)}`),
    ...out,
    'err: ?*abi.Error',
  ];
  const arrived = parameters.map(incoming);
  const values = ['frame.call()', ...arrived.map(({ value }) => value)].join(', ');
  const run = `binding.fallible(frame.plugin.${field}(${values})) catch |e|`;
  const hasRoom = result !== 'none' && isComposite(result) && isFixed(result);
  const body = [
    'var frame: binding.Frame(P) = .begin(self, number, err);',
    'defer frame.end();',
    ...arrived.flatMap(({ check }) => check),
    ...(hasRoom ? [`frame.makeRoom(${zigKind(result)}) catch |e| return frame.fail(e);`] : []),
    result === 'none' ? run : `const result = ${run}`,
    '    return frame.fail(e);',
    ...outgoing(result),
  ];
  return [
    '',
    ...listed(`fn ${field}(`, typed, ') callconv(.c) i32 {', '        '),
    ...body.map((line) => `            ${line}`),
    '        }',
  ];
}

/** One arm of `invoke`. */
function arm(capability: CapabilityDeclaration, [name, declaration]: Named, index: number): string[] {
  const { parameters, result, isOptional } = declaration;
  const field = snakeCase(name);
  const isRegister = result !== 'none' && isScalar(result);
  const kinds = parameters.map(({ type }) => {
    if (isScalar(type)) return `.{ .scalar = ${registerType(type)} }`;
    return '.bytes';
  });
  const values = parameters.map(({ type }, i) => (isScalar(type) ? `in[${i}]` : `.of(in[${i}])`));
  const out = result === 'none' ? [] : [isRegister ? '&result' : 'out'];
  const items = ['self', 'number', ...values, ...out, 'err'];
  const target = isOptional ? field : `table.${field}`;
  const body = [
    ...(isOptional ? [`const ${field} = table.${field} orelse return missing(err);`] : []),
    ...(parameters.length === 0
      ? []
      : [
          `const in = binding.argumentsOf(${braced('&.', kinds)}, arguments) orelse`,
          `    return binding.refuse(err, error.InvalidArgument, "${malformedArguments(capability, name)}");`,
        ]),
    ...(isRegister
      ? [
          `var result: ${registerType(result)} = 0;`,
          `const status = ${target}(${items.join(', ')});`,
          'if (status == abi.ok) if (scalar) |place| {',
          '    place.* = binding.register(result);',
          '};',
          'return status;',
        ]
      : [`return ${target}(${items.join(', ')});`]),
  ];
  if (body.length === 1) return [`        ${index} => ${body[0]?.replace(';', ',')}`];
  return [`        ${index} => {`, ...body.map((line) => `            ${line}`), '        },'];
}

function invoke(capability: CapabilityDeclaration): string[] {
  const functions = Object.entries(capability.functions);
  const results = functions.flatMap(([, { result }]) => (result === 'none' ? [] : [result]));
  const hasArguments = functions.some(([, { parameters }]) => parameters.length > 0);
  return [
    'fn invoke(',
    '    head: *const abi.Table,',
    '    self: *abi.Instance,',
    '    number: u64,',
    '    function: u32,',
    `    ${hasArguments ? 'arguments' : '_'}: abi.Span,`,
    `    ${results.some(isScalar) ? 'scalar' : '_'}: ?*u64,`,
    `    ${results.some((kind) => !isScalar(kind)) ? 'out' : '_'}: *abi.Owned,`,
    '    err: ?*abi.Error,',
    ') callconv(.c) i32 {',
    '    const table: *const Table = @fieldParentPtr("table", head);',
    '    switch (function) {',
    ...functions.flatMap((each, i) => arm(capability, each, i)),
    '        else => return missing(err),',
    '    }',
    '}',
    '',
    'fn missing(err: ?*abi.Error) i32 {',
    `    return binding.refuse(err, error.Unsupported, "${missingFunction(capability)}");`,
    '}',
    '',
    'comptime {',
    '    @import("std").debug.assert(@offsetOf(Table, "table") == 0);',
    '}',
  ];
}

function slot([name, { isOptional }]: Named): string {
  const field = snakeCase(name);
  return `.${field} = ${isOptional ? `if (@hasDecl(P, "${field}")) ${field} else null` : field}`;
}

/** A capability for plugins in Zig: its types, and the functions that the host calls. */
export const zigBinding: Generator = (capability) => {
  const module = moduleName(capability);
  const { major, minor } = capability.version;
  const functions = Object.entries(capability.functions);
  const types = zigTypes(capability);
  const rest = [
    ...types,
    `/// \`tutti_${module}_t\``,
    'pub const Table = extern struct {',
    '    table: abi.Table,',
    ...functions.flatMap(tableField),
    '};',
    '',
    `/// Offers ${capability.id} with the methods of \`P\`:`,
    '///',
    ...functions.flatMap(documented),
    'pub fn offer(comptime P: type) binding.Offer {',
    '    const functions = struct {',
    '        const table: Table = .{',
    `            .table = .{ .abi = abi.Head.of(Table, ${major}, ${minor}).withHash(${hashLiteral(capability)}), .invoke = invoke },`,
    ...functions.map((each) => `            ${slot(each)},`),
    '        };',
    ...functions.flatMap(exported),
    '    };',
    `    return .{ .capability = "${capability.id}", .table = &functions.table.table };`,
    '}',
    '',
    ...zigClient(capability),
    ...invoke(capability),
  ];
  const used = (name: string) => rest.some((line) => new RegExp(`(?<![.\\w])${name}\\b`).test(line));
  const lines = [
    `//! The capability \`${capability.id}\` ${major}.${minor}. ${sentence(capability.summary)}`,
    '//!',
    '//! Generated from its declaration by `npm run generate`: change that instead.',
    `const binding = ${capability.id.startsWith('tutti.') ? '@import("binding.zig")' : '@import("tutti").binding'};`,
    'const abi = binding.abi;',
    ...(used('message') ? ['const message = binding.message;'] : []),
    ...['Kind', 'List', 'Result'].filter(used).map((name) => `const ${name} = binding.message.${name};`),
    '',
    ...rest,
  ];
  return [{ path: `${module}.zig`, text: `${lines.join('\n')}\n` }];
};
