import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { RunResult } from '../../src/lab/index.ts';
import { mistakesFolder, readMistakes } from '../lab/faults/mistake-file.ts';
import { mistakenLife } from '../lab/faults/wasm-verdict.ts';
import { serveLab } from './lab/serve-lab.ts';
import { test } from './stock-firefox.ts';

// The lab's engine in a stock Firefox: the matrix of mistakes, with the lines that its stacks tell.

const root = join(import.meta.dirname, '../..');
const life: unknown = mistakenLife;
const repeat = { 'repeat.c': readFileSync(join(root, 'examples/repeat/c/repeat.c'), 'utf8') };
const header = { 'lab.h': readFileSync(join(root, mistakesFolder, 'lab.h'), 'utf8') };

test('clang is loaded under the policy, every seeded mistake is found with its kind and line, and without a network all is there again', async ({
  page,
}) => {
  test.setTimeout(600_000);
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  const server = await serveLab();
  try {
    await page.goto(server.url);
    expect(await page.evaluate(() => window.lab.load())).toHaveProperty('progress');
    const verdicts: [file: string, found: string[]][] = [];
    const mistakes = readMistakes(root);
    for (const { file, text } of mistakes) {
      const files = { ...header, [file]: text };
      await page.evaluate(([all, main]) => window.lab.build(all, main, 'debug'), [files, file] as const);
      const run = (steps: unknown): Promise<unknown> => window.lab.run(steps, true);
      const { findings } = (await page.evaluate(run, life)) as RunResult;
      verdicts.push([
        file,
        findings.map(({ kind, at }) => `${kind} at ${at?.file === file ? at.line : '?'}`),
      ]);
    }
    expect(verdicts).toEqual(mistakes.map(({ file, kind, line }) => [file, [`${kind} at ${line}`]]));

    await server.close();
    await page.evaluate(() => window.lab.close());
    const again = await page.evaluate(() => window.lab.load());
    expect(again).toMatchObject({
      progress: expect.arrayContaining([expect.objectContaining({ isCached: true })]),
    });
    const built = await page.evaluate((files) => window.lab.build(files, 'repeat.c', 'release'), repeat);
    expect(built.diagnostics).toEqual([]);
  } finally {
    await server.close();
  }
  expect(faults).toEqual([]);
});
