import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The lines of C that an author writes: without comments, blank lines and includes. */
function authorLines(source: string): string[] {
  return source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#include'));
}

test('the whole of repeat is at most 15 lines of its author', () => {
  expect(authorLines(readFileSync('examples/repeat/c/repeat.c', 'utf8')).length).toBeLessThanOrEqual(15);
});

test('comments, blank lines and includes are not counted', () => {
  const source = '#include "a.h"\n\n/* one\n * two */\nint a; /* three */\n  int b;\n';
  expect(authorLines(source)).toEqual(['int a; ', '  int b;']);
});
