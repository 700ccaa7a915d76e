import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formatProblem, parseManifest } from '../../src/manifest/index.ts';

const files = globSync('examples/**/tutti.json', { exclude: ['**/node_modules/**'] }).sort();

test('there are examples to read', () => {
  expect(files.length).toBeGreaterThan(0);
});

describe('the manifest of each example is right, and names files that are there', () => {
  test.each(files)('%s', (file) => {
    const parsed = parseManifest(readFileSync(file, 'utf8'), file);
    expect(parsed.ok ? [] : parsed.problems.map(formatProblem)).toEqual([]);
    const sources = parsed.ok ? Object.values(parsed.manifest.entry ?? {}) : [];
    for (const source of sources)
      expect(readFileSync(file.replace(/[^/]*$/, source)).length).toBeGreaterThan(0);
  });
});
