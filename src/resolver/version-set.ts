/**
 * A set of values one package can take, as a bitset: bit 0 is "absent", bit k is the k-th newest version.
 * Treated as immutable once built; every operation below returns a new set. A plain array of 32-bit words: nearly
 * every set is one word, and a typed array of that size costs ten times as much to make.
 */
export type VersionSet = number[];

/** Bit that stands for "the plugin is not selected". */
export const ABSENT = 0;

/** @param size number of values, the absent one included */
export function emptySet(size: number): VersionSet {
  const set = [0];
  for (let room = 32; room < size; room += 32) set.push(0);
  return set;
}

/** @param size number of values, the absent one included */
export function fullSet(size: number): VersionSet {
  const set = emptySet(size);
  insertRun(set, 0, size);
  return set;
}

/** Adds in place; only for a set that nobody else holds yet. */
export function insert(set: VersionSet, bit: number): void {
  set[bit >>> 5]! |= 1 << (bit & 31);
}

/** Adds the values from `start` to `end` - 1 in place; only for a set that nobody else holds yet. */
export function insertRun(set: VersionSet, start: number, end: number): void {
  if (end <= 32) set[0]! |= (-1 >>> (32 - end)) & (-1 << start);
  else for (let bit = start; bit < end; bit++) insert(set, bit);
}

export function singleton(size: number, bit: number): VersionSet {
  const set = emptySet(size);
  insert(set, bit);
  return set;
}

export function contains(set: VersionSet, bit: number): boolean {
  return ((set[bit >>> 5]! >>> (bit & 31)) & 1) === 1;
}

export function union(left: VersionSet, right: VersionSet): VersionSet {
  return left.map((word, i) => word | right[i]!);
}

export function intersection(left: VersionSet, right: VersionSet): VersionSet {
  return left.map((word, i) => word & right[i]!);
}

export function difference(left: VersionSet, right: VersionSet): VersionSet {
  return left.map((word, i) => word & ~right[i]!);
}

export function isSubset(left: VersionSet, right: VersionSet): boolean {
  return left.every((word, i) => (word & ~right[i]!) === 0);
}

export function isDisjoint(left: VersionSet, right: VersionSet): boolean {
  if (left[0]! & right[0]!) return false;
  for (let i = 1; i < left.length; i++) if (left[i]! & right[i]!) return false;
  return true;
}

export function isEmptySet(set: VersionSet): boolean {
  return set.every((word) => word === 0);
}

/** Whether one value, or none, is left. */
export function hasOneValue(set: VersionSet): boolean {
  if (set.length > 1) return countOf(set) < 2;
  const word = set[0]!;
  return (word & (word - 1)) === 0;
}

/** Number of values, the absent one included. */
export function countOf(set: VersionSet): number {
  let count = 0;
  for (let i = 0; i < set.length; i++) {
    for (let word = set[i]!; word !== 0; word &= word - 1) count++;
  }
  return count;
}

/** Newest version of the set (its lowest bit above `ABSENT`), or -1. */
export function newestOf(set: VersionSet): number {
  for (let i = 0; i < set.length; i++) {
    const word = i === 0 ? set[0]! & ~1 : set[i]!;
    if (word !== 0) return (i << 5) + 31 - Math.clz32(word & -word);
  }
  return -1;
}

/** Oldest version of the set, or -1. */
export function oldestOf(set: VersionSet): number {
  for (let i = set.length - 1; i >= 0; i--) {
    const word = i === 0 ? set[0]! & ~1 : set[i]!;
    if (word !== 0) return (i << 5) + 31 - Math.clz32(word);
  }
  return -1;
}
