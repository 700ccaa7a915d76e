import { expect, test } from 'vitest';
import type { AbiEvent } from '../../src/abi/index.ts';
import type { RunResult, Step } from '../../src/lab/index.ts';
import { callLines } from '../../src/site/workspace/run/outcome-words.ts';

const call = (text: string) => ({
  ...{ do: 'call', capability: 'tutti.text', function: 'repeat', arguments: [text, 2] },
});
const plan = { run: [call('la'), call('no'), call('lo'), call('re')] } as unknown as Step;

test('of a run that was ended from outside, each call says how far it came', () => {
  const events: AbiEvent[] = [
    { type: 'call', call: 1, function: 'tutti.text.repeat', arguments: [] },
    { type: 'return', call: 1, status: 'TUTTI_OK', text: 'lala' },
    { type: 'call', call: 2, function: 'tutti.text.repeat', arguments: [] },
    { type: 'return', call: 2, status: 'TUTTI_E_INVALID_ARGUMENT', text: 'not today' },
    { type: 'call', call: 3, function: 'tutti.text.repeat', arguments: [] },
  ];
  const trace = events.map((event) => ({ type: 'event', instance: 1, event, lines: {} }));
  const ended = { outcome: 'terminated', trace, results: [] } as unknown as RunResult;
  expect(callLines(plan, ended)).toEqual([
    { call: 'repeat("la", 2)', outcome: 'gives', text: 'lala' },
    { call: 'repeat("no", 2)', outcome: 'refuses', text: 'not today (TUTTI_E_INVALID_ARGUMENT)' },
    { call: 'repeat("lo", 2)', outcome: 'did not end', text: '' },
    { call: 'repeat("re", 2)', outcome: 'did not run', text: '' },
  ]);
});
