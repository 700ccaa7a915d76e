import { type CapabilityDeclaration, isScalar, type Kind, snakeCase } from '../../abi/index.ts';
import { commentLines, isFixed, malformedResult } from './sdk-words.ts';
import { braced, hashLiteral, listed, type Named } from './zig-text.ts';
import { zigKind, zigType } from './zig-types.ts';

/** Names that a parameter cannot have besides those of the functions: Zig's own, and those of the file. */
const taken = new Set(
  'addrspace align allowzero and anyframe anytype asm break callconv catch comptime const continue defer else enum errdefer error export extern fn for if inline linksection noalias noinline nosuspend opaque or orelse packed pub resume return struct suspend switch test threadlocal try union unreachable usingnamespace var volatile while type bool void true false null undefined self call provider abi binding message capability offer invoke missing u8 i8 u16 i16 u32 i32 u64 i64 f32 f64'.split(
    ' ',
  ),
);

function local(capability: CapabilityDeclaration, name: string): string {
  const isFunction = Object.keys(capability.functions).some((each) => snakeCase(each) === snakeCase(name));
  const spelled = snakeCase(name);
  return isFunction || taken.has(spelled) ? `${spelled}_` : spelled;
}

/** What a client's method gives: by value where nothing lies behind a reference, else until it is given back. */
function given(result: Kind | 'none'): string {
  if (result === 'none') return 'void';
  return isScalar(result) || isFixed(result) ? zigType(result) : `binding.Received(${zigType(result)})`;
}

function method(capability: CapabilityDeclaration, [name, declaration]: Named, index: number): string[] {
  const { meaning, parameters, result, isOptional } = declaration;
  const names = parameters.map((each) => local(capability, each.name));
  const items = parameters.map(({ type }, i) => `${names[i]}: ${zigType(type)}`);
  const about = isOptional ? `${meaning} Optional: \`error.Unsupported\` where it is left out.` : meaning;
  const kinds = parameters.map(({ type }) => zigKind(type));
  return [
    '',
    ...commentLines(about, '    /// '),
    ...listed(
      `pub fn ${snakeCase(name)}(`,
      ['self: Client', 'call: binding.Call', ...items],
      `) binding.Error!${given(result)} {`,
      '    ',
    ),
    '        return self.provider.run(Table, .{',
    `            .name = "${snakeCase(name)}",`,
    `            .index = ${index},`,
    `            .why = "${malformedResult(capability, name)}",`,
    `            .parameters = ${braced('&.', kinds)},`,
    `            .result = ${result === 'none' ? 'null' : zigKind(result)},`,
    `        }, call, ${braced('.', names)});`,
    '    }',
  ];
}

/** The struct through which a plugin calls a provider of the capability. */
export function zigClient(capability: CapabilityDeclaration): string[] {
  const { major, minor } = capability.version;
  return [
    `/// A provider of ${capability.id}, which \`Host.query\` finds, wherever it runs. What it refuses comes as an error, and`,
    '/// its message is noted as why the call fails.',
    'pub const Client = struct {',
    '    provider: binding.Provider,',
    '',
    '    pub const capability: binding.Capability = .{',
    `        .id = "${capability.id}",`,
    `        .major = ${major},`,
    `        .minor = ${minor},`,
    `        .hash = ${hashLiteral(capability)},`,
    '    };',
    ...Object.entries(capability.functions).flatMap((each, i) => method(capability, each, i)),
    '};',
    '',
  ];
}
