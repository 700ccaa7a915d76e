import {
  type CapabilityDeclaration,
  type EnumerationKind,
  type FlagsKind,
  isScalar,
  type Kind,
  layoutOfKind,
  type NamedKind,
  namedKinds,
  numberLists,
  type RecordKind,
  snakeCase,
} from '../../abi/index.ts';
import { listed } from './rust-text.ts';
import { pascalCase, sentence } from './sdk-words.ts';

/** Whether a kind's Rust type borrows what it refers to. */
export function isBorrowing(kind: Kind): boolean {
  if (typeof kind === 'string') return kind === 'string' || kind === 'bytes';
  switch (kind.kind) {
    case 'enumeration':
    case 'flags':
      return false;
    case 'record':
      return Object.values(kind.fields).some(isBorrowing);
    case 'list':
      return true;
    case 'optional':
      return isBorrowing(kind.some);
    case 'result':
      return isBorrowing(kind.ok) || isBorrowing(kind.error);
  }
}

/** A kind's type; `lifetime` is what it borrows for, such as `'a`, or nothing where Rust finds it. */
export function rustType(kind: Kind, lifetime: string): string {
  const reference = lifetime === '' || lifetime === "'_" ? '&' : `&${lifetime} `;
  if (typeof kind === 'string') {
    if (kind === 'string') return `${reference}str`;
    return kind === 'bytes' ? `${reference}[u8]` : kind;
  }
  switch (kind.kind) {
    case 'enumeration':
    case 'flags':
      return pascalCase(kind.name);
    case 'record':
      return pascalCase(kind.name) + (isBorrowing(kind) ? `<${lifetime}>` : '');
    case 'list':
      return isNumber(kind.item)
        ? `${reference}[${rustType(kind.item, lifetime)}]`
        : `List<${lifetime}, ${rustType(kind.item, lifetime)}>`;
    case 'optional':
      return `Option<${rustType(kind.some, lifetime)}>`;
    case 'result':
      return `Result<${rustType(kind.ok, lifetime)}, ${rustType(kind.error, lifetime)}>`;
  }
}

export function isNumber(kind: Kind): boolean {
  return typeof kind === 'string' && Object.hasOwn(numberLists, kind);
}

/** Whether values can be compared exactly: no fraction in them. */
function isExact(kind: Kind): boolean {
  if (typeof kind === 'string') return kind !== 'f32' && kind !== 'f64';
  if (kind.kind === 'record') return Object.values(kind.fields).every(isExact);
  return kind.kind === 'enumeration' || kind.kind === 'flags';
}

/** That the type, whatever it borrows from, is a kind of value. */
function kindOf(name: string, isGeneric: boolean): string[] {
  const [held, borrowed] = isGeneric ? [`${name}<'static>`, `${name}<'a>`] : [name, name];
  return ['', `impl Kind for ${held} {`, `    type Of<'a> = ${borrowed};`, '}'];
}

/** The u32 behind an enumeration or flags, as it crosses. */
function crossing(name: string): string[] {
  return [
    '// SAFETY: a u32.',
    `unsafe impl<'a> Value<'a> for ${name} {`,
    '    const SIZE: usize = 4;',
    '    const ALIGN: usize = 4;',
    '',
    "    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {",
    `        Self::of(u32::read(from, at)?).ok_or(from.malformed())`,
    '    }',
    '',
    "    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {",
    '        self.bits().write(to, at)',
    '    }',
    '}',
    ...kindOf(name, false),
  ];
}

function meaningOf(kind: NamedKind, name: string): string {
  return `    /// ${sentence(kind.meanings[name] ?? name)}`;
}

function enumeration(kind: EnumerationKind): string[] {
  const name = pascalCase(kind.name);
  const cases = Object.entries(kind.cases);
  return [
    `/// The cases of \`${kind.name}\`.`,
    '#[repr(u32)]',
    '#[derive(Clone, Copy, Debug, PartialEq, Eq)]',
    `pub enum ${name} {`,
    ...cases.flatMap(([each, value]) => [meaningOf(kind, each), `    ${pascalCase(each)} = ${value},`]),
    '}',
    '',
    `impl ${name} {`,
    '    pub(crate) fn of(bits: u32) -> Option<Self> {',
    '        match bits {',
    ...cases.map(([each, value]) => `            ${value} => Some(Self::${pascalCase(each)}),`),
    '            _ => None,',
    '        }',
    '    }',
    '',
    '    pub(crate) fn bits(self) -> u32 {',
    '        self as u32',
    '    }',
    '}',
    '',
    ...crossing(name),
  ];
}

