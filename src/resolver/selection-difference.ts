import { omitUndefined, ownValue } from './record.ts';
import type { Selection } from './selection.ts';

/** A plugin that is in another version, new, or gone. */
export interface SelectionChange {
  readonly plugin: string;
  /** Absent when the plugin is new. */
  readonly before?: string;
  /** Absent when the plugin is gone. */
  readonly after?: string;
}

/** What turns one selection into another, sorted by id. */
export function compareSelections(before: Selection, after: Selection): SelectionChange[] {
  return Object.keys({ ...before, ...after })
    .sort()
    .map((plugin) => ({ plugin, before: ownValue(before, plugin), after: ownValue(after, plugin) }))
    .filter((change) => change.before !== change.after)
    .map(omitUndefined);
}
