import { expect, test } from 'vitest';
import { states, transitions } from '../../src/abi/index.ts';
import type { CheckResult } from '../../src/checks/index.ts';
import type { TraceEntry } from '../../src/lab/index.ts';
import { planLifecycle } from '../../src/site/workspace/trace/lifecycle-plan.ts';
import { RecordedRun } from '../../src/site/workspace/trace/recorded-run.ts';
import { runSentence } from '../../src/site/workspace/trace/run-sentence.ts';
import { closed, event, finding, opened, resultOf, wholeCall } from './trace-run.ts';

function recorded(entries: readonly TraceEntry[], more: Parameters<typeof resultOf>[1] = {}): RecordedRun {
  const run = new RecordedRun('plugin.c');
  run.finish(resultOf(entries, more));
  return run;
}

const life = [...opened, ...wholeCall(1, 2), ...closed];

test('the lifecycle is drawn from the ABI’s table, with what leads back above and what does not below', () => {
  const plan = planLifecycle();
  const side = (wanted: string) => plan.filter(({ side }) => side === wanted).map(({ state }) => state);
  expect(side('line')).toEqual([
    'mapped',
    'created',
    'active',
    'quiesced',
    'stopped',
    'destroyed',
    'unmapped',
  ]);
  expect(side('above')).toEqual(['draining']);
  expect(side('below')).toEqual(['faulted', 'resident']);
  expect(plan.filter(({ isCalled }) => isCalled).map(({ state }) => state)).toEqual(['active']);
});

test('every state that a mapped plugin can come to in one life has its place', () => {
  const known = new Set(planLifecycle().map(({ state }) => state));
  const before = new Set(['discovered', 'inspected', 'probed', 'resolved']);
  expect(states.filter((state) => !known.has(state) && !before.has(state))).toEqual(['quarantined']);
  const from = transitions.find(({ action }) => action === 'quarantine')?.from ?? [];
  expect(from.every((state) => known.has(state))).toBe(true);
});

test('at each moment the run stands where its entries led', () => {
  const run = recorded(life);
  const stands = Array.from({ length: run.length + 1 }, (_, position) => {
    const { state, call } = run.standAt(position);
    return call === 0 ? state : `${state}, call ${call}`;
  });
  const called = 'active, call 1';
  expect(stands).toEqual([
    ...['mapped', 'mapped', 'created', 'active', called, called, called, called, 'active'],
    ...['stopped', 'stopped', 'destroyed', 'unmapped'],
  ]);
  expect(run.standAt(run.length).visited).toEqual([
    'mapped',
    'created',
    'active',
    'stopped',
    'destroyed',
    'unmapped',
  ]);
});

test('a step of the lifecycle that failed is told until the next state; a call that failed is not', () => {
  const run = recorded([
    ...opened.slice(0, 2),
    {
      type: 'failure',
      code: 'start-failed',
      message: 'Cannot start plugin "a": no (TUTTI_E_INTERNAL)',
      line: 4,
    },
    event({ type: 'state', state: 'destroyed' }),
    { type: 'failure', code: 'call-failed', message: 'Cannot call', line: 4 },
  ]);
  const failures = [2, 3, 4, 5].map((position) => run.standAt(position).failure);
  expect(failures).toEqual([
    undefined,
    'Cannot start plugin "a": no (TUTTI_E_INTERNAL)',
    undefined,
    undefined,
  ]);
});

test('two instances stand where each of them is', () => {
  const run = recorded([
    ...opened,
    event({ type: 'state', state: 'created' }, { instance: 2 }),
    event({ type: 'state', state: 'active' }, { instance: 2 }),
    event({ type: 'state', state: 'stopped' }),
    event({ type: 'call', call: 1, function: 'tutti.text.repeat', arguments: [] }, { instance: 2 }),
  ]);
  const stands = [3, 4, 5, 6, 7].map((position) => {
    const { instance, state, call } = run.standAt(position);
    return [instance, state, call];
  });
  expect(stands).toEqual([
    [1, 'active', 0],
    [2, 'created', 0],
    [2, 'active', 0],
    [1, 'stopped', 0],
    [2, 'active', 1],
  ]);
});

test('coverage grows with the entries, and is what the run counted at the end', () => {
  const hits = [6, 8, 9, 10, 12, 14].map((line): [number, number] => [line, line === 9 ? 0 : 7]);
  const run = recorded(life, { coverage: [{ file: 'plugin.c', hits }] });
  const at = (position: number) =>
    [...(run.coverageAt(position) ?? [])].map(([line, count]) => `${line}:${count}`);
  expect(at(0)).toEqual(['6:0', '8:0', '9:0', '10:0', '12:0', '14:0']);
  expect(at(5)).toEqual(['6:1', '8:1', '9:0', '10:0', '12:0', '14:1']);
  expect(at(run.length)).toEqual(['6:7', '8:7', '9:0', '10:7', '12:7', '14:7']);
  expect(recorded(closed).coverageAt(2)).toBe(undefined);
});

