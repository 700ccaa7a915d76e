import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type CheckResult, checksFor, runChecks } from '../../src/checks/index.ts';
import { wasmDriver } from '../../src/lab/index.ts';
import { buildPlugin, buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { nativeDriver } from '../../src/toolkit/native-driver.ts';

const workspace = workspaceAt(process.cwd());

/**
 * What may differ between the two worlds. The instance itself holds pointers, so its block has another size. A native
 * library stays in memory while another instance of it is open; in WebAssembly each instance has its own copy.
 */
const comparable = (results: readonly CheckResult[]) =>
  results.map(({ id, outcome, detail, events }) => ({
    id,
    outcome,
    detail,
    events: events.map((event) => {
      if ('block' in event && event.block === 1) return { ...event, sizeBytes: 'the instance' };
      if (event.type === 'state' && event.state === 'resident') return { ...event, state: 'unmapped' };
      return event;
    }),
  }));

// example, what it provides
test.for([
  ['repeat', ['tutti.text']],
  ['word-count', ['tutti.words', 'tutti.state']],
] as const)(
  '%s passes every check in both hosts, and their event logs are equal',
  async ([name, provided]) => {
    const checks = checksFor(provided);
    await buildServices({ workspace });
    const native = await buildPlugin(`examples/${name}`, { workspace, target: 'native' });
    const wasm = await buildPlugin(`examples/${name}`, { workspace, target: 'wasm32' });
    const inProcess = await runChecks(checks, nativeDriver(native.file));
    const inWasm = await runChecks(checks, wasmDriver(readFileSync(wasm.file), `${name}.wasm`));
    expect(inProcess.map(({ id, outcome, detail }) => ({ id, outcome, detail }))).toEqual(
      checks.map(({ id }) => ({ id, outcome: 'passed', detail: '' })),
    );
    expect(comparable(inWasm)).toEqual(comparable(inProcess));
  },
);
