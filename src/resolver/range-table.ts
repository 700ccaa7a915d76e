import type { Release } from './release.ts';
import { readRange, type VersionIntervals } from './version-intervals.ts';

/** The ranges an index and its requests are written with, each text read once. */
export class RangeTable {
  readonly #known = new Map<string, VersionIntervals | undefined>();
  readonly #knownWithPrereleases = new Map<string, VersionIntervals | undefined>();

  /**
   * @param admitsPrereleases the range as a conflict means it: a prerelease is a version like any other
   * @returns `undefined` when the text is no range
   */
  find(text: string, admitsPrereleases = false): VersionIntervals | undefined {
    const known = admitsPrereleases ? this.#knownWithPrereleases : this.#known;
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found;
    const range = readRange(text, admitsPrereleases);
    known.set(text, range);
    return range;
  }

  /** @throws RangeError when what `release` says is no range */
  expect(release: Release, text: string, what = 'the range'): VersionIntervals {
    return this.find(text) ?? refuseRelease(release, what, text);
  }
}

/** Ends compiling an index that holds what no parsed manifest does. */
export function refuseRelease(release: Release, what: string, text: string): never {
  throw new RangeError(`Cannot compile the index: ${release.id} ${release.version} has ${what} "${text}"`);
}
