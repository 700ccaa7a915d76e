import type { SelectionChange } from '../resolver/index.ts';
import { table } from './table.ts';

/** What changed in a lockfile, a line for each plugin; one line when nothing did. */
export function formatChanges(file: string, changes: readonly SelectionChange[]): string[] {
  if (changes.length === 0) return [`Nothing changes in ${file}.`];
  const rows = changes.map(({ plugin, before, after }) => [
    `  ${plugin}`,
    before === undefined
      ? `${after} (new)`
      : after === undefined
        ? `${before} (gone)`
        : `${before} -> ${after}`,
  ]);
  return [`What changes in ${file}:`, ...table(rows)];
}
