import type { CapabilityDeclaration, FunctionDeclaration } from './declaration.ts';
import type { Kind } from './kinds.ts';

function numbersText(numbers: Readonly<Record<string, number>>): string {
  return Object.entries(numbers)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}

/** A kind in the words of a declaration: `list of record note { frame: u64, pitch: u8 }`. */
export function kindText(kind: Kind): string {
  if (typeof kind === 'string') return kind;
  switch (kind.kind) {
    case 'enumeration':
      return `enumeration ${kind.name} { ${numbersText(kind.cases)} }`;
    case 'flags':
      return `flags ${kind.name} { ${numbersText(kind.bits)} }`;
    case 'record': {
      const fields = Object.entries(kind.fields).map(([name, field]) => `${name}: ${kindText(field)}`);
      return `record ${kind.name} { ${fields.join(', ')} }`;
    }
    case 'list':
      return `list of ${kindText(kind.item)}`;
    case 'optional':
      return `optional ${kindText(kind.some)}`;
    case 'result':
      return `result of ${kindText(kind.ok)} or ${kindText(kind.error)}`;
  }
}

function functionText(name: string, { parameters, result, isOptional }: FunctionDeclaration): string {
  const list = parameters.map((parameter) => `${parameter.name}: ${kindText(parameter.type)}`);
  const shown = result === 'none' ? 'none' : kindText(result);
  return `${name}${isOptional ? '?' : ''}(${list.join(', ')}) -> ${shown}`;
}

/**
 * A capability's interface as text: its id and version, then one line for each function. What only explains it
 * (summary, meanings, statuses) is left out, so better words never change the hash.
 */
export function canonicalText(capability: CapabilityDeclaration): string {
  const { id, version, functions } = capability;
  const lines = Object.entries(functions).map(([name, declaration]) => functionText(name, declaration));
  return [`${id} ${version.major}.${version.minor}`, ...lines, ''].join('\n');
}

/** FNV-1a, 64 bits: tells interfaces apart by mistake, not by malice. */
function fnv1a(bytes: Uint8Array): bigint {
  let hash = 0xcbf2_9ce4_8422_2325n;
  for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100_0000_01b3n);
  return hash;
}

const hashes = new WeakMap<CapabilityDeclaration, bigint>();

/** The `iface_hash` of tables generated from this declaration; computed once for each, since none changes. */
export function ifaceHash(capability: CapabilityDeclaration): bigint {
  let hash = hashes.get(capability);
  if (hash === undefined) {
    hash = fnv1a(new TextEncoder().encode(canonicalText(capability)));
    hashes.set(capability, hash);
  }
  return hash;
}
