import {
  type CapabilityDeclaration,
  type EnumerationKind,
  type FlagsKind,
  type Kind,
  layoutOfKind,
  namedKinds,
  numberLists,
  type RecordKind,
  type ScalarName,
  snakeCase,
} from '../../abi/index.ts';
import { moduleName, pascalCase } from './sdk-words.ts';

const scalarTypes: Readonly<Record<ScalarName, string>> = {
  u8: 'std::uint8_t',
  i8: 'std::int8_t',
  u16: 'std::uint16_t',
  i16: 'std::int16_t',
  u32: 'std::uint32_t',
  i32: 'std::int32_t',
  u64: 'std::uint64_t',
  i64: 'std::int64_t',
  f32: 'float',
  f64: 'double',
  bool: 'bool',
};

export function isNumber(kind: Kind): boolean {
  return typeof kind === 'string' && Object.hasOwn(numberLists, kind);
}

/** A kind's C++ type inside of its capability's namespace. */
export function cppType(kind: Kind): string {
  if (kind === 'string') return 'std::string_view';
  if (kind === 'bytes') return 'Span<std::uint8_t>';
  if (typeof kind === 'string') return scalarTypes[kind];
  switch (kind.kind) {
    case 'list':
      return `${isNumber(kind.item) ? 'Span' : 'std::vector'}<${cppType(kind.item)}>`;
    case 'optional':
      return `std::optional<${cppType(kind.some)}>`;
    case 'result':
      return `Result<${cppType(kind.ok)}, ${cppType(kind.error)}>`;
    default:
      return pascalCase(kind.name);
  }
}

/** A scalar as it crosses in a register. */
export function registerType(kind: Kind): string {
  if (typeof kind === 'object') return 'std::uint32_t';
  return kind === 'bool' ? 'std::uint8_t' : cppType(kind);
}

/** `name value, /* meaning *\/`, as members of a struct or an enum are written. */
function member(code: string, meaning: string | undefined): string {
  return meaning === undefined ? `  ${code}` : `  ${code} /* ${meaning} */`;
}

function enumeration(kind: EnumerationKind): string[] {
  const name = pascalCase(kind.name);
  const cases = Object.entries(kind.cases);
  return [
    `/* The cases of ${kind.name}. */`,
    `enum class ${name} : std::uint32_t {`,
    ...cases.map(([each, value]) => member(`${snakeCase(each)} = ${value},`, kind.meanings[each])),
    '};',
    `constexpr bool is_value(${name}, std::uint32_t value) noexcept {`,
    `  return ${cases.map(([, value]) => `value == ${value}`).join(' || ')};`,
    '}',
    '',
  ];
}

function flags(kind: FlagsKind): string[] {
  const name = pascalCase(kind.name);
  const bits = Object.entries(kind.bits);
  const all = bits.reduce((sum, [, bit]) => sum + bit, 0);
  return [
    `/* Any of the flags of ${kind.name}; ${name}{} is none of them. */`,
    `enum class ${name} : std::uint32_t {`,
    ...bits.map(([each, bit]) => member(`${snakeCase(each)} = ${bit},`, kind.meanings[each])),
    '};',
    `constexpr bool is_value(${name}, std::uint32_t value) noexcept { return (value & ~${all}u) == 0; }`,
    `constexpr ${name} operator|(${name} one, ${name} more) noexcept {`,
    `  return static_cast<${name}>(static_cast<std::uint32_t>(one) | static_cast<std::uint32_t>(more));`,
    '}',
    '/* Are all of `flags` set? */',
    `constexpr bool contains(${name} set, ${name} flags) noexcept { return (set | flags) == set; }`,
    '',
  ];
}

/** What a member begins as where nobody sets it. */
function initial(kind: Kind): string {
  if (typeof kind === 'string') {
    if (kind === 'bool') return ' = false';
    return kind === 'string' || kind === 'bytes' ? '' : ' = 0';
  }
  return kind.kind === 'enumeration' || kind.kind === 'flags' ? '{}' : '';
}

function record(kind: RecordKind): string[] {
  return [
    `/* The record ${kind.name}. */`,
    `struct ${pascalCase(kind.name)} {`,
    ...Object.entries(kind.fields).map(([name, field]) =>
      member(`${cppType(field)} ${snakeCase(name)}${initial(field)};`, kind.meanings[name]),
    ),
    '};',
    '',
  ];
}

/** The types of a capability, for its namespace. */
export function cppTypes(capability: CapabilityDeclaration): string[] {
  return namedKinds(capability).flatMap((kind) => {
    if (kind.kind === 'enumeration') return enumeration(kind);
    return kind.kind === 'flags' ? flags(kind) : record(kind);
  });
}

function wire(capability: CapabilityDeclaration, kind: RecordKind): string[] {
  const type = `${moduleName(capability)}::${pascalCase(kind.name)}`;
  const { sizeBytes, alignment, offsets } = layoutOfKind(kind);
  const fields = Object.keys(kind.fields).map((name) => [`${snakeCase(name)}`, offsets[name]] as const);
  return [
    'template <>',
    `struct Wire<${type}> {`,
    `  static constexpr std::uint32_t size = ${sizeBytes}, align = ${alignment};`,
    `  static ${type} read(Reader &from, std::uint64_t at) {`,
    ...fields.map(([name, offset], i) => {
      const read = `Wire<decltype(${type}::${name})>::read(from, at + ${offset})`;
      return `${i === 0 ? '    return {' : '            '}${read}${i < fields.length - 1 ? ',' : '};'}`;
    }),
    '  }',
    `  static void write(Writer &to, std::uint64_t at, const ${type} &value) {`,
    ...fields.map(
      ([name, offset]) => `    Wire<decltype(value.${name})>::write(to, at + ${offset}, value.${name});`,
    ),
    '  }',
    '};',
    '',
  ];
}

/** How the records of a capability lie in messages, for the namespace of the SDK. */
export function cppWires(capability: CapabilityDeclaration): string[] {
  const records = namedKinds(capability).flatMap((kind) => (kind.kind === 'record' ? [kind] : []));
  if (records.length === 0) return [];
  return [
    'namespace tutti::sdk {',
    '',
    ...records.flatMap((kind) => wire(capability, kind)),
    '}  // namespace tutti::sdk',
    '',
  ];
}
