import { parseVersion, RELEASED } from './version-range.ts';

/** A semantic version, read into what it is compared by. */
export interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Identifiers after the hyphen; a whole number where it is one. */
  readonly prerelease: readonly (string | number)[];
}

const NO_PRERELEASE: readonly (string | number)[] = [];

/** Reads what node-semver reads, or returns `undefined`. Plain `1.2.3` is read without its help. */
export function readVersion(text: string): Version | undefined {
  const plain = readPlainVersion(text);
  if (plain !== undefined) return plain;
  const parsed = parseVersion(text);
  return parsed && createVersion(text, parsed.major, parsed.minor, parsed.patch, parsed.prerelease);
}

/** Reads `1.2.3` alone, in numbers of up to nine digits. */
export function readPlainVersion(text: string): Version | undefined {
  const parts = RELEASED.exec(text);
  return parts ? createVersion(text, Number(parts[1]), Number(parts[2]), Number(parts[3])) : undefined;
}

/** Version of a contract (the ABI, or a capability), written `major.minor`, or `undefined` when `text` is none. */
export function readContractVersion(text: string): Version | undefined {
  return readPlainVersion(`${text}.0`);
}

export function createVersion(
  text: string,
  major: number,
  minor: number,
  patch: number,
  prerelease: Version['prerelease'] = NO_PRERELEASE,
): Version {
  return { text, major, minor, patch, prerelease };
}

/** Negative when `left` is the lower one; what comes after `+` counts for nothing. */
export function comparePrecedence(left: Version, right: Version): number {
  return (
    left.major - right.major ||
    left.minor - right.minor ||
    left.patch - right.patch ||
    (left.prerelease === right.prerelease ? 0 : comparePrerelease(left.prerelease, right.prerelease))
  );
}

function comparePrerelease(left: Version['prerelease'], right: Version['prerelease']): number {
  if (left.length === 0 || right.length === 0) return right.length - left.length;
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [one, other] = [left[i]!, right[i]!];
    if (one === other) continue;
    if (typeof one !== typeof other) return typeof one === 'number' ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return left.length - right.length;
}

/** Newest first; equal precedence falls back to the text, so that the order never depends on the input's. */
export function compareNewestFirst(left: Version, right: Version): number {
  return (
    comparePrecedence(right, left) ||
    parseVersion(right.text)!.compareBuild(left.text) ||
    (left.text < right.text ? -1 : left.text > right.text ? 1 : 0)
  );
}
