import { lineChanges } from '../workspace/help/line-changes.ts';

/** Code of a seeded mistake as its page shows it. Lines count from 1 in the file. */
export interface CrashCode {
  readonly lines: readonly string[];
  readonly firstLine: number;
}

const mark = / \/\* mistake \*\/$/;

/**
 * Cuts the code out of a seeded mistake or of its fixed twin: what stands between the head and the plugin around it,
 * or the region `code` where the file marks one. The mark of the mistaken line is left out.
 */
export function crashCode(text: string): CrashCode {
  const lines = text.trimEnd().split('\n');
  const marker = (word: string) => lines.findIndex((line) => line.trim() === `/* #${word} code */`);
  let from = marker('region') + 1;
  let to = marker('endregion');
  if (from === 0) {
    from = lines.indexOf('#include "lab.h"') + 1;
    to = lines.lastIndexOf('PLUGIN');
    if (to < 0) to = lines.length;
  }
  while (lines[from] === '') from++;
  while (lines[to - 1] === '') to--;
  return { lines: lines.slice(from, to).map((line) => line.replace(mark, '')), firstLine: from + 1 };
}

/** A mistake with its fix laid over it, as one text; lines count from 1 in that text. */
export interface FixedCode {
  readonly lines: readonly string[];
  readonly gone: readonly number[];
  readonly fresh: readonly number[];
}

/** Lays the fix over the mistake: what is gone stands above what takes its place. */
export function fixedCode(mistake: CrashCode, fix: CrashCode): FixedCode {
  const lines: string[] = [];
  const gone: number[] = [];
  const fresh: number[] = [];
  const add = (added: readonly string[], marked?: number[]) => {
    for (const line of added) marked?.push(lines.push(line));
    if (marked === undefined) lines.push(...added);
  };
  let at = 0;
  for (const change of lineChanges(mistake.lines.join('\n'), fix.lines.join('\n'))) {
    add(mistake.lines.slice(at, change.line - 1));
    add(change.removed, gone);
    add(change.added, fresh);
    at = change.line - 1 + change.removed.length;
  }
  add(mistake.lines.slice(at));
  return { lines, gone, fresh };
}
