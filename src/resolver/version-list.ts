/** A plugin and some of its versions, as people say it. */
export interface VersionPhrase {
  readonly text: string;
  /** Whether the verb after it is plural: `1.0.0 to 1.2.0 need`. */
  readonly isPlural: boolean;
}

/**
 * Names some versions of a plugin, merging those that stand next to each other in the index.
 *
 * @param known all versions in the index, newest first
 * @param versions the ones meant, newest first
 * @param conjunction between two runs: `and` when all are meant, `or` when one of them is
 */
export function describeVersions(
  plugin: string,
  known: readonly string[],
  versions: readonly string[],
  conjunction: 'and' | 'or',
): VersionPhrase {
  if (versions.length === known.length && known.length > 1) {
    return { text: conjunction === 'and' ? `every version of ${plugin}` : plugin, isPlural: false };
  }
  return { text: `${plugin} ${listVersions(known, versions, conjunction)}`, isPlural: versions.length > 1 };
}

/** The versions alone, oldest first: `1.0.0`, `1.0.0 and 1.1.0`, `1.0.0 to 1.3.0 and 2.0.0`. */
export function listVersions(
  known: readonly string[],
  versions: readonly string[],
  conjunction: 'and' | 'or',
): string {
  const chosen = new Set(versions);
  const runs: string[][] = [];
  let isOpen = false;
  for (const version of known.toReversed()) {
    if (chosen.has(version)) {
      if (isOpen) runs[runs.length - 1]!.push(version);
      else runs.push([version]);
    }
    isOpen = chosen.has(version);
  }
  if (runs.length > 4) {
    return `${runs[0]![0]} to ${runs.at(-1)!.at(-1)} (${versions.length} of the versions in between)`;
  }
  const names = runs.flatMap((run) => (run.length < 3 ? run : [`${run[0]} to ${run.at(-1)}`]));
  return joinWords(names, conjunction);
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[], conjunction: 'and' | 'or'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
