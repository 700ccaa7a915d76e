import { findNearestSpelling } from '../manifest/index.ts';

/** The name that was most likely meant: misspelt, or typed no further than that; none when nothing is near. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const begun = typed.length > 1 ? names.filter((name) => name.startsWith(typed)) : [];
  return findNearestSpelling(typed, names) ?? begun.sort((a, b) => a.length - b.length)[0];
}
