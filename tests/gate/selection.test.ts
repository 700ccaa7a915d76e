import { expect, test } from 'vitest';
import { selectStages } from './selection.ts';

test.each([
  // [command line, stages, filters]
  ['', 'types lint build unit browser', ''],
  ['--only lint', 'lint', ''],
  ['--only=lint,types', 'types lint', ''],
  ['--only browser', 'build browser', ''],
  ['--only unit tests/resolver -t newest', 'build unit', 'tests/resolver -t newest'],
  ['--only lint --only unit repeat', 'lint build unit', 'repeat'],
])('"%s" runs %s', (line, stages, filters) => {
  expect(selectStages(words(line))).toEqual({ ok: true, stages: words(stages), filters: words(filters) });
});

test.each([
  // [command line, message]
  ['--only', '--only needs a stage: types, lint, build, unit, browser'],
  ['--only speed', 'No stage is named "speed": there are types, lint, build, unit, browser'],
  ['repeat', 'Cannot filter by "repeat": name the one stage it is for with --only unit or --only browser'],
  [
    '--only unit,browser repeat',
    'Cannot filter by "repeat": name the one stage it is for with --only unit or --only browser',
  ],
])('"%s" is refused', (line, message) => {
  expect(selectStages(words(line))).toEqual({ ok: false, message });
});

function words(line: string): string[] {
  return line.split(' ').filter((word) => word !== '');
}
