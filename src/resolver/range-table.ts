import type { Release } from './release.ts';
import { readRange, type VersionIntervals } from './version-intervals.ts';

/** The ranges an index and its requests are written with, each text read once. */
export class RangeTable {
  readonly #ranges = new Map<string, VersionIntervals | undefined>();
  readonly #withPrereleases = new Map<string, VersionIntervals | undefined>();

  /** `undefined` when the text is no range. */
  find(text: string): VersionIntervals | undefined {
    return this.#read(this.#ranges, text, false);
  }

  /** The range as a conflict means it: a prerelease is a version like any other. */
  findWithPrereleases(text: string): VersionIntervals | undefined {
    return this.#read(this.#withPrereleases, text, true);
  }

  /** @throws RangeError when what `release` says is no range */
  expect(release: Release, text: string, what = 'the range'): VersionIntervals {
    return this.find(text) ?? refuseRelease(release, what, text);
  }

  #read(
    known: Map<string, VersionIntervals | undefined>,
    text: string,
    admitsPrereleases: boolean,
  ): VersionIntervals | undefined {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) return found;
    const range = readRange(text, admitsPrereleases);
    known.set(text, range);
    return range;
  }
}

/** Ends compiling an index that holds what no parsed manifest does. */
export function refuseRelease(release: Release, what: string, text: string): never {
  throw new RangeError(`Cannot compile the index: ${release.id} ${release.version} has ${what} "${text}"`);
}
