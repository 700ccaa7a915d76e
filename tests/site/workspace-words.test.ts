import { Text } from '@codemirror/state';
import { expect, test } from 'vitest';
import { type Diagnostic, parseDiagnostics } from '../../src/lab/compiler/diagnostic.ts';
import type { RunResult, Step } from '../../src/lab/index.ts';
import { changedPart } from '../../src/site/editor/changed-part.ts';
import { compilerMarks } from '../../src/site/workspace/editor/compiler-marks.ts';
import { offsetOf, positionOf } from '../../src/site/workspace/editor/text-place.ts';
import { blockPlaces, withoutPlace } from '../../src/site/workspace/finding/finding-card.ts';
import {
  callLines,
  heldSentence,
  megabytes,
  misdeedsOf,
  refusedSentence,
} from '../../src/site/workspace/run/outcome-words.ts';

const plan = {
  run: [
    { do: 'call', capability: 'tutti.text', function: 'repeat', arguments: ['la', 2] },
    { do: 'stop' },
    { do: 'call', capability: 'tutti.text', function: 'repeat', arguments: ['', 1] },
    { do: 'call', capability: 'tutti.text', function: 'repeat', arguments: ['encore', 1] },
    { do: 'call', capability: 'tutti.text', function: 'repeat', arguments: ['bis', 1] },
  ],
} as unknown as Step;

function resultOf(parts: Partial<RunResult>): RunResult {
  const empty = { findings: [], results: [], checks: [], coverage: [], trace: [] };
  return { outcome: 'finished', ...empty, steps: 0, elapsedMs: 0, ...parts };
}

const refusal = {
  type: 'failure',
  code: 'call-failed',
  message: 'Cannot call tutti.text.repeat of plugin "a": no encores',
  line: 22,
} as const;

test('each call of the plan is said with what came of it', () => {
  const result = resultOf({ results: ['lala', '', undefined], trace: [refusal] });
  expect(callLines(plan, result)).toEqual([
    { call: 'repeat("la", 2)', outcome: 'gives', text: 'lala' },
    { call: 'repeat("", 1)', outcome: 'gives', text: '(an empty text)' },
    { call: 'repeat("encore", 1)', outcome: 'refuses', text: 'no encores' },
    { call: 'repeat("bis", 1)', outcome: 'did not run', text: '' },
  ]);
  const wrong = resultOf({ results: [undefined], trace: [{ ...refusal, code: 'bad-result' }] });
  expect(callLines(plan, wrong)[0]).toEqual({
    call: 'repeat("la", 2)',
    outcome: 'goes wrong',
    text: 'no encores',
  });
});

test('a hostile host is said in phrases', () => {
  const all = { failAllocationAt: 2, abi: { major: 0, minor: 9 }, cancelAfter: 1, invalidText: true };
  expect(misdeedsOf(all)).toEqual([
    'allocation 2 fails',
    'the host offers ABI 0.9',
    'the call is cancelled after 1 host service',
    'the text is no UTF-8',
  ]);
});

test('whether a plugin held is said from what it did', () => {
  const hostility = { failAllocationAt: 2 };
  expect(heldSentence(hostility, resultOf({ results: ['la'] }))).toBe(
    'It did not notice: allocation 2 fails, and every call gave an answer.',
  );
  expect(
    heldSentence(
      hostility,
      resultOf({ results: [undefined], trace: [{ ...refusal, message: 'no memory' }] }),
    ),
  ).toBe(
    'It refused with a status, touched nothing that is not its own, and left nothing behind. The reason: no memory.',
  );
  expect(heldSentence(hostility, resultOf({ trace: [{ ...refusal, message: 'too old' }] }))).toBe(
    'It did not start on this host, and left nothing behind. The reason: too old.',
  );
  const finding = {
    kind: 'null-pointer',
    message: 'a NULL pointer was written to',
    at: { file: 'plugin.c', line: 9 },
  };
  expect(heldSentence(hostility, resultOf({ findings: [finding as never] }))).toBe(
    'A NULL pointer was written to at line 9.',
  );
  expect(heldSentence(hostility, resultOf({ outcome: 'terminated' }))).toBe('It had to be ended.');
});

