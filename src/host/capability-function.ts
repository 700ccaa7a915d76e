import { type CapabilityDeclaration, layoutOf } from '../abi/index.ts';
import {
  bindFunction,
  capabilityPrototype,
  type NativeFunction,
  prototypes,
  viewMemory,
} from './native-types.ts';

/** A function of a plugin's capability table, or in words why there is none. */
export type FoundFunction = { readonly native: NativeFunction } | { readonly missing: string };

/**
 * Asks an instance for a capability's table and takes one function out of it. The table is read only as far as
 * its own struct_size reaches.
 */
export function findFunction(
  queryAddress: bigint,
  self: bigint,
  capability: CapabilityDeclaration,
  name: string,
): FoundFunction {
  const declaration = Object.hasOwn(capability.functions, name) ? capability.functions[name] : undefined;
  if (declaration === undefined) return { missing: `${capability.id} declares no function "${name}"` };
  const { major, minor } = capability.version;
  const query = bindFunction(queryAddress, prototypes.query);
  const table = query(self, capability.id, ((major << 16) | minor) >>> 0);
  if (typeof table !== 'bigint') return { missing: `it does not offer ${capability.id} ${major}.${minor}` };
  const offset = (layoutOf(capability.table, 8).offsets as Record<string, number>)[name] ?? 0;
  const sizeBytes = viewMemory(table, 32).getUint32(4, true);
  const address = offset + 8 <= sizeBytes ? viewMemory(table, offset + 8).getBigUint64(offset, true) : 0n;
  if (address === 0n) return { missing: 'its table has no such function' };
  return { native: bindFunction(address, capabilityPrototype(declaration.parameters.map((p) => p.type))) };
}
