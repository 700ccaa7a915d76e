import { expect, test } from 'vitest';
import { type AbiEvent, ledgerOf } from '../../src/abi/index.ts';
import type { TraceEntry } from '../../src/lab/index.ts';
import { BlockLives, type BlockRow, shownBlocks } from '../../src/site/workspace/trace/block-lives.ts';
import { closed, event, finding, opened, wholeCall } from './trace-run.ts';

function livesOf(entries: readonly TraceEntry[]): BlockLives {
  const lives = new BlockLives();
  for (const [at, entry] of entries.entries()) lives.add(entry, at + 1);
  return lives;
}

const inWords = ({ block, owner, fate, madeAt, fateAt, wrongs }: BlockRow) =>
  [
    `block ${block} of ${madeAt?.line ?? '-'}: ${owner}, ${fate}`,
    ...(fateAt ? [`at ${fateAt.line}`] : []),
    ...wrongs.map(({ words, place }) => `${words} at ${place?.line}`),
  ].join(', ');

test('a block is the plugin’s until it is given, and the host’s until its release', () => {
  const lives = livesOf([...opened, ...wholeCall(1, 2), ...closed]);
  const second = [4, 5, 6, 7].map((position) => lives.rowsAt(position).map(inWords)[1]);
  expect(second).toEqual([
    undefined,
    'block 2 of 8: plugin, held',
    'block 2 of 8: host, given',
    'block 2 of 8: gone, released',
  ]);
  expect(lives.rowsAt(12).map(inWords)).toEqual([
    'block 1 of 14: gone, freed',
    'block 2 of 8: gone, released',
  ]);
});

test('a block that was given back twice says so from that moment on', () => {
  const scratch = { block: 2, sizeBytes: 16, call: 1 };
  const lives = livesOf([
    event({ type: 'alloc', ...scratch }, { line: 8 }),
    event({ type: 'free', ...scratch }, { line: 10 }),
    event({ type: 'misuse', kind: 'freed-before', ...scratch }, { line: 11 }),
    { type: 'finding', finding: finding('double-release', 11, 2), instance: 1 },
    { type: 'finding', finding: finding('use-after-release', 12, 2), instance: 1 },
  ]);
  expect([2, 3, 4, 5].map((position) => lives.rowsAt(position).map(inWords)[0])).toEqual([
    'block 2 of 8: gone, freed, at 10',
    'block 2 of 8: gone, freed, at 10, released twice at 11',
    'block 2 of 8: gone, freed, at 10, released twice at 11',
    'block 2 of 8: gone, freed, at 10, released twice at 11, use after release at 12',
  ]);
});

test('blocks of two instances with one number are two, and those of a check are none', () => {
  const lives = livesOf([
    event({ type: 'alloc', block: 1, sizeBytes: 24, call: 0 }, { line: 3 }),
    event({ type: 'alloc', block: 1, sizeBytes: 24, call: 0 }, { line: 3, instance: 2 }),
    event({ type: 'free', block: 1, sizeBytes: 24, call: 0 }, { line: 4 }),
    { type: 'finding', finding: finding('use-after-release', 12, 1), instance: 0 },
  ]);
  expect(lives.rowsAt(4).map((row) => `${row.instance} ${inWords(row)}`)).toEqual([
    '1 block 1 of 3: gone, freed, at 4',
    '2 block 1 of 3: plugin, held',
  ]);
});

test('at every moment the rows are those of the ABI’s own ledger', () => {
  const leak: AbiEvent = { type: 'leak', block: 4, sizeBytes: 8 };
  const entries = [
    ...opened,
    ...wholeCall(1, 2),
    event({ type: 'alloc', block: 3, sizeBytes: 8, call: 2 }),
    event({ type: 'alloc', block: 4, sizeBytes: 8, call: 2 }),
    event({ type: 'free', block: 3, sizeBytes: 8, call: 2 }),
    ...closed.slice(0, 3),
    event(leak),
    ...closed.slice(3),
  ];
  const lives = livesOf(entries);
  const events = entries.flatMap((entry) => (entry.type === 'event' ? [entry.event] : []));
  for (let position = 0; position <= entries.length; position++) {
    const ours = lives.rowsAt(position).map(({ block, sizeBytes, call, fate }) => {
      return { block, sizeBytes, call, fate: fate === 'given' ? 'held' : fate };
    });
    const theirs = ledgerOf(events.slice(0, position)).map(({ block, sizeBytes, call, fate }) => {
      return { block, sizeBytes, call, fate };
    });
    expect(ours).toEqual(theirs);
  }
  expect(lives.rowsAt(entries.length).map(inWords)[3]).toBe('block 4 of -: nobody, leaked');
});

test('of many blocks, what is held or wrong is shown and the latest of the rest', () => {
  const row = (block: number, owner: BlockRow['owner']): BlockRow => ({
    ...{ instance: 1, block, sizeBytes: 8, call: 1, owner, fate: owner === 'gone' ? 'freed' : 'held' },
    ...{ madeAt: undefined, fateAt: undefined, wrongs: [] },
  });
  const rows = Array.from({ length: 100 }, (_, at) => row(at + 1, at === 2 ? 'plugin' : 'gone'));
  const shown = shownBlocks(rows, 3);
  expect([shown.rows.map(({ block }) => block), shown.quiet, shown.loud]).toEqual([[3, 98, 99, 100], 96, 0]);
  const held = shownBlocks(
    rows.map(({ block }) => row(block, 'plugin')),
    3,
  );
  expect([held.rows.length, held.quiet, held.loud]).toEqual([12, 0, 88]);
  expect(shownBlocks(rows.slice(0, 3), 3)).toEqual({ rows: rows.slice(0, 3), quiet: 0, loud: 0 });
});
