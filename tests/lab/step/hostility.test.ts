import { beforeAll, describe, expect, test } from 'vitest';
import { DebugBuilds } from '../../../src/cli/project/lab/debug-build.ts';
import { readStepFolder, type StepFolder } from '../../../src/cli/project/lab/step-folder.ts';
import {
  checkRequestOf,
  type Hostility,
  judge,
  type RunResult,
  runPlugin,
  runRequestOf,
} from '../../../src/lab/index.ts';
import { workspaceAt } from '../../../src/toolkit/index.ts';
import { variantModule } from '../../tutorials/proof/page-proof.ts';

const workspace = workspaceAt(process.cwd());
const builds = new DebugBuilds(workspace);
let step: StepFolder;

beforeAll(async () => {
  step = (await readStepFolder(workspace.dir, 'tests/tutorials/fixtures/refrain')).step!;
});

/** Run, in a few words: what each call gave, what was found, and what the host was told. */
async function told(variant: string, hostility: Hostility) {
  const result = await runPlugin(
    runRequestOf(step.plan, await variantModule(builds, step, variant), hostility),
  );
  return [result.results, result.findings.map(({ kind, at }) => `${kind} at ${at?.line}`), failures(result)];
}

function failures({ trace }: RunResult): string[] {
  return trace.flatMap((entry) => (entry.type === 'failure' ? entry.message : []));
}

const refused = (why: string) => [
  [undefined],
  [],
  [`Cannot call tutti.text.repeat of plugin "org.tutti.refrain": ${why}`],
];

describe('a plugin that holds', () => {
  // how the host misbehaves, what the run shows
  test.each<readonly [Hostility, unknown]>([
    [{}, [['coolcoolcool'], [], []]],
    [
      { failAllocationAt: 1 },
      [[], [], ['Cannot create plugin "org.tutti.refrain": no memory for the instance (TUTTI_E_NOMEM)']],
    ],
    [{ failAllocationAt: 2 }, refused('no memory for the draft (TUTTI_E_NOMEM)')],
    [{ failAllocationAt: 3 }, [['coolcoolcool'], [], []]],
    [{ cancelAfter: 0 }, refused('the host wants no more (TUTTI_E_CANCELLED)')],
    [{ cancelAfter: 1 }, refused('the host wants no more (TUTTI_E_CANCELLED)')],
    [{ cancelAfter: 2 }, [['coolcoolcool'], [], []]],
    [{ invalidText: true }, refused('the text is not valid UTF-8 (TUTTI_E_INVALID_ARGUMENT)')],
    [
      { abi: { major: 0, minor: 9 } },
      [
        [],
        [],
        [
          'Cannot load plugin.wasm: it refuses a host of ABI 0.9: it says: this plugin was built for ABI 1.0 and needs a host of ABI 1',
        ],
      ],
    ],
    [{ abi: { major: 1, minor: 1 } }, [['coolcoolcool'], [], []]],
  ])('%j', async (hostility, expected) => {
    expect(await told('solution', hostility)).toEqual(expected);
  });
});

test('a plugin that does not hold is shown at its line', async () => {
  expect(await told('start', { cancelAfter: 1 })).toEqual([
    [undefined],
    ['leak at 12'],
    [
      'Cannot call tutti.text.repeat of plugin "org.tutti.refrain": the host wants no more (TUTTI_E_CANCELLED)',
    ],
  ]);
});

describe('Check', () => {
  const checked = async (source: string) => {
    const own = { ...step, sources: { ...step.sources, own: source } };
    return runPlugin(checkRequestOf(step.plan, await variantModule(builds, own, 'own')));
  };

  test('passes an answer that differs from ours, since it looks at what the plugin does', async () => {
    const source = step.sources.solution!.replace(
      'for (uint64_t at = 0; at < len; at += text.len) memcpy(draft + at, text.ptr, text.len);',
      'for (uint64_t i = 0; i < len; i++) draft[i] = text.ptr[i % text.len];',
    );
    expect(source).not.toBe(step.sources.solution);
    expect(judge(step.plan, await checked(source)).isPassed).toBe(true);
  });

  test('tells what each check saw, of src/checks and of the step', async () => {
    const { checks } = judge(step.plan, await checked(step.sources.start!));
    expect(checks.map(({ id, outcome, detail }) => ({ id, outcome, detail }))).toEqual([
      {
        id: 'repeats-the-text',
        outcome: 'failed',
        detail: 'the result should be "coolcoolcool": it was "cool"',
      },
      {
        id: 'goes-on-after-a-refusal',
        outcome: 'failed',
        detail: 'what repeat("cool", 2) gives should be "coolcool": it was "cool"',
      },
    ]);
  });

  test("fails a check whose results are right, when malloc's memory is lost", async () => {
    const source = step.sources
      .solution!.replace('#include <string.h>', '#include <stdlib.h>\n#include <string.h>')
      .replace(
        'uint64_t len = text.len * count;',
        'uint64_t len = text.len * count;\n  if (malloc(7) == NULL) return TUTTI_E_NOMEM;',
      );
    const { checks, findings } = judge(step.plan, await checked(source));
    expect(checks.map(({ outcome, detail }) => `${outcome}: ${detail}`)).toEqual([
      'failed: a block of malloc, 7 bytes, was never given back',
      'failed: a block of malloc, 7 bytes, was never given back',
    ]);
    expect(findings.map(({ kind, at }) => `${kind} at ${at?.line}`)).toEqual(['leak at 13']);
  });

  test('is made on instances of its own, also when the run before it was stopped', async () => {
    const source = step.sources.solution!.replace(
      'uint64_t len = text.len * count;',
      'if (count == 3) __builtin_trap();\n  uint64_t len = text.len * count;',
    );
    const result = await checked(source);
    expect([result.outcome, result.checks.map(({ id, outcome }) => `${id} ${outcome}`)]).toEqual([
      'stopped',
      ['repeats-the-text failed', 'goes-on-after-a-refusal passed'],
    ]);
  });

  test('ends with the first check that never ends', async () => {
    const source = step.sources.solution!.replace(
      'uint64_t len',
      'while (text.len > 0) text.len |= 1;\n  uint64_t len',
    );
    const request = checkRequestOf(
      step.plan,
      await variantModule(builds, { ...step, sources: { own: source } }, 'own'),
    );
    const { checks, findings } = await runPlugin({ ...request, fuel: 100_000 });
    expect([checks.map(({ id }) => id), findings.map(({ kind }) => kind)]).toEqual([
      ['repeats-the-text'],
      ['endless-loop', 'endless-loop'],
    ]);
  });
});
