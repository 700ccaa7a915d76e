import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CheckResult, checksFor, runChecks } from '../../src/checks/index.ts';
import { wasmDriver } from '../../src/lab/index.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { nativeDriver } from '../../src/toolkit/native-driver.ts';
import { compileNative, compileWasm } from '../native/compile.ts';

const checks = checksFor(['tutti.text']);

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
});

/** What did not pass: its check, and what a person reads. */
const notPassed = (results: readonly CheckResult[]) =>
  results.filter((r) => r.outcome !== 'passed').map(({ id, outcome, detail }) => ({ id, outcome, detail }));

// faulty plugin and the one check that must trip on it, what a person reads
const expected: Record<string, string> = {
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

test('there is a faulty plugin for each check', () => {
  expect(Object.keys(expected)).toEqual(checks.map((check) => check.id));
});

describe.each(Object.keys(expected))('the plugin whose fault is %s', (id) => {
  const source = `tests/faulty/${id}.c`;

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
