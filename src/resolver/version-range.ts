import Range from 'semver/classes/range.js';
import SemVer from 'semver/classes/semver.js';

/** A plain `1.2.3`, in numbers of up to nine digits. */
export const RELEASED = /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/;

/** Semantic version, or `undefined` when `text` is none. */
export function parseVersion(text: string): SemVer | undefined {
  try {
    return new SemVer(text);
  } catch {
    return undefined;
  }
}

/**
 * Range with node-semver's meaning, or `undefined` when `text` is none.
 *
 * @param includePrerelease whether a prerelease is a version like any other; a conflict means those too
 */
export function parseRange(text: string, includePrerelease = false): Range | undefined {
  try {
    return new Range(text, { includePrerelease });
  } catch {
    return undefined;
  }
}

/**
 * Version of a contract (the ABI, or a capability), written `major.minor`, as the semantic version that
 * ranges are tested against; `undefined` when `text` is none.
 */
export function parseContractVersion(text: string): SemVer | undefined {
  const version = `${text}.0`;
  return RELEASED.test(version) ? parseVersion(version) : undefined;
}
