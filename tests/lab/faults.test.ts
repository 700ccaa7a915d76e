import { expect, test } from 'vitest';
import { mistakeOf, mistakes } from '../../src/lab/index.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';
import { faultMatrix } from './faults/fault-matrix.ts';
import { readMistake, readMistakes } from './faults/mistake-file.ts';
import { firstReport, whyNotNative } from './faults/native-verdict.ts';

const noNative = whyNotNative();
/** Building what was not built before takes some minutes on a machine that is busy. */
const patienceMs = 900_000;

test('at least 95 % of the seeded mistakes are found with their kind and line, in both runtimes', {
  timeout: patienceMs,
}, async () => {
  const { verdicts, exactShare, leastShare } = await faultMatrix(workspaceAt(process.cwd()));
  const missed = verdicts.filter(({ isExact, runtime }) => runtime === 'wasm' && !isExact);
  expect(missed).toEqual([]);
  expect(exactShare).toBeGreaterThanOrEqual(leastShare);
  expect(verdicts.filter(({ isExact, why }) => !isExact && why === '')).toEqual([]);
});

test('the native half of the matrix can run here', (context) => {
  if (noNative !== undefined && process.env.CI !== 'true') context.skip(noNative);
  expect(noNative).toBe(undefined);
});

test('there are seeded mistakes of every kind that a plugin can make, and more than 24', () => {
  const seeded = new Set(readMistakes(process.cwd()).map(({ kind }) => kind));
  expect(seeded.size).toBeGreaterThanOrEqual(24);
  // What no check knows cannot be seeded.
  expect(mistakes.map(({ kind }) => kind).filter((kind) => !seeded.has(kind))).toEqual(['trapped']);
});

test('each kind of mistake says what it means and what it does natively', () => {
  expect(new Set(mistakes.map(({ kind }) => kind)).size).toBe(mistakes.length);
  for (const { kind, title, meaning, natively } of mistakes) {
    expect(kind).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const text of [meaning, natively]) expect(text).toMatch(/\.$/);
    expect(title).not.toMatch(/\.$/);
  }
  expect(mistakeOf('leak').title).toBe('Never given back');
});

// what is missing, text, what is said
test.each([
  ['its head', 'int x;\n', 'a.c must begin with its title, "lab:" and "native:"'],
  ['a kind', '/* T.\n * lab: sadness\n * native: x */\n', 'a.c names "sadness", which is no kind of mistake'],
  ['a mark', '/* T.\n * lab: leak\n * native: x */\n', 'a.c must mark one line as the mistake'],
])('a seeded mistake without %s is refused', (_what, text, message) => {
  expect(() => readMistake('a.c', text)).toThrow(message);
});

test("the first report of gcc's sanitizers is read with its line", () => {
  const report = `==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x602
    #0 0x1 in strlen (/usr/lib/libasan.so+0x1)
    #1 0x2 in repeat tests/faulty/lab/a.c:12
    #2 0x3 in main tests/lab/faults/harness.c:100`;
  expect(firstReport(report, 'heap-use-after-free', 'a.c')).toBe('heap-use-after-free at 12');
  expect(
    firstReport('tests/faulty/lab/a.c:7:3: runtime error: shift exponent 40', 'shift exponent', 'a.c'),
  ).toBe('shift exponent at 7');
  expect(firstReport('all is well', 'leak', 'a.c')).toBe(undefined);
});
