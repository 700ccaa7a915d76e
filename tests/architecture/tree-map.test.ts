import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allowedImports } from './imports.ts';
import { listFiles } from './tree.ts';
import { listMapped, readTreeMap } from './tree-map.ts';

const readme = readFileSync('README.md', 'utf8');

test('the map in the README is the tree, and each line says what the folder is', () => {
  const map = readTreeMap(readme);
  expect(map.map(({ path }) => path).sort()).toEqual(listMapped(listFiles()));
  expect(map.filter(({ idea }) => idea === '')).toEqual([]);
});

test('the folders of the map are the folders that the import rules know', () => {
  const folders = readTreeMap(readme).flatMap(({ path }) => /^src\/([^/]+)\/$/.exec(path)?.[1] ?? []);
  expect(folders.sort()).toEqual(
    Object.keys(allowedImports)
      .filter((folder) => folder !== 'program')
      .sort(),
  );
});

test('a map is read with its levels, and a line without an idea is kept as such', () => {
  const text =
    '# T\n\n## The tree\n\nIn short:\n\n```text\nsrc/       code\n  abi/     the ABI\n  lab/\ntests/     tests\n```\n';
  expect(readTreeMap(text)).toEqual([
    { path: 'src/', idea: 'code' },
    { path: 'src/abi/', idea: 'the ABI' },
    { path: 'src/lab/', idea: '' },
    { path: 'tests/', idea: 'tests' },
  ]);
});

test('a folder that is new and a folder that is gone both show', () => {
  const files = ['.npmrc', 'LICENSE', 'package.json', 'src/abi/index.ts', 'src/news/a/b.ts', 'tests/run.ts'];
  expect(listMapped(files)).toEqual(['package.json', 'src/', 'src/abi/', 'src/news/', 'tests/']);
});
