import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { capabilities } from '../../src/abi/index.ts';
import {
  bindings,
  generatedFiles,
  readDeclarations,
  staleFiles,
  workspaceAt,
  writeGenerated,
} from '../../src/toolkit/index.ts';
import { everyKind } from './every-kind.ts';

function emptyFolder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'tutti-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

test('every generated file of the project is as its declaration says: npm run generate', async () => {
  expect(await staleFiles(process.cwd(), generatedFiles(capabilities, bindings))).toEqual([]);
});

test('a file that differs, or is not there, is stale until it is written', async () => {
  const dir = emptyFolder();
  const files = generatedFiles([everyKind], bindings.slice(0, 1), 'out');
  const [first, second] = files.map((file) => file.path);
  await writeGenerated(dir, files);
  writeFileSync(path.join(dir, first ?? ''), 'int edited;\n');
  rmSync(path.join(dir, second ?? ''));
  expect(await staleFiles(dir, files)).toEqual([first, second]);
  expect((await writeGenerated(dir, files)).map(({ state }) => state)).toEqual(['written', 'written']);
  expect((await writeGenerated(dir, files)).map(({ state }) => state)).toEqual(['unchanged', 'unchanged']);
});

test('every generated file says so in its first sentence', () => {
  for (const { path: file, text } of generatedFiles([everyKind, ...capabilities], bindings)) {
    expect(`${file}: ${text.slice(0, 240).replace(/\s+/g, ' ')}`).toMatch(/generated/i);
  }
});

test('the declaration itself is in no text: better words change the comments and nothing else', () => {
  const [before] = generatedFiles([everyKind], bindings.slice(0, 1));
  const reworded = {
    ...everyKind,
    functions: {
      ...everyKind.functions,
      nothing: { ...everyKind.functions.nothing, meaning: 'Does not much.' },
    },
  };
  const [after] = generatedFiles([reworded], bindings.slice(0, 1));
  expect(after?.text).toBe(before?.text.replace('Does nothing.', 'Does not much.'));
});

const here = workspaceAt(process.cwd());

/** What is wrong with a module that holds `source`. */
async function refusal(source: string): Promise<string> {
  const dir = emptyFolder();
  const file = path.join(dir, 'own.ts');
  writeFileSync(file, source);
  return readDeclarations(workspaceAt(dir), file).then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

const declared = (change: string) => `export const own = {
  id: 'org.acme.own', version: { major: 1, minor: 0 }, summary: 'Own.',
  functions: { go: { meaning: 'Goes.', since: '1.0', parameters: [], result: 'none' } },
  ...{ ${change} },
};`;

test('a capability of one’s own is read from a TypeScript module', async () => {
  expect(await refusal(declared(''))).toBe('accepted');
  const [words] = await readDeclarations(here, 'src/abi/capabilities/words.ts');
  expect(words?.id).toBe('tutti.words');
});

// what the module holds, what a person reads behind the name of the file
test.each([
  [
    'export const one = 1;',
    'Cannot generate from own.ts: it exports no capability. Export an object with id, version, summary and functions.',
  ],
  [
    declared("id: 'Own'"),
    'Cannot generate from "own" in own.ts: its id is not a capability id such as org.acme.reverb.',
  ],
  [
    declared('version: 1'),
    'Cannot generate from "own" in own.ts: its version is not { major, minor } with whole numbers up to 65535.',
  ],
  [declared("summary: ''"), 'Cannot generate from "own" in own.ts: it has no summary.'],
  [declared('functions: {}'), 'Cannot generate from "own" in own.ts: it has no functions.'],
  [
    declared('functions: { Go: {} }'),
    'Cannot generate from "own" in own.ts: its function "Go" is not named in camelCase.',
  ],
  [
    declared('functions: { go: {} }'),
    'Cannot generate from "own" in own.ts: its function "go" says no meaning.',
  ],
  [
    declared(
      "functions: { go: { meaning: 'Goes.', since: '1.0', parameters: [{ name: 'self' }], result: 'none' } }",
    ),
    'Cannot generate from "own" in own.ts: its function "go" has a parameter "self", a name that every function uses already.',
  ],
  ['throw new Error("no");', 'Cannot read the declarations in own.ts: it does not run: no.'],
])('a module that is none is refused: %s', async (source, message) => {
  expect(await refusal(source)).toBe(message);
});

test('a module that is not there is refused', async () => {
  await expect(readDeclarations(here, 'src/none.ts')).rejects.toThrow(
    'Cannot read the declarations in src/none.ts: there is no such file. Name a module that exports a capability.',
  );
});

test('the header of tutti.text reads as its declaration', () => {
  const header = readFileSync('native/include/tutti/text.h', 'utf8');
  expect(header).toContain(`  /* Repeats a text.
   *   call   number of this call, for tutti_host_t.cancelled
   *   text   what to repeat; UTF-8, borrowed
   *   count  how often; 0 gives the empty text
   *   out    the text, count times over; UTF-8, owned by the caller on success, empty on failure
   * Returns TUTTI_OK; TUTTI_E_INVALID_ARGUMENT when text is not UTF-8; TUTTI_E_LIMIT when the length does
   * not fit 64 bits; TUTTI_E_NOMEM when there is no memory for the result.
   * [host-thread, state: active]  since tutti.text 1.0 */`);
});
