import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checksFor, runChecks } from '../../src/checks/index.ts';
import { wasmDriver } from '../../src/lab/index.ts';
import { buildPlugin, buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { nativeDriver } from '../../src/toolkit/native-driver.ts';
import { comparableLogs } from './comparable-logs.ts';

const workspace = workspaceAt(process.cwd());

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
    expect(comparableLogs(inWasm)).toEqual(comparableLogs(inProcess));
  },
);
