import type { CapabilityDeclaration } from './declaration.ts';
import { kindText } from './interface-hash.ts';
import type { EnumerationKind, FlagsKind, Kind, RecordKind } from './kinds.ts';

export type NamedKind = EnumerationKind | FlagsKind | RecordKind;

/** The kinds that a kind is directly made of. */
function partsOf(kind: Kind): readonly Kind[] {
  if (typeof kind === 'string') return [];
  switch (kind.kind) {
    case 'enumeration':
    case 'flags':
      return [];
    case 'record':
      return Object.values(kind.fields);
    case 'list':
      return [kind.item];
    case 'optional':
      return [kind.some];
    case 'result':
      return [kind.ok, kind.error];
  }
}

/**
 * The enumerations, flags and records of a capability, each once, and each behind those that it is made of.
 *
 * @throws RangeError when one name stands for two different kinds
 */
export function namedKinds(capability: CapabilityDeclaration): NamedKind[] {
  const found = new Map<string, NamedKind>();
  const visit = (kind: Kind) => {
    for (const part of partsOf(kind)) visit(part);
    if (typeof kind === 'string' || !('name' in kind)) return;
    const before = found.get(kind.name);
    if (before !== undefined && kindText(before) !== kindText(kind))
      throw new RangeError(`Cannot declare ${capability.id}: "${kind.name}" stands for two different kinds`);
    found.set(kind.name, kind);
  };
  for (const { parameters, result } of Object.values(capability.functions)) {
    for (const parameter of parameters) visit(parameter.type);
    if (result !== 'none') visit(result);
  }
  return [...found.values()];
}
