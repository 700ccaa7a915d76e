import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { packageVersion } from '../../src/cli/project/lab/lab-kit.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { labFinding, readReport, sanitizersSaid, thisMachine } from './faults/fault-report.ts';
import { type MistakeFile, readMistakes } from './faults/mistake-file.ts';
import { type NativeLife, nativeLife } from './faults/native-life.ts';
import { whyNotNative } from './faults/native-verdict.ts';
import { sanitizerExcerpt } from './faults/sanitizer-excerpt.ts';

const root = process.cwd();
const workspace = workspaceAt(root);
const builds = new DebugBuilds(workspace);
const report = readReport(root);
const mistakes = readMistakes(root);
const again = 'npm run lab:faults -- --write';

beforeAll(async () => {
  await buildServices({ workspace });
});

/** Why what was captured natively cannot be compared here: another compiler and another libc say it otherwise. */
function whyNotHere(): string | undefined {
  const noNative = whyNotNative();
  if (noNative !== undefined) return noNative;
  const here = thisMachine();
  const [now, then] = [here, report.machine].map((machine) => Object.values(machine).join(', '));
  return now === then ? undefined : `the report was captured on ${then}, and this is ${now}`;
}

test(`the report has every seeded mistake as it stands, or else: ${again}`, () => {
  expect(report.clang).toBe(packageVersion(workspace));
  expect(report.mistakes.map(({ file, kind, title, line }) => ({ file, kind, title, line }))).toEqual(
    mistakes.map(({ file, kind, title, line }) => ({ file, kind, title, line })),
  );
});

describe.each(mistakes)('$file is seen as the report says', (mistake) => {
  const row = report.mistakes.find(({ file }) => file === mistake.file);

  test('in the lab', async () => {
    expect(await labFinding(root, builds, mistake)).toEqual(row?.lab);
  });

  test("by gcc's sanitizers, and natively without them", async (context) => {
    const reason = whyNotHere();
    if (reason !== undefined) return context.skip(reason);
    expect(sanitizersSaid(root, mistake)).toEqual(row?.sanitizers);
    expect(await livesUpTo(5, mistake, row && withoutTexts(row.natively))).toEqual(
      row && withoutTexts(row.natively),
    );
  });
});

type Life = ReturnType<typeof withoutTexts>;

/** The life that was told, or the last of a few: where the system lays the stack, undefined behaviour ends with it. */
async function livesUpTo(count: number, mistake: MistakeFile, told: Life | undefined): Promise<Life> {
  const life = withoutTexts(await nativeLife(root, mistake, count));
  return count === 1 || isDeepStrictEqual(life, told) ? life : livesUpTo(count - 1, mistake, told);
}

/** What undefined behaviour answers is another text on each stack; that it answers, and how often, stays. */
function withoutTexts({ results, ...life }: NativeLife) {
  return { ...life, answers: results.length };
}

test('of a report by a sanitizer the lines are kept that tell what, and where in the file', () => {
  const written = `=================================================================
==17==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000030 at pc 0x55 bp 0x7f sp 0x7f
READ of size 1 at 0x602000000030 thread T0
    #0 0x55d0 in strlen /usr/lib/libasan.so
    #1 0x55d1 in repeat tests/faulty/lab/a.c:12
    #2 0x55d2 in main tests/lab/faults/harness.c:100

0x602000000030 is located 0 bytes inside of 8-byte region [0x602000000030,0x602000000038)
freed by thread T0 here:
    #0 0x7f in __interceptor_free ../asan_malloc_linux.cpp:52
    #1 0x55d1 in repeat tests/faulty/lab/a.c:11

previously allocated by thread T0 here:
    #0 0x7f in __interceptor_malloc ../asan_malloc_linux.cpp:69
    #1 0x55d2 in main tests/lab/faults/harness.c:90

SUMMARY: AddressSanitizer: heap-use-after-free tests/faulty/lab/a.c:12 in repeat
Shadow bytes around the buggy address:`;
  expect(sanitizerExcerpt(written, 'a.c')).toEqual([
    'ERROR: AddressSanitizer: heap-use-after-free',
    'READ of size 1',
    '    in repeat, a.c:12',
    'It is 0 bytes inside of 8-byte region',
    'freed by here:',
    '    in repeat, a.c:11',
  ]);
  expect(sanitizerExcerpt('tests/faulty/lab/a.c:7:3: runtime error: division by zero\nmore', 'a.c')).toEqual([
    'a.c:7:3: runtime error: division by zero',
  ]);
  expect(sanitizerExcerpt('all is well', 'a.c')).toEqual([]);
});
