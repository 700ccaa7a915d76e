import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type AbiEvent, entrySymbol } from '../../src/abi/index.ts';
import { type CheckResult, checksFor, runChecks } from '../../src/checks/index.ts';
import { inspectLibrary, openInstance } from '../../src/host/index.ts';
import { LANGUAGES } from '../../src/manifest/index.ts';
import { nativeDriver } from '../../src/toolkit/index.ts';
import { buildNative } from './build.ts';

const checks = checksFor(['tutti.text']);

/** What may differ: the instance's size, and the lines of the source that a refusal was made at. */
function comparable(event: AbiEvent): AbiEvent {
  if (event.type === 'return') {
    const { line: _, ...rest } = event;
    return rest;
  }
  return 'block' in event && event.block === 1 ? { ...event, sizeBytes: 0 } : event;
}

const logs = (results: readonly CheckResult[]) =>
  results.map(({ id, events }) => ({ id, events: events.map(comparable) }));

test('the four languages of a manifest are the four that are checked', () => {
  const { entry } = JSON.parse(readFileSync('examples/repeat/tutti.json', 'utf8')) as { entry: object };
  expect(Object.keys(entry)).toEqual([...LANGUAGES]);
});

describe.each(LANGUAGES)('repeat in %s', (language) => {
  test('exports its entry and nothing else', async (context) => {
    const { file } = await buildNative(context, 'examples/repeat', language);
    expect(inspectLibrary(file).exports).toEqual([entrySymbol]);
  });

  test('passes every check, and its event logs are those of C', async (context) => {
    const { file } = await buildNative(context, 'examples/repeat', language);
    const inC = await buildNative(context, 'examples/repeat', 'c');
    const results = await runChecks(checks, nativeDriver(file));
    expect(results.map(({ id, outcome, detail }) => ({ id, outcome, detail }))).toEqual(
      checks.map(({ id }) => ({ id, outcome: 'passed', detail: '' })),
    );
    expect(logs(results)).toEqual(logs(await runChecks(checks, nativeDriver(inC.file))));
  });

  test('names itself as its manifest does', async (context) => {
    const { file } = await buildNative(context, 'examples/repeat', language);
    const { id, version } = JSON.parse(readFileSync('examples/repeat/tutti.json', 'utf8')) as Identity;
    await using plugin = await openInstance(file);
    expect({ id: plugin.id, version: plugin.version }).toEqual({ id, version });
  });

  test.runIf(process.platform === 'linux')('leaves the process when it is closed', async (context) => {
    const { file } = await buildNative(context, 'examples/repeat', language);
    const isMapped = () => readFileSync('/proc/self/maps', 'utf8').includes(file);
    const plugin = await openInstance(file);
    const whileOpen = isMapped();
    plugin.close();
    expect([whileOpen, isMapped()]).toEqual([true, false]);
  });
});

interface Identity {
  readonly id: string;
  readonly version: string;
}
