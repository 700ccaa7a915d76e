import { type CapabilityDeclaration, type FunctionDeclaration, ifaceHash } from '../../abi/index.ts';

/** Columns that a line of Zig may have. */
const width = 110;

/** A function of a capability with its name. */
export type Named = readonly [name: string, declaration: FunctionDeclaration];

/** `head(items)tail` on one line where it fits, else one item a line. */
export function listed(head: string, items: readonly string[], tail: string, indent = ''): string[] {
  const line = `${indent}${head}${items.join(', ')}${tail}`;
  if (line.length <= width) return [line];
  return [`${indent}${head}`, ...items.map((item) => `${indent}    ${item},`), `${indent}${tail}`];
}

/** `opening` and the items in braces, spaced as zig fmt does. */
export function braced(opening: string, items: readonly string[]): string {
  if (items.length === 0) return `${opening}{}`;
  return items.length === 1 ? `${opening}{${items[0]}}` : `${opening}{ ${items.join(', ')} }`;
}

/** The 64 bits that tell one declaration from another, as Zig writes them. */
export function hashLiteral(capability: CapabilityDeclaration): string {
  const digits = ifaceHash(capability).toString(16).padStart(16, '0');
  return `0x${digits.replace(/(.{4})(?=.)/g, '$1_')}`;
}
