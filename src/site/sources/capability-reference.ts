import {
  type CapabilityDeclaration,
  cTypeName,
  type FunctionDeclaration,
  type Kind,
  type NamedKind,
  namedKinds,
  snakeCase,
} from '../../abi/index.ts';
import type { Documentation } from './header-reference.ts';

/** A function of a capability as its page shows it. */
export interface FunctionEntry {
  readonly name: string;
  /** Its field in the C table. */
  readonly cName: string;
  readonly meaning: string;
  readonly isOptional: boolean;
  /** In TypeScript: `repeat(text: string, count: number): string`. */
  readonly signature: string;
  readonly doc: Documentation;
}

/** A record, an enumeration or flags as a page shows it. */
export interface KindEntry {
  readonly name: string;
  readonly cName: string;
  readonly sort: string;
  readonly rows: readonly { readonly name: string; readonly value: string; readonly meaning: string }[];
}

const sorts = { record: 'record', enumeration: 'one of', flags: 'any of' } as const;

const typedArrays: Readonly<Record<string, string>> = {
  u8: 'Uint8Array',
  i8: 'Int8Array',
  u16: 'Uint16Array',
  i16: 'Int16Array',
  u32: 'Uint32Array',
  i32: 'Int32Array',
  u64: 'BigUint64Array',
  i64: 'BigInt64Array',
  f32: 'Float32Array',
  f64: 'Float64Array',
};

const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** The TypeScript type of a kind; what has a name goes by it. */
export function typeText(kind: Kind): string {
  if (typeof kind === 'string') {
    if (kind === 'string') return 'string';
    if (kind === 'bytes') return 'Uint8Array';
    if (kind === 'bool') return 'boolean';
    return kind === 'u64' || kind === 'i64' ? 'bigint' : 'number';
  }
  switch (kind.kind) {
    case 'list': {
      const array = typeof kind.item === 'string' ? typedArrays[kind.item] : undefined;
      return array ?? `${typeText(kind.item)}[]`;
    }
    case 'optional':
      return `${typeText(kind.some)} | undefined`;
    case 'result':
      return `{ ok: true, value: ${typeText(kind.ok)} } | { ok: false, error: ${typeText(kind.error)} }`;
    case 'flags':
      return `${capitalized(kind.name)}[]`;
    default:
      return capitalized(kind.name);
  }
}

function documentationOf({
  parameters,
  result,
  resultMeaning = '',
  statuses = {},
  since,
}: FunctionDeclaration) {
  return {
    summary: '',
    parameters: [
      ...parameters.map(({ name, meaning }) => ({ name, meaning })),
      ...Object.entries(statuses).map(([name, meaning]) => ({ name, meaning })),
    ],
    returns: result === 'none' ? 'nothing' : resultMeaning,
    where: '',
    since,
  };
}

/** The functions of a capability, in the order of its table. */
export function functionEntries(capability: CapabilityDeclaration): FunctionEntry[] {
  return Object.entries(capability.functions).map(([name, declaration]) => {
    const parameters = declaration.parameters.map(({ name: own, type }) => `${own}: ${typeText(type)}`);
    const result = declaration.result === 'none' ? 'void' : typeText(declaration.result);
    return {
      name,
      cName: snakeCase(name),
      meaning: declaration.meaning,
      isOptional: declaration.isOptional ?? false,
      signature: `${name}(${parameters.join(', ')}): ${result}`,
      doc: documentationOf(declaration),
    };
  });
}

function rowsOf(kind: NamedKind): KindEntry['rows'] {
  const values =
    kind.kind === 'record'
      ? Object.entries(kind.fields).map(([name, field]) => [name, typeText(field)] as const)
      : Object.entries(kind.kind === 'flags' ? kind.bits : kind.cases).map(
          ([name, value]) => [name, String(value)] as const,
        );
  return values.map(([name, value]) => ({ name, value, meaning: kind.meanings[name] ?? '' }));
}

/** The named kinds of a capability, each behind those that it is made of. */
export function kindEntries(capability: CapabilityDeclaration): KindEntry[] {
  return namedKinds(capability).map((kind) => ({
    name: capitalized(kind.name),
    cName: cTypeName(capability, kind.name),
    sort: sorts[kind.kind],
    rows: rowsOf(kind),
  }));
}
