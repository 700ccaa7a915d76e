import { describe, expect, test } from 'vitest';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { readStepFolder, type StepFolder } from '../../src/cli/project/lab/step-folder.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';
import { whyNotNative } from '../lab/faults/native-verdict.ts';
import { nativeProblems } from './proof/native-proof.ts';
import { pageProblems } from './proof/page-proof.ts';
import { type RefrainProject, refrainProject } from './refrain.ts';

const workspace = workspaceAt(process.cwd());
const builds = new DebugBuilds(workspace);
const noNative = whyNotNative();
const mistake = 'forgot-the-draft';

/** The step after a change. */
async function changed(change: (project: RefrainProject) => void): Promise<StepFolder> {
  const project = refrainProject();
  change(project);
  const { step, problems } = await readStepFolder(project.dir, project.folder);
  expect(problems).toEqual([]);
  return step!;
}

const diagnosis = (kind: string, line: number) => (project: RefrainProject) =>
  project.plan((plan) => {
    plan.mistakes = { [mistake]: { title: 'copied the draft', kind, line } };
  });

test('a step that is what it says is proved', async () => {
  const step = await changed(() => {});
  for (const variant of Object.keys(step.sources))
    expect(await pageProblems(builds, step, variant)).toEqual([]);
});

describe('a step is refused whose', () => {
  // what is wrong, variant, the change, what is said
  test.each<readonly [string, string, (project: RefrainProject) => void, readonly string[]]>([
    [
      'mistake gets another diagnosis',
      mistake,
      diagnosis('double-free', 12),
      ['Run should find double-free at 12: it finds leak at 12'],
    ],
    [
      'mistake is on another line',
      mistake,
      diagnosis('leak', 13),
      ['Run should find leak at 13: it finds leak at 12'],
    ],
    [
      'mistake is none',
      mistake,
      ({ file }) =>
        file(`mistakes/${mistake}/c/plugin.c`, (text) =>
          text.replace('return tutti_give_text(', 'tutti_free(self, draft, len);\n  return tutti_give_text('),
        ),
      ['Run should find leak at 12: it finds nothing', 'Check should not pass it, and does'],
    ],
    [
      'mistake makes another one as well',
      mistake,
      ({ file }) =>
        file(`mistakes/${mistake}/c/plugin.c`, (text) =>
          text.replace('memcpy(copy, draft, len)', 'memcpy(copy, draft, len + 1)'),
        ),
      ['Run should find leak at 12: it finds heap-overflow at 21'],
    ],
    [
      'start fails another check than it names',
      'start',
      ({ file }) =>
        file('start/c/plugin.c', (text) => text.replace('text.len;', 'text.len * (count == 2 ? 1 : count);')),
      ['"repeats-the-text" should fail it: the check passed'],
    ],
    [
      'start shows a mistake that nobody named',
      'start',
      ({ file }) =>
        file('start/c/plugin.c', (text) => text.replace('draft, len, out', 'draft, len + 1, out')),
      ['Run should find nothing: it finds heap-overflow at 19'],
    ],
    [
      'solution fails a check',
      'solution',
      ({ file }) => file('solution/c/plugin.c', (text) => text.replace('text.len * count', 'text.len')),
      [
        'Check should pass it: This should be true: repeat("cool", 3) gives "coolcoolcool". What was seen: the result should be "coolcoolcool": it was "cool".',
      ],
    ],
  ])('%s', async (_what, variant, change, said) => {
    expect(await pageProblems(builds, await changed(change), variant)).toEqual(said);
  });

  test.skipIf(noNative)('mistake gets another diagnosis natively', async () => {
    const step = await changed(diagnosis('double-free', 12));
    expect(nativeProblems(workspace.dir, step, mistake)).toEqual([
      'the sanitizers should find double-free at 12: they find leak: block at 12',
    ]);
  });
});
