import { Chunk } from '@codemirror/merge';
import { Text } from '@codemirror/state';

/** Lines of one text that are others in a second text. */
export interface LineChange {
  /** First line of the first text that it is about, from 1; of an insertion, the line that it goes before. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What must change in `before` to make `after` of it, from the top down. */
export function lineChanges(before: string, after: string): LineChange[] {
  const [a, b] = [Text.of(before.split('\n')), Text.of(after.split('\n'))];
  return Chunk.build(a, b).map(({ fromA, toA, endA, fromB, toB, endB }) => ({
    line: fromA > a.length ? a.lines + 1 : a.lineAt(fromA).number,
    removed: toA > fromA ? a.slice(fromA, endA).toString().split('\n') : [],
    added: toB > fromB ? b.slice(fromB, endB).toString().split('\n') : [],
  }));
}

/** Says a change in words, without the lines themselves: "Line 12 becomes". */
export function describeChange({ line, removed, added }: LineChange): string {
  if (removed.length === 0)
    return added.length === 1 ? `Before line ${line} comes` : `Before line ${line} come`;
  const lines = removed.length === 1 ? `Line ${line}` : `Lines ${line} to ${line + removed.length - 1}`;
  const isOne = removed.length === 1;
  if (added.length === 0) return `${lines} ${isOne ? 'goes' : 'go'}`;
  return `${lines} ${isOne ? 'becomes' : 'become'}`;
}

/** How much differs, in one sentence. */
export function describeDifference(changes: readonly LineChange[]): string {
  if (changes.length === 0) return 'Your text is the solution, character by character.';
  const places = changes.length === 1 ? 'in one place' : `in ${changes.length} places`;
  return `Your text differs from the solution ${places}.`;
}
