import { expect, test } from 'vitest';
import { exampleReport } from '../../src/site/sources/example-report.ts';
import { sourceText } from '../../src/site/sources/source-files.ts';

test('a page quotes the file as it is in the repository', () => {
  expect(sourceText('examples/repeat/tutti.json')).toContain('"id": "org.tutti.repeat"');
});

test('a page that quotes a file that is not there stops the build with its name', () => {
  const message = 'Cannot show examples/repeat/c/repaet.c: there is no such file in the repository';
  expect(() => sourceText('examples/repeat/c/repaet.c')).toThrow(new Error(message));
});

test('a page about an example that was not captured says which command captures it', () => {
  const message =
    'Cannot show what "nobody" did: reports/examples/nobody.json is missing; run npm start or npm run build, which write it.';
  expect(() => exampleReport('nobody')).toThrow(new Error(message));
});
