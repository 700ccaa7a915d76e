import { expect, test } from 'vitest';
import {
  describeChange,
  describeDifference,
  lineChanges,
} from '../../src/site/workspace/help/line-changes.ts';

const own = 'one\ntwo\nthree\nfour\nfive\n';

test.each([
  // what the solution is, the changes, in words
  [own, [], []],
  [own.replace('two', 'TWO'), [{ line: 2, removed: ['two'], added: ['TWO'] }], ['Line 2 becomes']],
  [own.replace('two\nthree\n', ''), [{ line: 2, removed: ['two', 'three'], added: [] }], ['Lines 2 to 3 go']],
  [own.replace('five\n', ''), [{ line: 5, removed: ['five'], added: [] }], ['Line 5 goes']],
  [
    own.replace('three', 'two and a half\nthree'),
    [{ line: 3, removed: [], added: ['two and a half'] }],
    ['Before line 3 comes'],
  ],
  [`${own}six\nseven\n`, [{ line: 6, removed: [], added: ['six', 'seven'] }], ['Before line 6 come']],
  [
    own.replace('one', 'ONE').replace('four\nfive', 'x\ny'),
    [
      { line: 1, removed: ['one'], added: ['ONE'] },
      { line: 4, removed: ['four', 'five'], added: ['x', 'y'] },
    ],
    ['Line 1 becomes', 'Lines 4 to 5 become'],
  ],
])('the lines that differ are named with their numbers: %j', (solution, changes, words) => {
  const found = lineChanges(own, solution);
  expect([found, found.map(describeChange)]).toEqual([changes, words]);
});

test('an empty text differs as a whole', () => {
  expect(lineChanges('', 'int x;')).toEqual([{ line: 1, removed: [''], added: ['int x;'] }]);
});

test('how much differs is one sentence', () => {
  expect([0, 1, 3].map((count) => describeDifference(lineChanges(own, own).concat(Array(count))))).toEqual([
    'Your text is the solution, character by character.',
    'Your text differs from the solution in one place.',
    'Your text differs from the solution in 3 places.',
  ]);
});
