import { expect, test } from 'vitest';
import { findGrabBags, findLongFiles } from './file-rules.ts';
import { listFiles, listIgnored, readFiles } from './tree.ts';

test('no file of the project is past 300 lines', () => {
  const sources = listFiles().filter((path) => /^(src|native|examples)\//.test(path));
  expect(findLongFiles(readFiles(sources))).toEqual([]);
});

test('a file past 300 lines is named with its length', () => {
  const files = new Map([
    ['src/resolver/solver.ts', '\n'.repeat(300).replaceAll('\n', 'x\n')],
    ['native/host/host.c', 'x\n'.repeat(301)],
    ['content/docs/long.mdx', 'x\n'.repeat(999)],
    ['examples/repeat/c/repeat.expected.json', 'x\n'.repeat(999)],
  ]);
  expect(findLongFiles(files)).toEqual(['native/host/host.c has 301 lines: at most 300']);
});

test('no file of the project is a grab bag', () => {
  expect(findGrabBags(listFiles())).toEqual([]);
});

test('a grab bag is refused, and a longer word that holds one is not', () => {
  const paths = [
    'src/host/utils.ts',
    'src/shared/color.ts',
    'tests/helpers.test.ts',
    'src/site/commonplace.ts',
  ];
  expect(findGrabBags(paths)).toEqual([
    'src/host/utils.ts is a grab bag: name it after the one idea that it holds',
    'src/shared/color.ts is a grab bag: name it after the one idea that it holds',
    'tests/helpers.test.ts is a grab bag: name it after the one idea that it holds',
  ]);
});

test('no source is hidden from git by a rule that was meant for outputs', () => {
  expect(listIgnored(['src', 'content', 'native', 'examples', 'tests'])).toEqual([]);
});
