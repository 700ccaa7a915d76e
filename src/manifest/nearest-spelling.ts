/** Longer words are not typing mistakes of ours, and comparing them would cost time. */
const MAX_LENGTH = 40;

/**
 * Finds the candidate that `word` is most likely a misspelling of: at most a third of its letters changed,
 * added, left out or swapped. The first of equally near ones.
 */
export function findNearestSpelling(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  let nearest: string | undefined;
  // Fewer edits than this are at most a third.
  let best = (Math.max(word.length, 3) + 1) / 3;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance >= best) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

/** Edits between two words, two neighbouring letters swapped counting as one. */
function editDistance(left: string, right: string): number {
  // Edits between the first letters of both: `rows[row][column]` for so many of each.
  const rows = [[...new Array(right.length + 1).keys()]];
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    const last = rows.at(-1)!;
    for (let column = 1; column <= right.length; column++) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const before = isSwapped ? rows[row - 2]![column - 2]! : last[column - 1]!;
      current.push(isSame ? last[column - 1]! : Math.min(last[column]!, current[column - 1]!, before) + 1);
    }
    rows.push(current);
  }
  return rows.at(-1)!.at(-1)!;
}