test('a moment is told in words, with its line and the lines that ran before it', () => {
  const run = recorded(life);
  expect(run.positionWords(5)).toBe('entry 5 of 12: alloc block 2, 12 bytes, line 8');
  expect(run.freshWords(5)).toBe('Lines 6, 8 ran since the entry before.');
  expect(run.freshWords(4)).toBe('');
  expect(run.placeAt(6)).toEqual({ file: 'plugin.c', line: 12 });
  expect(new RecordedRun('plugin.c').positionWords(0)).toBe('nothing has happened yet');
});

const leak = event({ type: 'leak', block: 2, sizeBytes: 12 });
const heldBlock = wholeCall(1, 2).filter(
  (entry) => entry.type !== 'event' || !['give', 'free'].includes(entry.event.type),
);
const found = (kind: 'leak' | 'use-after-free', line: number): TraceEntry => ({
  ...{ type: 'finding', finding: finding(kind, line), instance: 1 },
});
// the entries, how it ended, the sentence
test.each([
  [life, {}, '1 call, 2 blocks crossed, all came back.'],
  [[], {}, 'No call was made, no block crossed.'],
  [[...opened, ...closed], {}, 'No call was made, 1 block crossed, and it came back.'],
  [
    [...opened, ...heldBlock, ...closed, leak, found('leak', 8)],
    {},
    '1 call, 2 blocks crossed, 1 never came back. One mistake at line 8: never given back.',
  ],
  [
    [...opened, ...heldBlock.slice(0, 2), found('use-after-free', 9), found('leak', 7)],
    { outcome: 'stopped' },
    '1 call, 2 blocks crossed, 2 still held at the end. A mistake ended it at line 9: use after free.',
  ],
  [
    [...life, found('use-after-free', 9), found('leak', 7)],
    {},
    '1 call, 2 blocks crossed, all came back. 2 mistakes, the first at line 9: use after free.',
  ],
  [
    opened,
    { outcome: 'terminated' },
    'No call was made, 1 block crossed, still held at the end. It was ended from outside, and its log ends there.',
  ],
] as const)('a run is told in a sentence (%#)', (entries, more, sentence) => {
  expect(runSentence(recorded(entries, more))).toBe(sentence);
});

test('what a check finds again is one mistake, whose moment is the first', () => {
  const again = { type: 'finding', finding: finding('leak', 8), instance: 0 } as const;
  const run = recorded([...life, found('leak', 8), found('leak', 9), again]);
  expect(run.mistakes().map(({ finding, position }) => [finding.at?.line, position])).toEqual([
    [8, 13],
    [9, 14],
  ]);
});

test('a run with checks says how many of them passed', () => {
  const check = (outcome: 'passed' | 'failed'): CheckResult => ({
    ...{ id: 'a', title: 'repeats the text', driver: 'wasm', outcome, detail: '', ms: 1, events: [] },
  });
  const told = (...checks: CheckResult[]) => runSentence(recorded(life, { checks }));
  const before = '1 call, 2 blocks crossed, all came back.';
  expect(told(check('passed'))).toBe(`${before} The check passed.`);
  expect(told(check('passed'), check('passed'))).toBe(`${before} All 2 checks passed.`);
  expect(told(check('passed'), check('failed'))).toBe(`${before} 1 of 2 checks passed.`);
});

test('a run that a failure ended says so in the words of the host', () => {
  const message = 'Cannot create plugin "a": no memory for the instance (TUTTI_E_NOMEM)';
  const failure: TraceEntry = { type: 'failure', code: 'create-failed', message, line: 103 };
  const run = recorded([event({ type: 'state', state: 'unmapped' }), failure]);
  expect(runSentence(run)).toBe(`No call was made, no block crossed. ${message}.`);
});

test('a line that the plugin stated is shown when the edited file has code there', () => {
  const failure = (line: number): TraceEntry => ({
    type: 'failure',
    code: 'call-failed',
    message: 'no',
    line,
  });
  const entries = [failure(9), failure(103)];
  const run = recorded(entries, { coverage: [{ file: 'plugin.c', hits: [[9, 1]] }] });
  expect([run.placeAt(1), run.placeAt(2)]).toEqual([{ file: 'plugin.c', line: 9 }, undefined]);
  expect(recorded(entries).placeAt(2)).toEqual({ file: 'plugin.c', line: 103 });
});

test('a run that goes on says how much it has come to', () => {
  const run = new RecordedRun('plugin.c');
  run.append(opened[0]!);
  expect(runSentence(run)).toBe('It runs: 1 entry so far.');
  run.append(opened[1]!);
  expect(runSentence(run)).toBe('It runs: 2 entries so far.');
});

test('entries that came one by one are not added again at the end', () => {
  const run = new RecordedRun('plugin.c');
  for (const entry of life) run.append(entry);
  run.finish(resultOf(life));
  expect([run.length, run.blocksAt(run.length).length]).toEqual([12, 2]);
});
