import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import type { RunResult } from '../../src/lab/index.ts';
import { type LabServer, serveLab } from './lab/serve-lab.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const repeat = { 'repeat.c': read('examples/repeat/c/repeat.c') };
const life: unknown = [
  { do: 'start' },
  { do: 'call', capability: 'tutti.text', function: 'repeat', arguments: ['cool', 3] },
];
/** The compiler's module is compiled by the browser, on a machine that may be busy. */
const patienceMs = 480_000;

/** Runs in the page; what it gives is a `RunResult`, whose type is too deep for the checker to follow. */
const runInstrumented = (steps: unknown): Promise<unknown> => window.lab.run(steps, true);

let server: LabServer;
const faults: string[] = [];

test.describe.configure({ mode: 'serial', timeout: patienceMs });

test.beforeAll(async () => {
  test.setTimeout(patienceMs);
  server = await serveLab();
});

test.afterAll(() => server.close());

test.beforeEach(async ({ page }) => {
  faults.length = 0;
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) faults.push(message.text());
  });
  await page.goto(server.url);
});

test.afterEach(() => expect(faults).toEqual([]));

test('clang is loaded, builds and runs a plugin under the policy, twice: from the site, then from the cache, then offline', async ({
  page,
  context,
}) => {
  const parts = () => server.requests.filter((path) => path.endsWith('.bin'));
  server.requests.length = 0;
  const cold = await page.evaluate(() => window.lab.load());
  expect(cold).toHaveProperty('progress');
  const { progress } = cold as { progress: { doneBytes: number; totalBytes: number; isCached: boolean }[] };
  expect(progress.at(-1)).toMatchObject({ isCached: false, doneBytes: progress.at(-1)?.totalBytes });
  expect(parts().filter((path) => path.includes('cpp.'))).toEqual([]);

  const built = await page.evaluate((files) => window.lab.build(files, 'repeat.c', 'debug'), repeat);
  expect(built.diagnostics).toEqual([]);
  const result = (await page.evaluate(runInstrumented, life)) as RunResult;
  expect(result).toMatchObject({ outcome: 'finished', results: ['coolcoolcool'], findings: [] });
  const alloc = result.trace.find(
    (entry) => entry.type === 'event' && entry.event.type === 'alloc' && entry.event.block === 2,
  );
  expect(alloc).toMatchObject({ at: { file: 'repeat.c', line: 20, isExact: true } });

  server.requests.length = 0;
  await page.reload();
  const warm = await page.evaluate(() => window.lab.load());
  expect(warm).toMatchObject({
    progress: expect.arrayContaining([expect.objectContaining({ isCached: true })]),
  });
  expect(parts()).toEqual([]);

  await page.evaluate(() => window.lab.close());
  await context.setOffline(true);
  const offline = await page.evaluate(() => window.lab.load());
  expect(offline).toHaveProperty('progress');
  const again = await page.evaluate((files) => window.lab.build(files, 'repeat.c', 'release'), repeat);
  expect(again.bytes).toBeGreaterThan(1000);
});

test('a broken download says so, and goes on where it stopped', async ({ page }) => {
  server.cutNextAfter('llvm.core.', 4_000_000);
  const broken = await page.evaluate(() => window.lab.load());
  expect(broken).toMatchObject({
    code: 'interrupted',
    message: expect.stringMatching(
      /^Cannot load llvm\.core\.wasm: the connection ended after \d+ of \d+ bytes\. Press again: it goes on from there\.$/,
    ),
  });
  server.requests.length = 0;
  expect(await page.evaluate(() => window.lab.load())).toHaveProperty('progress');
  const [core] = server.requests.filter((path) => path.includes('llvm.core.'));
  expect(core).toMatch(/ bytes=[1-9]\d+-$/);
});

test('a mistake is found at its line, an endless loop too, and a run that is ended keeps its log', async ({
  page,
}) => {
  await page.evaluate(() => window.lab.load());
  const mistake = (name: string) => ({
    [name]: read(`tests/faulty/lab/${name}`),
    'lab.h': read('tests/faulty/lab/lab.h'),
  });
  const find = async (name: string) => {
    const built = await page.evaluate(([files, main]) => window.lab.build(files, main, 'debug'), [
      mistake(name),
      name,
    ] as const);
    expect(built.bytes).toBeGreaterThan(1000);
    const { outcome, findings } = await page.evaluate((steps) => window.lab.run(steps, true), life);
    return [outcome, ...findings.map(({ kind, at }) => `${kind} at ${at?.line}`)];
  };
  expect(await find('use-after-free.c')).toEqual(['stopped', 'use-after-free at 12']);
  expect(await find('endless-loop.c')).toEqual(['stopped', 'endless-loop at 9']);
  expect(await find('deep-recursion.c')).toEqual(['stopped', 'deep-recursion at 9']);

  // Without instrumentation nothing counts steps: the worker is ended.
  await page.evaluate(([files, main]) => window.lab.build(files, main, 'release'), [
    mistake('endless-loop.c'),
    'endless-loop.c',
  ] as const);
  const ended = await page.evaluate((steps) => window.lab.run(steps, false, 4), life);
  expect(ended.outcome).toBe('terminated');
  expect(ended.trace.map((entry) => (entry.type === 'event' ? entry.event.type : entry.type))).toEqual([
    'alloc',
    'state',
    'state',
    'call',
  ]);
});

test('diagnostics come with their ranges', async ({ page }) => {
  await page.evaluate(() => window.lab.load());
  const diagnostics = await page.evaluate(() => window.lab.check({ 'a.c': 'int x = 1\n' }, 'a.c'));
  expect(diagnostics).toEqual([
    {
      ...{ severity: 'error', message: "expected ';' after top level declarator", file: 'a.c' },
      ...{ at: { line: 1, column: 10 }, ranges: [], option: undefined, notes: [] },
      fixes: [{ file: 'a.c', from: { line: 1, column: 10 }, to: { line: 1, column: 10 }, text: ';' }],
    },
  ]);
});

test('C++ brings its resources when it is first built', async ({ page }) => {
  const source = { 'repeat.cpp': read('examples/repeat/cpp/repeat.cpp') };
  await page.evaluate(() => window.lab.load());
  const cpp = () => server.requests.filter((path) => path.includes('/cpp.'));
  expect(cpp()).toEqual([]);
  const built = await page.evaluate((files) => window.lab.build(files, 'repeat.cpp', 'debug'), source);
  expect(built.diagnostics).toEqual([]);
  expect(cpp()).toHaveLength(1);
  const result = (await page.evaluate(runInstrumented, life)) as RunResult;
  expect(result).toMatchObject({ outcome: 'finished', results: ['coolcoolcool'], findings: [] });
});
