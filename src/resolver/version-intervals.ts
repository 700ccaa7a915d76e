import { comparePrecedence, createVersion, readPlainVersion, readVersion, type Version } from './version.ts';
import { parseRange } from './version-range.ts';

/** The versions between two bounds; a bound that is missing leaves that side open. */
interface Interval {
  readonly lower: Bound | undefined;
  readonly upper: Bound | undefined;
  /** Bounds that are prereleases: only prereleases of the same major.minor.patch are meant by the range. */
  readonly named: readonly Version[];
}

export interface Bound {
  readonly version: Version;
  readonly isIncluded: boolean;
}

/** What a range admits: any version in one of the intervals. */
export interface VersionIntervals {
  readonly intervals: readonly Interval[];
  /** Whether a prerelease is like any other version. */
  readonly admitsPrereleases: boolean;
}

type Comparator = readonly [operator: string, version: Version];

const COMPARATOR = /^([\^~]|[<>]?=?)(.*)/;

/**
 * Reads a range with node-semver's meaning, or returns `undefined` where node-semver refuses it. Comparators of
 * whole plain versions, which nearly all ranges are made of, are read here; any other notation is left to
 * node-semver, whose comparators then become intervals too.
 */
export function readRange(text: string, admitsPrereleases: boolean): VersionIntervals | undefined {
  const alternatives =
    readSimple(text) ??
    parseRange(text, admitsPrereleases)?.set.map((comparators) =>
      // The comparator that admits everything holds a symbol in place of a version.
      comparators.flatMap(({ operator, semver }): Comparator[] =>
        typeof semver === 'symbol' ? [] : [[operator, readVersion(semver.version)!]],
      ),
    );
  return alternatives && { intervals: alternatives.map(createInterval), admitsPrereleases };
}

/** Whether the range means this version. */
export function admits(range: VersionIntervals, version: Version): boolean {
  const isOrdinary = range.admitsPrereleases || version.prerelease.length === 0;
  for (const { lower, upper, named } of range.intervals) {
    const isWithin = isBeyond(version, lower, 1) && isBeyond(version, upper, -1);
    if (isWithin && (isOrdinary || isNamed(named, version))) return true;
  }
  return false;
}

/** The lowest of the lower bounds, whether it is admitted itself or not. */
export function lowestOf({ intervals }: VersionIntervals): Version {
  const bounds = intervals.map(({ lower }) => lower?.version ?? readPlainVersion('0.0.0')!);
  return bounds.sort(comparePrecedence)[0]!;
}

/** Whether the version is on the side that the bound admits: 1 above it, -1 below it; without a bound, always. */
export function isBeyond(version: Version, bound: Bound | undefined, direction: 1 | -1): boolean {
  if (bound === undefined) return true;
  const order = comparePrecedence(version, bound.version) * direction;
  return order > 0 || (order === 0 && bound.isIncluded);
}

function isNamed(named: readonly Version[], { major, minor, patch }: Version): boolean {
  return named.some((one) => one.major === major && one.minor === minor && one.patch === patch);
}

function createInterval(comparators: readonly Comparator[]): Interval {
  let lower: Bound | undefined;
  let upper: Bound | undefined;
  const named: Version[] = [];
  // Of two bounds on the same side, the one that the other admits is the narrower.
  for (const [operator, version] of comparators) {
    if (version.prerelease.length > 0) named.push(version);
    const bound = { version, isIncluded: operator !== '<' && operator !== '>' };
    if (!operator.startsWith('<') && isBeyond(version, lower, 1)) lower = bound;
    if (!operator.startsWith('>') && isBeyond(version, upper, -1)) upper = bound;
  }
  return { lower, upper, named };
}

/** The comparators of each alternative, with `^` and `~` spelled out, or `undefined` when it is not that simple. */
function readSimple(text: string): Comparator[][] | undefined {
  const alternatives: Comparator[][] = [];
  for (const alternative of text.split('||')) {
    const comparators: Comparator[] = [];
    for (const word of alternative.split(' ')) {
      if (word === '' || word === '*') continue;
      const parts = COMPARATOR.exec(word)!;
      const operator = parts[1]!;
      const version = readPlainVersion(parts[2]!);
      if (version === undefined) return undefined;
      if (operator === '^' || operator === '~') {
        comparators.push(['>=', version], ['<', endOf(operator, version)]);
      } else comparators.push([operator, version]);
    }
    alternatives.push(comparators);
  }
  return alternatives;
}

/** The lowest version, its prereleases included, that `^` or `~` no longer admits. */
function endOf(operator: string, { major, minor, patch }: Version): Version {
  const before = (a: number, b: number, c: number) => createVersion(`${a}.${b}.${c}-0`, a, b, c, [0]);
  if (operator === '^' && major > 0) return before(major + 1, 0, 0);
  return operator === '~' || minor > 0 ? before(major, minor + 1, 0) : before(0, 0, patch + 1);
}
