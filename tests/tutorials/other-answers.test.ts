import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { checkRequestOf, judge, parseStep, runPlugin } from '../../src/lab/index.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';

/** Right answers that are not the solution: one `.c` for a step, in the folder of its tutorial. */
const answers = 'tests/tutorials/answers';
const files = globSync('*/*.c', { cwd: answers }).sort();
const builds = new DebugBuilds(workspaceAt(process.cwd()));

test('every bar about memory has another right answer', () => {
  const steps = globSync('content/docs/tutorials/memory/*/step.json').map((file) => basename(dirname(file)));
  expect(files).toEqual(steps.sort().map((step) => `memory/${step}.c`));
});

test.each(files)(
  '%s passes its step, since behaviour is judged and not text',
  {
    timeout: 300_000,
  },
  async (file) => {
    const folder = join('content/docs/tutorials', file.replace(/\.c$/, ''));
    const parsed = parseStep(readFileSync(join(folder, 'step.json'), 'utf8'), 'step.json');
    if (!parsed.ok) throw new Error(parsed.problems.map((problem) => JSON.stringify(problem)).join('\n'));
    const source = readFileSync(join(answers, file), 'utf8');
    expect(source).not.toBe(readFileSync(join(folder, 'solution/c/plugin.c'), 'utf8'));
    const { wasm, diagnostics } = await builds.build({ files: { 'plugin.c': source }, main: 'plugin.c' });
    expect(diagnostics).toEqual([]);
    if (wasm === undefined) throw new Error('it does not build');
    const { checks, why } = parsed.step;
    const { isPassed, sentence } = judge(parsed.step, await runPlugin(checkRequestOf(parsed.step, wasm)));
    expect({ isPassed, sentence }).toEqual({
      isPassed: true,
      sentence: `${checks.length === 2 ? 'Both' : `All ${checks.length}`} checks pass. ${why}`,
    });
  },
);
