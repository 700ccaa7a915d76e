import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { checkRequestOf, judge, parseStep, runPlugin } from '../../src/lab/index.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';

const builds = new DebugBuilds(workspaceAt(process.cwd()));

/** Checks the start of a step after some of its lines were written otherwise. */
async function answer(step: string, ...edits: readonly (readonly [before: string, after: string])[]) {
  const folder = `content/docs/tutorials/${step}`;
  const parsed = parseStep(readFileSync(`${folder}/step.json`, 'utf8'), 'step.json');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const source = edits.reduce(
    (text, [before, after]) => {
      if (!text.includes(before)) throw new Error(`${step} does not say ${before}`);
      return text.replace(before, () => after);
    },
    readFileSync(`${folder}/start/c/plugin.c`, 'utf8'),
  );
  const { wasm, diagnostics } = await builds.build({ files: { 'plugin.c': source }, main: 'plugin.c' });
  if (wasm === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  const result = await runPlugin(checkRequestOf(parsed.step, wasm));
  const { isPassed, checks, findings, sentence } = judge(parsed.step, result);
  return {
    isPassed,
    found: findings.map(({ kind, message }) => `${kind}: ${message}`),
    failed: checks.filter(({ outcome }) => outcome !== 'passed').map(({ id }) => id),
    sentence,
  };
}

const slow = { timeout: 120_000 };

test('the bytes of an address are not the bytes of a text, though both are four', slow, async () => {
  const copied = [
    '/* Copy the bytes of the text here. */',
    'memcpy(copy, text.ptr, sizeof text.ptr);',
  ] as const;
  expect(await answer('first-plugin/1-write', copied)).toMatchObject({
    isPassed: false,
    found: [
      'uninitialised-value: 12 of the 16 bytes that were handed over were never written, the first at 4',
    ],
    failed: ['gives-the-text-back'],
  });
});

test('a refusal without a reason is no answer where the reason is the lesson', slow, async () => {
  const refusal = 'if (!tutti_is_utf8(text)) return TUTTI_E_INVALID_ARGUMENT;';
  const ask = 'if (count > 0 &&';
  expect(await answer('first-plugin/4-refuse', [ask, `${refusal}\n  ${ask}`])).toEqual({
    isPassed: false,
    found: [],
    failed: ['refusals-say-why'],
    sentence:
      'This should be true: whatever is refused is refused with a reason. What was seen: repeat(<2 bytes>, 2) should be refused with a reason: it gave no reason. 7 of 8 checks pass already.',
  });
});

test(
  'what is refused and should not be, and what is not and should be, are told in words',
  slow,
  async () => {
    const refusal = 'return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "no encores");';
    const [before, question] = [
      '  tutti_free(self, lower, text.len + 1);\n\n',
      'strstr(lower, "encore") != NULL',
    ];
    const never = await answer('memory/3-leak', [`if (${question}) {`, 'if (0) {'], [before, before]);
    expect(never.sentence).toContain(
      'What was seen: repeat("Encore! ", 3) should be refused: it gave "Encore! Encore! Encore! ".',
    );
    const always = await answer(
      'memory/3-leak',
      [`if (${question}) {`, 'if (1) {'],
      [refusal, `tutti_free(self, lower, text.len + 1);\n    ${refusal}`],
    );
    expect(always.sentence).toContain(
      'What was seen: repeat("la ", 2) should give "la la ": it refused. Cannot call tutti.text.repeat of plugin "org.tutti.memory-leak": no encores (TUTTI_E_INVALID_ARGUMENT).',
    );
  },
);

test.each([8, 72])('an array of %d bytes is too short for a line of eighty', slow, async (bytes) => {
  const { isPassed, failed } = await answer(
    'memory/5-kept-pointer',
    ['const uint8_t *line;', `uint8_t line[${bytes}];`],
    ['singer->line = text.ptr;', 'memcpy(singer->line, text.ptr, text.len);'],
  );
  expect({ isPassed, failed }).toEqual({ isPassed: false, failed: ['same-line-is-refused'] });
});

test("the library's block goes back also when there is no memory for the copy", slow, async () => {
  const given = '  return tutti_give_text(self, song, len, out);';
  const copy = '  uint8_t *copy = tutti_alloc(self, len);\n';
  const end = '  memcpy(copy, song, len);\n  free(song);\n  return tutti_give_text(self, copy, len, out);';
  const refusal = '  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory");\n';
  expect(await answer('memory/6-wrong-allocator', [given, copy + refusal + end])).toMatchObject({
    isPassed: false,
    found: ['leak: a block of malloc, 10 bytes, was never given back'],
    failed: ['loses-nothing-without-memory'],
  });
  const { isPassed, failed } = await answer('memory/6-wrong-allocator', [given, copy + end]);
  expect({ isPassed, failed }).toEqual({ isPassed: false, failed: ['loses-nothing-without-memory'] });
});

test('a loop without an end is named as one, though each round of it makes a mistake', slow, async () => {
  const { found } = await answer('first-plugin/3-own', ['len = text.len;', 'len = text.len * count + 1;']);
  expect(found).toEqual([
    'heap-overflow: write of 4 bytes, 0 past the end of a block of 13 bytes',
    'null-argument: argument 2 must not be NULL',
    'endless-loop: more than 5,000,000 steps without a return',
  ]);
});

test('a read past the text that was lent says so, and not how the call was packed', slow, async () => {
  const copied = ['/* Copy the bytes of the text here. */', 'memcpy(copy, text.ptr, text.len + 1);'] as const;
  const { found } = await answer('first-plugin/1-write', copied);
  expect(found).toEqual(['heap-overflow: read of 5 bytes, past the end of what the host lends']);
});
