import type { BackendTable, CapabilityDeclaration } from '../../abi/index.ts';
import { libraryFunctions } from './library-functions.ts';
import type { NativeCalls } from './native-calls.ts';
import { TableCopy } from './table-copy.ts';

/**
 * Asks an instance for its table of a capability; undefined when it does not offer it. The table is read only as far as its own struct_size reaches.
 *
 * @param library address of its library
 * @param self address of the instance
 */
export function queryTable(
  library: bigint,
  self: bigint,
  capability: CapabilityDeclaration,
  calls: () => NativeCalls,
): BackendTable | undefined {
  const copy = new TableCopy(capability);
  const { bytes } = copy;
  const version = TableCopy.version(capability);
  const table = libraryFunctions().query(library, self, capability.id, version, bytes, bytes.length);
  if (typeof table !== 'bigint') return undefined;
  const { minor, ifaceHash, hasInvoke } = copy;
  return {
    minor,
    ifaceHash,
    hasInvoke,
    find: (index, declaration) => (copy.hasAt(index) ? calls().find(table, index, declaration) : undefined),
  };
}
