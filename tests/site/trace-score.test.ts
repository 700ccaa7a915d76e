import { expect, test } from 'vitest';
import type { TraceEntry } from '../../src/lab/index.ts';
import { placeWords } from '../../src/site/workspace/finding/place.ts';
import {
  entryTone,
  entryWords,
  linesWords,
  placeOfEntry,
} from '../../src/site/workspace/trace/entry-words.ts';
import { FoldedScore, rowOfEntry, type ScoreRow } from '../../src/site/workspace/trace/folded-score.ts';
import { event, finding, opened, wholeCall } from './trace-run.ts';

function rowsOf(entries: readonly TraceEntry[], expanded: number[] = []): ScoreRow[] {
  const score = new FoldedScore('plugin.c');
  for (const entry of entries) score.add(entry);
  return score.rows(new Set(expanded));
}

const inWords = (rows: readonly ScoreRow[]) =>
  rows.map((row) =>
    row.kind === 'entry' ? `${row.at} ${row.part}` : `${row.at} ${row.part} ${row.unit}×${row.times}`,
  );

const scratch = (block: number): TraceEntry[] => [
  event({ type: 'alloc', block, sizeBytes: 16, call: 1 }, { line: 5 }),
  event({ type: 'free', block, sizeBytes: 16, call: 1 }, { line: 8 }),
];
const call = (): TraceEntry => event({ type: 'call', call: 1, function: 'tutti.text.repeat', arguments: [] });
const done = (): TraceEntry => event({ type: 'return', call: 1, status: 'TUTTI_OK', text: 'x' });
const many = (count: number) => Array.from({ length: count }, (_, at) => scratch(at + 2)).flat();

test('a call opens, its services stand inside, its return closes', () => {
  expect(inWords(rowsOf([...opened, ...wholeCall(1, 2)]))).toEqual([
    '0 alone',
    '1 alone',
    '2 alone',
    '3 opens',
    '4 inside',
    '5 inside',
    '6 inside',
    '7 closes',
  ]);
});

test('a call that a fault ends is closed by the fault', () => {
  const rows = rowsOf([call(), event({ type: 'state', state: 'faulted' }), ...scratch(2)]);
  expect(inWords(rows)).toEqual(['0 opens', '1 closes', '2 alone', '3 alone']);
});

// what repeats, entries, rows
test.each([
  ['allocations in a call', [call(), ...many(500), done()], ['0 opens', '1 inside 2×500', '1001 closes']],
  [
    'three turns stay',
    [call(), ...many(3), done()],
    '0 opens,1 inside,2 inside,3 inside,4 inside,5 inside,6 inside,7 closes'.split(','),
  ],
  ['whole calls', Array.from({ length: 4 }, (_, at) => wholeCall(at + 1, at + 2)).flat(), ['0 alone 5×4']],
  [
    'lines of output',
    Array.from({ length: 9 }, (): TraceEntry => ({ type: 'output', stream: 'stdout', text: 'la\n' })),
    ['0 alone 1×9'],
  ],
])('runs that repeat stand as one row: %s', (_what, entries, rows) => {
  expect(inWords(rowsOf(entries))).toEqual(rows);
});

test('a turn never begins in the middle of a call', () => {
  const first = [
    call(),
    { type: 'output', stream: 'stdout', text: 'la' } as const,
    ...wholeCall(1, 2).slice(1),
  ];
  const others = Array.from({ length: 4 }, (_, at) => wholeCall(at + 2, at + 3)).flat();
  expect(inWords(rowsOf([...first, ...others])).slice(-2)).toEqual(['5 closes', '6 alone 5×4']);
});

test('what is wrong is never folded', () => {
  const wrong = Array.from({ length: 9 }, () =>
    event({ type: 'misuse', block: 2, sizeBytes: 16, kind: 'freed-before', call: 1 }, { line: 9 }),
  );
  expect(rowsOf(wrong).filter(({ kind }) => kind === 'fold')).toEqual([]);
});

test('allocations at different lines do not fold into one run', () => {
  const lines = Array.from({ length: 20 }, (_, at) =>
    event({ type: 'alloc', block: at + 1, sizeBytes: 16, call: 1 }, { line: at + 1 }),
  );
  expect(rowsOf(lines)).toHaveLength(20);
});

test('an expanded run shows every turn below its row, and each entry has its row', () => {
  const entries = [call(), ...many(4), done()];
  const rows = rowsOf(entries, [1]);
  expect(inWords(rows)).toEqual([
    '0 opens',
    '1 inside 2×4',
    ...[1, 2, 3, 4, 5, 6, 7, 8].map((at) => `${at} inside`),
    '9 closes',
  ]);
  expect([0, 1, 8, 9].map((entry) => rowOfEntry(rows, entry))).toEqual([0, 2, 9, 10]);
  const folded = rowsOf(entries);
  expect([0, 1, 8, 9].map((entry) => rowOfEntry(folded, entry))).toEqual([0, 1, 1, 2]);
});

test('an entry speaks of the line that asked, stated or found it', () => {
  const failure: TraceEntry = { type: 'failure', code: 'call-failed', message: 'Cannot call', line: 6 };
  const places = [
    event({ type: 'alloc', block: 1, sizeBytes: 2, call: 1 }, { line: 8 }),
    event({ type: 'return', call: 1, status: 'TUTTI_E_NOMEM', text: 'no', line: 9 }, { lines: [12] }),
    event({ type: 'give', block: 1, sizeBytes: 2, call: 1 }, { lines: [10, 12] }),
    call(),
    { type: 'finding', finding: finding('leak', 8), instance: 1 } as const,
    failure,
  ].map((entry) => placeOfEntry(entry, 'plugin.c')?.line);
  expect(places).toEqual([8, 9, 12, undefined, 8, 6]);
  expect(placeWords({ file: 'plugin.c', line: 8 }, 'plugin.c')).toBe('line 8');
  expect(placeWords({ file: 'lab.h', line: 33 }, 'plugin.c')).toBe('lab.h, line 33');
});

test('an entry is one line, and a refusal with a status is no mistake', () => {
  const check = {
    ...{ id: 'a', title: 'repeats the text', driver: 'wasm' as const, ms: 1, events: [] },
    ...{ outcome: 'failed' as const, detail: 'it gave "la"' },
  };
  const entries: TraceEntry[] = [
    event({ type: 'free', block: 2, sizeBytes: 12, call: 0 }),
    { type: 'finding', finding: finding('double-release', 11, 2), instance: 1 },
    { type: 'finding', finding: finding('double-release', 11, 2), instance: 0 },
    { type: 'output', stream: 'stderr', text: 'la\n' },
    { type: 'failure', code: 'call-failed', message: 'Cannot call repeat: no', line: 6 },
    { type: 'failure', code: 'start-failed', message: 'Cannot start', line: undefined },
    { type: 'check', result: check },
  ];
  expect(entries.map((entry) => `${entryTone(entry)}: ${entryWords(entry)}`)).toEqual([
    'plain: free block 2, 12 bytes',
    'dissonant: Released twice: what was found',
    'dissonant: Released twice, in a check: what was found',
    'plain: stderr: la',
    'plain: Cannot call repeat: no',
    'dissonant: Cannot start',
    'dissonant: check failed: repeats the text; it gave "la"',
  ]);
  expect(linesWords([9, 3, 5, 6, 7, 6])).toBe('3, 5–7, 9');
});
