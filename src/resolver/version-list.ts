/**
 * Some versions of a plugin, oldest first, merging those that stand next to each other in the index: `1.0.0`,
 * `1.0.0 and 1.1.0`, `1.0.0 to 1.3.0 and 2.0.0`.
 *
 * @param known all versions in the index, newest first
 * @param versions the ones meant, newest first
 * @param conjunction between two runs: `and` when all are meant, `or` when one of them is
 */
export function listVersions(
  known: readonly string[],
  versions: readonly string[],
  conjunction: 'and' | 'or',
): string {
  const gathered: string[][] = [[]];
  for (const version of known.toReversed())
    if (versions.includes(version)) gathered.at(-1)!.push(version);
    else gathered.push([]);
  const runs = gathered.filter((run) => run.length > 0);
  if (runs.length > 4)
    return `${versions.at(-1)} to ${versions[0]} (${versions.length} of the versions in between)`;
  const names = runs.flatMap((run) => (run.length < 3 ? run : `${run[0]} to ${run.at(-1)}`));
  return joinWords(names, conjunction);
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[], conjunction: 'and' | 'or'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}
