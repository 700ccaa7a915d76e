import type { Lockfile } from '../manifest/index.ts';
import { selectionOfLockfile } from '../manifest/index.ts';
import { compareSelections, type SelectionChange } from '../resolver/index.ts';
import { table } from './table.ts';

/** What changed in a set, a line for each plugin. */
export function formatChanges(changes: readonly SelectionChange[]): string[] {
  return table(changeRows(changes));
}

/** What changed in a lockfile, a line for each change; one line when nothing did. */
export function formatLockChanges(file: string, before: Lockfile | undefined, after: Lockfile): string[] {
  const selections = [before === undefined ? {} : selectionOfLockfile(before), selectionOfLockfile(after)];
  const rows = [
    ...changeRows(compareSelections(selections[0]!, selections[1]!)),
    ...(before === undefined ? [] : otherRows(before, after)),
  ];
  return rows.length === 0 ? [`Nothing changes in ${file}.`] : [`What changes in ${file}:`, ...table(rows)];
}

function changeRows(changes: readonly SelectionChange[]): string[][] {
  return changes.map(({ plugin, before, after }) => [`  ${plugin}`, changeText(before, after)]);
}

/** What changed beside the versions: the host, what is asked for, libraries of releases that stay. */
function otherRows(before: Lockfile, after: Lockfile): string[][] {
  const rows: string[][] = [];
  const note = (what: string, old: string | undefined, young: string | undefined) => {
    if (old !== young) rows.push([`  ${what}`, changeText(old, young)]);
  };
  note('host ABI', before.abi, after.abi);
  for (const id of new Set([...Object.keys(before.roots), ...Object.keys(after.roots)]))
    note(`asked for ${id}`, before.roots[id], after.roots[id]);
  for (const id of new Set([...Object.keys(before.overrides ?? {}), ...Object.keys(after.overrides ?? {})]))
    note(`override of ${id}`, before.overrides?.[id], after.overrides?.[id]);
  for (const [id, { version, sha256 = {} }] of Object.entries(after.plugins)) {
    const old = before.plugins[id];
    if (old?.version !== version) continue;
    for (const [target, hash] of Object.entries(sha256)) {
      const known: Readonly<Record<string, string>> = old.sha256 ?? {};
      note(`${id} ${version} for ${target}`, known[target]?.slice(0, 12), hash.slice(0, 12));
    }
  }
  return rows;
}

function changeText(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return `${after} (new)`;
  return after === undefined ? `${before} (gone)` : `${before} -> ${after}`;
}
