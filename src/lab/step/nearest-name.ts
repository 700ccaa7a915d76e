/** The name that was most likely meant: the one that shares most letters in their order, if it shares enough. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let best = 0.65;
  for (const name of names) {
    const likeness =
      (2 * lettersShared(written.toLowerCase(), name.toLowerCase())) / (written.length + name.length);
    if (likeness <= best) continue;
    best = likeness;
    nearest = name;
  }
  return nearest;
}

/** Length of the longest sequence of letters that both have in the same order. */
function lettersShared(left: string, right: string): number {
  let row: number[] = Array.from({ length: right.length + 1 }, () => 0);
  for (const letter of left) {
    const next = [0];
    for (let i = 1; i <= right.length; i++) {
      const before = Math.max(row[i] ?? 0, next[i - 1] ?? 0);
      next.push(right[i - 1] === letter ? Math.max(before, (row[i - 1] ?? 0) + 1) : before);
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
