/**
 * The statuses of TUTTI_STATUSES in native/include/tutti.h, in its order and with its words.
 * A test compares the two lists.
 */
export const statuses = [
  { name: 'TUTTI_OK', value: 0, meaning: 'done' },
  { name: 'TUTTI_E_INVALID_ARGUMENT', value: 1, meaning: 'an argument is not what was asked for' },
  { name: 'TUTTI_E_NOMEM', value: 2, meaning: 'out of memory, or over the memory quota' },
  { name: 'TUTTI_E_LIMIT', value: 3, meaning: 'larger than a limit allows' },
  { name: 'TUTTI_E_UNSUPPORTED', value: 4, meaning: 'this plugin does not do that' },
  { name: 'TUTTI_E_STATE', value: 5, meaning: "not possible in the instance's current state" },
  { name: 'TUTTI_E_INCOMPATIBLE', value: 6, meaning: 'the two sides have no ABI version in common' },
  { name: 'TUTTI_E_CANCELLED', value: 7, meaning: 'the host cancelled the call' },
  { name: 'TUTTI_E_INTERNAL', value: 8, meaning: 'the plugin failed for a reason of its own' },
  { name: 'TUTTI_E_PANIC', value: 9, meaning: 'an exception or panic was stopped at the boundary' },
] as const;

export type StatusName = (typeof statuses)[number]['name'];

/** Finds the name of a status that a plugin returned; undefined when the ABI has no such status. */
export function statusName(value: number): StatusName | undefined {
  return statuses[value]?.name;
}
