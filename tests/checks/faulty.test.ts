import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CheckResult, checksFor, checksOf, runChecks } from '../../src/checks/index.ts';
import { wasmDriver } from '../../src/lab/index.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { nativeDriver } from '../../src/toolkit/native-driver.ts';
import { compileNative, compileWasm } from '../native/compile.ts';

const textProvider = checksFor(['tutti.text']);
const counter = [...checksOf('tutti.words'), ...checksOf('tutti.state')];

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
});

/** What did not pass: its check, and what a person reads. */
const notPassed = (results: readonly CheckResult[]) =>
  results.filter((r) => r.outcome !== 'passed').map(({ id, outcome, detail }) => ({ id, outcome, detail }));

// faulty plugin and the one check that must trip on it, what a person reads
const expectedOfText: Record<string, string> = {
  'starts-and-stops-clean': 'every block should come back: block 2 (32 bytes, outside a call) did not',
  'survives-without-start': 'every block should come back: block 1 (24 bytes, outside a call) did not',
  'abi-of-the-future-is-refused': 'what opening gave should be "abi-incompatible": it was "an instance"',
  'repeats-the-text': 'the result should be "coolcoolcool": it was "coolcool"',
  'repeats-text-beyond-ascii': 'the result should be "né𝄞né𝄞": it was "nn"',
  'empty-text-stays-empty': 'the result should be "": it was "nothingnothingnothing"',
  'count-zero-gives-empty-text': 'the result should be "": it was "cool"',
  'invalid-utf8-is-refused':
    'the text <ff> should be refused with TUTTI_E_INVALID_ARGUMENT: it failed with bad-result, Cannot call tutti.text.repeat of plugin "org.tutti.faulty": what it handed over is not valid: its text is not UTF-8',
  'result-over-quota-is-refused':
    'a result of 8,000 bytes should be refused with TUTTI_E_NOMEM: it failed with bad-result, Cannot call tutti.text.repeat of plugin "org.tutti.faulty": what it handed over is not valid: it has 8000 bytes, and the limit is 4096',
  'failed-allocation-is-refused':
    'a call without memory should be refused with TUTTI_E_NOMEM: it failed with TUTTI_E_INTERNAL, Cannot call tutti.text.repeat of plugin "org.tutti.faulty": something went wrong (TUTTI_E_INTERNAL)',
};

// the same for counters, which pass what every plugin owes
const expectedOfCounters: Record<string, string> = {
  'counts-words-lines-and-bytes':
    'the counts should be "3 words, 2 lines, 17 bytes": it was "3 words, 0 lines, 17 bytes"',
  'counts-words-beyond-ascii':
    'the counts should be "3 words, 0 lines, 19 bytes": it was "8 words, 0 lines, 19 bytes"',
  'total-sums-all-texts':
    'the total should be "3 words, 0 lines, 10 bytes": it was "2 words, 0 lines, 10 bytes"',
  'most-frequent-words-come-first': 'the first two should be "a 3, b 3": it was "b 3, a 3"',
  'reset-forgets-everything':
    'the total should be "0 words, 0 lines, 0 bytes": it was "2 words, 1 lines, 8 bytes"',
  'malformed-text-is-not-counted':
    'the total should be "1 words, 0 lines, 3 bytes": it was "1 words, 0 lines, 8 bytes"',
  'failed-allocation-counts-nothing':
    'the total should be "1 words, 0 lines, 3 bytes": it was "1 words, 0 lines, 25 bytes"',
  'words-over-quota-are-refused':
    'a text of 5,000 words should be refused with TUTTI_E_NOMEM: it failed with TUTTI_E_INTERNAL, Cannot call tutti.words.add of plugin "org.tutti.faulty": too much (TUTTI_E_INTERNAL)',
  'state-survives-restore':
    'what the new instance answers should be "schema 1, 2 entries, 69 bytes; 3 words, 2 lines, 10 bytes; la 2, lé 1": it was "schema 1, 2 entries, 69 bytes; 3 words, 0 lines, 10 bytes; la 2, lé 1"',
  'malformed-state-is-refused':
    'no byte should be refused with TUTTI_E_INVALID_ARGUMENT: it returned nothing',
  'unknown-schema-is-refused':
    'saving an unknown schema should be refused with TUTTI_E_UNSUPPORTED: it returned <69 bytes>',
  'state-has-the-size-it-tells': 'the size should be 69: it was 37',
  'reset-empties-the-state':
    'what it answers should be "schema 1, 0 entries, 32 bytes; 0 words, 0 lines, 0 bytes; ": it was "schema 1, 2 entries, 69 bytes; 3 words, 2 lines, 10 bytes; la 2, lé 1"',
  'state-without-memory-is-refused':
    'saving with allocation 1 failing should be refused with TUTTI_E_NOMEM: it failed with TUTTI_E_INTERNAL, Cannot save plugin "org.tutti.faulty": cannot save now (TUTTI_E_INTERNAL)',
};
const expected = { ...expectedOfText, ...expectedOfCounters };

test('there is a faulty plugin for each check', () => {
  expect(Object.keys(expectedOfText)).toEqual(textProvider.map((check) => check.id));
  expect(Object.keys(expectedOfCounters)).toEqual(counter.map((check) => check.id));
});

describe.each(Object.keys(expected))('the plugin whose fault is %s', (id) => {
  const source = `tests/faulty/${id}.c`;
  const checks = id in expectedOfText ? textProvider : checksFor(['tutti.words', 'tutti.state']);

  test('fails that check and no other, natively', async () => {
    const results = await runChecks(checks, nativeDriver(await compileNative(source)));
    expect(notPassed(results)).toEqual([{ id, outcome: 'failed', detail: expected[id] }]);
  });

  test('fails that check and no other, as wasm', async () => {
    const results = await runChecks(
      checks,
      wasmDriver(readFileSync(await compileWasm(source)), `${id}.wasm`),
    );
    expect(notPassed(results)).toEqual([{ id, outcome: 'failed', detail: expected[id] }]);
  });
});
