import { memoize } from './record.ts';
import type { Release } from './release.ts';
import { readRange } from './version-intervals.ts';

/** The ranges an index and its requests are written with, each text read once. */
export class RangeTable {
  /** `undefined` when the text is no range. */
  readonly find = memoize((text) => readRange(text, false));

  /** The range as a conflict means it: a prerelease is a version like any other. */
  readonly findWithPrereleases = memoize((text) => readRange(text, true));

  /** @throws RangeError when what `release` says is no range */
  expect(release: Release, text: string, what = 'range'): void {
    if (this.find(text) === undefined) refuseRelease(release, `has the ${what} "${text}"`);
  }
}

/** Ends compiling an index that holds what no parsed manifest does. */
export function refuseRelease(release: Release, why: string): never {
  throw new RangeError(`Cannot compile the index: ${release.id} ${release.version} ${why}`);
}
