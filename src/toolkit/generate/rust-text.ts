import { type FunctionDeclaration, isScalar, type Kind, snakeCase } from '../../abi/index.ts';

/** Columns that rustfmt is told. */
export const width = 110;

/** A function of a capability with its name. */
export type Named = readonly [name: string, declaration: FunctionDeclaration];

/** `head(items)tail` on one line where it fits, else one item a line, as rustfmt would break it. */
export function listed(head: string, items: readonly string[], tail: string, indent = ''): string[] {
  const line = `${indent}${head}${items.join(', ')}${tail}`;
  if (line.length <= width) return [line];
  return [
    `${indent}${head.trimEnd()}`,
    ...items.map((item) => `${indent}    ${item},`),
    `${indent}${tail.trimStart()}`,
  ];
}

/** Names that a parameter cannot have: Rust's own, and those of the functions around it. */
const taken = new Set(
  'as break const continue crate else enum extern false fn for if impl in let loop match mod move mut pub ref return self static struct super trait true type unsafe use where while async await dyn abstract become box do final gen macro override priv try typeof unsized virtual yield binding call err instance number out plugin result fields answer status scalar run'.split(
    ' ',
  ),
);

/** A parameter's name in Rust. */
export function local(name: string): string {
  const spelled = snakeCase(name);
  return taken.has(spelled) ? `${spelled}_` : spelled;
}

/** A scalar as it crosses in a register. */
export function scalarType(kind: Kind): string {
  if (typeof kind === 'object') return 'u32';
  return kind === 'bool' ? 'u8' : kind;
}

/** The C parameters of a typed function. */
export function crossingTypes({ parameters, result }: FunctionDeclaration): string[] {
  const out = result === 'none' ? [] : [isScalar(result) ? `*mut ${scalarType(result)}` : '*mut Owned'];
  return [
    '*mut Instance',
    'u64',
    ...parameters.map(({ type }) => (isScalar(type) ? scalarType(type) : 'Span')),
    ...out,
    '*mut ErrorRecord',
  ];
}
