import compareBuild from 'semver/functions/compare-build.js';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { expect, test } from 'vitest';
import { compareNewestFirst, readVersion } from '../../src/resolver/version.ts';
import { admits, readRange } from '../../src/resolver/version-intervals.ts';
import { createRandom } from './universe.ts';

const PAIRS = 150_000;
const random = createRandom(7);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const number = () => pick(['0', '0', '1', '1', '2', '3', '10']);
const identifiers = () =>
  pick(['0', '1', 'alpha', 'beta', 'beta.1', 'beta.2', 'beta.10', 'rc-1', 'alpha.0.x']);
const prerelease = () => (random() < 0.4 ? `-${identifiers()}` : '');
const build = () => (random() < 0.05 ? `+${pick(['1', 'sha.5', '2'])}` : '');

const createVersionText = () => `${number()}.${number()}.${number()}${prerelease()}${build()}`;

function createComparatorText(): string {
  const operator = pick(['', '', '^', '^', '~', '>=', '>', '<', '<=', '=', '~>', '>= ', '^v']);
  const shape = random();
  if (shape < 0.7) return `${operator}${createVersionText()}`;
  if (shape < 0.8) return `${operator}${number()}.${number()}`;
  if (shape < 0.86) return `${operator}${number()}.x`;
  if (shape < 0.92) return `${operator}${number()}`;
  return pick(['*', 'x', '', '>=0.0.0-0', '<0.0.0-0', '1.2.3.4', '01.0.0', 'newest', '>=1.0.0 <']);
}

function createRangeText(): string {
  const alternatives = Array.from({ length: pick([1, 1, 1, 2, 3]) }, () => {
    if (random() < 0.08) return `${createVersionText()} - ${createVersionText()}`;
    return Array.from({ length: pick([1, 1, 2, 3]) }, createComparatorText).join(pick([' ', '  ']));
  });
  return alternatives.join(pick(['||', ' || ']));
}

/** Now and then a version beside one that the range names: prereleases matter only there. */
function createPair(): { range: string; version: string; includePrerelease: boolean } {
  const range = createRangeText();
  const named = /[1-9]\.\d\.\d/.exec(range)?.[0];
  const beside = random() < 0.5 && named !== undefined ? `${named}${prerelease()}${build()}` : undefined;
  return { range, version: beside ?? createVersionText(), includePrerelease: random() < 0.4 };
}

const pairs = Array.from({ length: PAIRS }, createPair);

test('intervals admit exactly what node-semver does, and refuse the same ranges', () => {
  const wrong = pairs.filter(({ range, version, includePrerelease }) => {
    const intervals = readRange(range, includePrerelease);
    if (intervals === undefined || validRange(range) === null)
      return (intervals === undefined) !== (validRange(range) === null);
    return admits(intervals, readVersion(version)!) !== satisfies(version, range, { includePrerelease });
  });
  expect(wrong.slice(0, 5)).toEqual([]);
});

test('the pairs are worth comparing: many of each answer, prereleases admitted and not, ranges that are none', () => {
  const some = pairs.slice(0, 20_000);
  const share = (rule: (pair: (typeof pairs)[number]) => boolean) => some.filter(rule).length / some.length;
  const isAdmitted = ({ range, version, includePrerelease }: (typeof pairs)[number]) =>
    satisfies(version, range, { includePrerelease });
  const isPrerelease = ({ version }: (typeof pairs)[number]) => version.includes('-');
  expect(share(isAdmitted)).toBeGreaterThan(0.15);
  expect(share(isAdmitted)).toBeLessThan(0.6);
  expect(share((pair) => isPrerelease(pair) && isAdmitted(pair) && !pair.includePrerelease)).toBeGreaterThan(
    0.003,
  );
  expect(share((pair) => isPrerelease(pair) && !isAdmitted(pair))).toBeGreaterThan(0.05);
  expect(share(({ range }) => validRange(range) === null)).toBeGreaterThan(0.02);
  expect(share(({ range }) => validRange(range) === null)).toBeLessThan(0.2);
});

test('versions are ordered as node-semver orders them', () => {
  const wrong = pairs.filter(({ version }, position) => {
    const other = pairs[(position + 1) % PAIRS]!.version;
    const order = Math.sign(compareNewestFirst(readVersion(version)!, readVersion(other)!));
    const expected = compareBuild(other, version);
    return version === other ? order !== 0 : expected !== 0 && order !== expected;
  });
  expect(wrong.slice(0, 5)).toEqual([]);
});

test('what is no version is none', () => {
  for (const text of ['', '1', '1.0', '01.0.0', '1.0.0-', '9007199254740993.0.0', 'newest'])
    expect(readVersion(text)).toBe(undefined);
});
