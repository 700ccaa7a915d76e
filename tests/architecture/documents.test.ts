import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findDeadLinks, findLooseActions, findUnknownScripts } from './documents.ts';
import { listFiles, readFiles } from './tree.ts';

const files = listFiles();
const documents = readFiles(files.filter((path) => /^([^/]+|examples\/.*)\.md$/.test(path)));
const workflows = readFiles(files.filter((path) => path.startsWith('.github/workflows/')));
const { scripts, dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
};

test('the documents of the repository link to files that are there', () => {
  expect([...documents].flatMap(([path, text]) => findDeadLinks(path, text, files))).toEqual([]);
});

test('a link that leads nowhere is named', () => {
  const text =
    '[a](src/a.ts) [b](src#top) [c](../c.md) [d](https://example.org/d) [e](#e) [f](./src/f.ts#L1)';
  expect(findDeadLinks('docs/index.md', text, ['docs/src/a.ts'])).toEqual([
    'docs/index.md links to ../c.md, which is not there',
    'docs/index.md links to ./src/f.ts, which is not there',
  ]);
});

test('the documents and workflows name scripts that package.json has', () => {
  const texts = [...documents, ...workflows];
  expect(texts.flatMap(([path, text]) => findUnknownScripts(path, text, Object.keys(scripts)))).toEqual([]);
});

test('a script that is gone is named', () => {
  expect(findUnknownScripts('README.md', '`npm run dev` or `npm run fly`', ['dev'])).toEqual([
    'README.md says npm run fly, and package.json has no such script',
  ]);
});

test('the record about dependencies names what users of the package get', () => {
  const record = readFileSync('content/docs/explanation/decisions/0005-dependencies.mdx', 'utf8');
  const [, named = ''] = /Users of the package `tutti` get only \w+: ([^.]+)\./.exec(record) ?? [];
  const inPackage = Object.keys(dependencies).sort();
  expect([...named.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort()).toEqual(inPackage);
});

test('CI runs the test command of the README', () => {
  const command = 'npm ci && npm test';
  expect(documents.get('README.md')).toContain(`\n${command} `);
  expect(readFileSync('.ci/run', 'utf8').trimEnd().split('\n').at(-1)).toBe(command);
  expect(workflows.get('.github/workflows/ci.yml')).toMatch(/- run: npm ci\n +- run: npm test\n/);
});

test('workflows pin every action to a commit', () => {
  expect([...workflows].flatMap(([path, text]) => findLooseActions(path, text))).toEqual([]);
});

test('an action that is pinned to a tag is named', () => {
  const text = `- uses: actions/checkout@v4\n- uses: actions/cache@${'a'.repeat(40)} # v4.0.0\n`;
  expect(findLooseActions('ci.yml', text)).toEqual([
    'ci.yml uses actions/checkout@v4, which is not pinned to a commit',
  ]);
});