test('a build that fails is told by its first error', () => {
  const said = parseDiagnostics(
    "plugin.c:3:1: warning: unused [-Wunused]\nplugin.c:4:9: error: expected ';'\nplugin.c:9:1: error: expected '}'\n",
  );
  expect(refusedSentence(said)).toBe(
    "It does not compile: expected ';' at line 4. It is the first of 2 errors: begin there.",
  );
  expect(refusedSentence([])).toBe('It does not compile.');
  expect([megabytes(2_345_678), megabytes(22_700_000)]).toEqual(['2.3 MB', '23 MB']);
});

test('the compiler counts bytes, the editor letters', () => {
  const doc = Text.of(['/* ü€😀 */ x', 'y']);
  for (const [offset, column] of [
    [0, 1],
    [4, 6],
    [5, 9],
    [7, 13],
    [12, 18],
  ] as const) {
    expect(positionOf(doc, offset)).toEqual({ line: 1, column });
    expect(offsetOf(doc, { line: 1, column })).toBe(offset);
  }
  expect(offsetOf(doc, { line: 99, column: 99 })).toBe(doc.length);
});

test('what the compiler says is marked where it stands, and its correction changes only the text that it saw', () => {
  const doc = Text.of(['int x = 1', 'int y = x;']);
  const marks = (said: readonly Diagnostic[]) =>
    compilerMarks(said, 'plugin.c', doc).map(({ from, to, severity, message, actions }) => ({
      text: doc.sliceString(from, to),
      ...{ severity, message, fixes: actions?.map(({ name }) => name) },
    }));
  const said = parseDiagnostics(
    [
      "plugin.c:1:10: error: expected ';' after top level declarator",
      'fix-it:"plugin.c":{1:10-1:10}:";"',
      "plugin.c:2:9: warning: 'x' is here [-Wx]",
      'plugin.c:1:5: note: declared here',
      'tutti.h:1:1: error: elsewhere',
    ].join('\n'),
  );
  expect(marks(said)).toEqual([
    {
      ...{ text: '1', severity: 'error', message: "expected ';' after top level declarator" },
      fixes: ['Insert ;'],
    },
    { text: 'x', severity: 'warning', message: "'x' is here\ndeclared here", fixes: undefined },
  ]);
});

test('a replaced text is one change, and what is the same at its ends stays', () => {
  expect(changedPart('abcdef', 'abXYef')).toEqual({ from: 2, to: 4, insert: 'XY' });
  expect(changedPart('aa', 'aaa')).toEqual({ from: 2, to: 2, insert: 'a' });
  expect(changedPart('', 'new')).toEqual({ from: 0, to: 0, insert: 'new' });
});

test('where a block was made and given back is said once, and not where the finding stands already', () => {
  const frame = (line: number, file = 'plugin.c') => ({
    file,
    line,
    column: 1,
    function: 'repeat',
    isExact: true,
  });
  const block = (allocatedAt: number, freedAt?: number) => ({
    ...{ number: 2, sizeBytes: 9, from: 'host' as const },
    allocatedAt: [frame(70, 'tutti_sdk.h'), frame(allocatedAt)],
    freedAt: freedAt === undefined ? [] : [frame(freedAt)],
  });
  const phrases = (at: number, of: ReturnType<typeof block> | undefined) =>
    blockPlaces({ at: frame(at), block: of } as never).map((place) => `${place.phrase} ${place.at.line}`);
  expect(phrases(9, block(4, 7))).toEqual(['Its block of 9 bytes was made at 4', 'given back at 7']);
  expect(phrases(4, block(4, 7))).toEqual(['Its block of 9 bytes was given back at 7']);
  expect(phrases(4, block(4))).toEqual([]);
  expect(phrases(4, undefined)).toEqual([]);
});

test('the host’s words are told without what a reader of one step knows', () => {
  const said = [
    'Cannot call tutti.text.repeat of plugin "a: b": its text is not UTF-8',
    'Plugin "org.tutti.memory-leak" trapped: read of 1 byte',
    "block 4 of the host's, 9 bytes, was never given back",
  ];
  expect(said.map(withoutPlace)).toEqual([
    'its text is not UTF-8',
    'read of 1 byte',
    "block 4 of the host's, 9 bytes, was never given back",
  ]);
});