function flags(kind: FlagsKind): string[] {
  const name = pascalCase(kind.name);
  const bits = Object.entries(kind.bits);
  const all = bits.reduce((sum, [, bit]) => sum + bit, 0);
  return [
    `/// Any of the flags of \`${kind.name}\`; \`default()\` is none of them.`,
    '#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]',
    `pub struct ${name}(u32);`,
    '',
    `impl ${name} {`,
    ...bits.flatMap(([each, bit]) => [
      meaningOf(kind, each),
      `    pub const ${snakeCase(each).toUpperCase()}: Self = Self(${bit});`,
    ]),
    '',
    '    /// Are all of `flags` set?',
    '    pub const fn contains(self, flags: Self) -> bool {',
    '        self.0 & flags.0 == flags.0',
    '    }',
    '',
    '    pub(crate) fn of(bits: u32) -> Option<Self> {',
    `        if bits & !${all} == 0 { Some(Self(bits)) } else { None }`,
    '    }',
    '',
    '    pub(crate) fn bits(self) -> u32 {',
    '        self.0',
    '    }',
    '}',
    '',
    `impl BitOr for ${name} {`,
    '    type Output = Self;',
    '',
    '    fn bitor(self, more: Self) -> Self {',
    '        Self(self.0 | more.0)',
    '    }',
    '}',
    '',
    ...crossing(name),
  ];
}

function record(kind: RecordKind): string[] {
  const { sizeBytes, alignment, offsets } = layoutOfKind(kind);
  const fields = Object.entries(kind.fields);
  const type = rustType(kind, "'a");
  const derived = [
    'Clone',
    'Copy',
    ...(fields.every(([, field]) => isComparable(field)) ? ['Debug', 'PartialEq'] : []),
  ];
  if (derived.includes('PartialEq') && isExact(kind)) derived.push('Eq');
  return [
    `/// The record \`${kind.name}\`.`,
    `#[derive(${derived.join(', ')})]`,
    `pub struct ${type} {`,
    ...fields.flatMap(([name, field]) => [
      meaningOf(kind, name),
      `    pub ${snakeCase(name)}: ${rustType(field, "'a")},`,
    ]),
    '}',
    '',
    '// SAFETY: as its C struct is laid out.',
    `unsafe impl<'a> Value<'a> for ${type} {`,
    `    const SIZE: usize = ${sizeBytes};`,
    `    const ALIGN: usize = ${alignment};`,
    '',
    "    fn read(from: &Reader<'a>, at: usize) -> Result<Self, Error> {",
    ...listed(
      'Ok(Self { ',
      fields.map(([name]) => `${snakeCase(name)}: Value::read(from, at + ${offsets[name]})?`),
      ' })',
      '        ',
    ),
    '    }',
    '',
    "    fn write(&self, to: &mut Writer<'_>, at: usize) -> Result<(), Error> {",
    ...fields.map(([name], i) => {
      const write = `        self.${snakeCase(name)}.write(to, at + ${offsets[name]})`;
      return i < fields.length - 1 ? `${write}?;` : write;
    }),
    '    }',
    '}',
    ...kindOf(pascalCase(kind.name), isBorrowing(kind)),
  ];
}

/** A `List` is read where it lies, and has no equality of its own. */
function isComparable(kind: Kind): boolean {
  if (typeof kind === 'string' || isScalar(kind)) return true;
  switch (kind.kind) {
    case 'record':
      return Object.values(kind.fields).every(isComparable);
    case 'list':
      return isNumber(kind.item);
    case 'optional':
      return isComparable(kind.some);
    case 'result':
      return isComparable(kind.ok) && isComparable(kind.error);
    default:
      return true;
  }
}

/** The types of a capability's enumerations, flags and records. */
export function rustTypes(capability: CapabilityDeclaration): string[] {
  return namedKinds(capability).flatMap((kind) => {
    if (kind.kind === 'enumeration') return [...enumeration(kind), ''];
    return kind.kind === 'flags' ? [...flags(kind), ''] : [...record(kind), ''];
  });
}
