import Range from 'semver/classes/range.js';
import SemVer from 'semver/classes/semver.js';
import { readVersion, type Version } from './version.ts';

/** Semantic version, or `undefined` when `text` is none. */
export function parseVersion(text: string): SemVer | undefined {
  try {
    return new SemVer(text);
  } catch {
    return undefined;
  }
}

/** Range with node-semver's meaning, or `undefined` when `text` is none. */
export function parseRange(text: string): Range | undefined {
  try {
    return new Range(text);
  } catch {
    return undefined;
  }
}

/** Range that treats a prerelease like any other version; a conflict means those too. */
export function parseRangeWithPrereleases(text: string): Range | undefined {
  try {
    return new Range(text, { includePrerelease: true });
  } catch {
    return undefined;
  }
}

/**
 * Version of a contract (the ABI, or a capability), written `major.minor`, as the semantic version that
 * ranges are tested against; `undefined` when `text` is none.
 */
export function parseContractVersion(text: string): SemVer | undefined {
  return /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/.test(text) ? parseVersion(`${text}.0`) : undefined;
}

/** The same as `parseContractVersion`, read into what it is compared by. */
export function readContractVersion(text: string): Version | undefined {
  return parseContractVersion(text) === undefined ? undefined : readVersion(`${text}.0`);
}
