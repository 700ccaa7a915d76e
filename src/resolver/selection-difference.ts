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
  const versionOf = (selection: Selection, plugin: string) =>
    Object.hasOwn(selection, plugin) ? selection[plugin] : undefined;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((plugin) => {
    const [old, young] = [versionOf(before, plugin), versionOf(after, plugin)];
    if (old === young) return [];
    return {
      plugin,
      ...(old === undefined ? {} : { before: old }),
      ...(young === undefined ? {} : { after: young }),
    };
  });
}
