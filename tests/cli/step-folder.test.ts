import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { expectedFailures } from '../../src/cli/project/examples.ts';
import { findSteps } from '../../src/cli/project/lab/step-folder.ts';
import { ToolkitError } from '../../src/toolkit/index.ts';
import { refrainProject } from '../tutorials/refrain.ts';

/** The message and its lines. */
async function refusal(run: () => Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await run().catch((thrown: unknown) => thrown);
  if (!(error instanceof ToolkitError)) throw error;
  return [error.code, error.message, ...error.notes];
}

test("a step's variants are read as the reader sees them", async () => {
  const { dir, folder } = refrainProject();
  const [step, ...others] = await findSteps({ dir });
  expect(others).toEqual([]);
  expect([step?.id, step?.folder, Object.keys(step?.sources ?? {})]).toEqual([
    'songs/1-refrain',
    folder,
    ['start', 'solution', 'forgot-the-draft'],
  ]);
  expect(step?.sources.start?.split('\n').slice(8, 13)).toEqual([
    '  if (!tutti_is_utf8(text))',
    '    return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "the text is not valid UTF-8");',
    '  uint64_t len = text.len;',
    '  uint8_t *draft = tutti_alloc(self, len);',
    '  if (draft == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the draft");',
  ]);
  expect(step?.sources.solution).not.toContain('region');
});

test('everything that is wrong in any step is told at once, with its file', async () => {
  const { dir, folder, plan } = refrainProject();
  plan((each) => {
    each.start = { fails: 'repeats-the-text', kind: 'leak', line: 99 };
    each.mistakes = { 'was-lost': { title: 'lost', kind: 'leak', line: 1 } };
  });
  rmSync(path.join(dir, folder, 'solution/tutti.json'));
  mkdirSync(path.join(dir, folder, '../2-coda/start'), { recursive: true });
  expect(await refusal(() => findSteps({ dir }))).toEqual([
    'step-rejected',
    'Cannot build the steps of the tutorials: 5 problems.',
    'content/docs/tutorials/songs/1-refrain/mistakes/was-lost/c/plugin.c: the file is missing',
    'content/docs/tutorials/songs/1-refrain/solution/tutti.json: the file is missing: it is the manifest of every variant',
    'content/docs/tutorials/songs/1-refrain/step.json: "mistakes" does not name "forgot-the-draft": say with title, kind and line what mistakes/forgot-the-draft/ must get',
    'content/docs/tutorials/songs/1-refrain/step.json: "start.line" must be a line of its plugin.c: got 99, and it has 23',
    'content/docs/tutorials/songs/2-coda/step.json: the file is missing: a step with start/ has a plan; without start/ it is one to read',
  ]);
});

test('a step says which checks its solution fails, with start/ and without', async () => {
  const { dir, folder, plan, file } = refrainProject();
  const workspace = { dir, buildDir: path.join(dir, 'build') };
  const fails = () => expectedFailures(workspace, `${folder}/solution`);
  plan((each) => {
    each.fails = ['invalid-utf8-is-refused'];
  });
  expect(await fails()).toEqual(['invalid-utf8-is-refused']);
  renameSync(path.join(dir, folder, 'start'), path.join(dir, folder, 'unused'));
  expect((await refusal(fails)).slice(0, 3)).toEqual([
    'step-rejected',
    'Cannot build the steps of the tutorials: 8 problems.',
    `${folder}/step.json: "idea" is not a field here: its fields are fails`,
  ]);
  file('step.json', () => '{ "fails": [] }');
  expect(await fails()).toEqual([]);
  expect(await expectedFailures(workspace, 'examples/repeat')).toEqual([]);
});
