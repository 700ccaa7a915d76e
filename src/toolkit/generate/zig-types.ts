import {
  type CapabilityDeclaration,
  type EnumerationKind,
  type FlagsKind,
  isScalar,
  type Kind,
  namedKinds,
  numberLists,
  type RecordKind,
  snakeCase,
} from '../../abi/index.ts';
import { pascalCase, sentence } from './sdk-words.ts';

export function isNumber(kind: Kind): boolean {
  return typeof kind === 'string' && Object.hasOwn(numberLists, kind);
}

/** A kind's Zig type, in the file of its capability. */
export function zigType(kind: Kind): string {
  if (kind === 'string' || kind === 'bytes') return '[]const u8';
  if (typeof kind === 'string') return kind;
  switch (kind.kind) {
    case 'list':
      return isNumber(kind.item) ? `[]const ${zigType(kind.item)}` : `List(${zigKind(kind.item)})`;
    case 'optional':
      return `?${zigType(kind.some)}`;
    case 'result':
      return `Result(${zigType(kind.ok)}, ${zigType(kind.error)})`;
    default:
      return pascalCase(kind.name);
  }
}

/** A kind as the SDK's `Kind`. */
export function zigKind(kind: Kind): string {
  if (kind === 'string') return '.text';
  if (kind === 'bytes') return '.bytes';
  if (typeof kind === 'string' || isScalar(kind)) return `.{ .scalar = ${zigType(kind)} }`;
  switch (kind.kind) {
    case 'record':
      return `.{ .record = ${pascalCase(kind.name)} }`;
    case 'list':
      return `.{ .list = &${zigKind(kind.item)} }`;
    case 'optional':
      return `.{ .optional = &${zigKind(kind.some)} }`;
    case 'result':
      return `.{ .result = .{ .ok = &${zigKind(kind.ok)}, .err = &${zigKind(kind.error)} } }`;
  }
}

function enumeration(kind: EnumerationKind): string[] {
  return [
    `/// The cases of \`${kind.name}\`.`,
    `pub const ${pascalCase(kind.name)} = enum(u32) {`,
    ...Object.entries(kind.cases).flatMap(([name, value]) => [
      `    /// ${sentence(kind.meanings[name] ?? name)}`,
      `    ${snakeCase(name)} = ${value},`,
    ]),
    '};',
    '',
  ];
}

function flags(kind: FlagsKind): string[] {
  const byPlace = new Map(Object.entries(kind.bits).map(([name, bit]) => [Math.log2(bit), name]));
  const lines: string[] = [];
  let free = 0;
  const fill = () => {
    if (free > 0) lines.push(`    _${lines.length}: u${free} = 0,`);
    free = 0;
  };
  for (let place = 0; place < 32; place++) {
    const name = byPlace.get(place);
    if (name === undefined) free += 1;
    else {
      fill();
      lines.push(`    /// ${sentence(kind.meanings[name] ?? name)}`, `    ${snakeCase(name)}: bool = false,`);
    }
  }
  fill();
  const all = Object.values(kind.bits).reduce((sum, bit) => sum + bit, 0);
  return [
    `/// Any of the flags of \`${kind.name}\`.`,
    `pub const ${pascalCase(kind.name)} = packed struct(u32) {`,
    ...lines,
    '',
    `    pub const all: u32 = ${all};`,
    '};',
    '',
  ];
}

function record(kind: RecordKind): string[] {
  const fields = Object.entries(kind.fields);
  return [
    `/// The record \`${kind.name}\`.`,
    `pub const ${pascalCase(kind.name)} = struct {`,
    ...fields.flatMap(([name, field]) => [
      `    /// ${sentence(kind.meanings[name] ?? name)}`,
      `    ${snakeCase(name)}: ${zigType(field)},`,
    ]),
    '',
    '    pub const kinds: []const Kind = &.{',
    ...fields.map(([, field]) => `        ${zigKind(field)},`),
    '    };',
    '};',
    '',
  ];
}

/** The types of a capability's enumerations, flags and records. */
export function zigTypes(capability: CapabilityDeclaration): string[] {
  return namedKinds(capability).flatMap((kind) => {
    if (kind.kind === 'enumeration') return enumeration(kind);
    return kind.kind === 'flags' ? flags(kind) : record(kind);
  });
}
