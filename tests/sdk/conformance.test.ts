import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type AbiEvent, entrySymbol } from '../../src/abi/index.ts';
import { type CheckResult, checksFor, runChecks } from '../../src/checks/index.ts';
import { inspectLibrary, openInstance } from '../../src/host/index.ts';
import { LANGUAGES } from '../../src/manifest/index.ts';
import { nativeDriver } from '../../src/toolkit/index.ts';
import { buildNative } from './build.ts';

interface Manifest {
  readonly id: string;
  readonly version: string;
  readonly provides: object;
  readonly entry: object;
}

const plugins = ['examples/repeat', 'examples/word-count'].map((folder) => {
  const manifest = JSON.parse(readFileSync(`${folder}/tutti.json`, 'utf8')) as Manifest;
  return { folder, manifest, checks: checksFor(Object.keys(manifest.provides)) };
});
const builds = plugins.flatMap((plugin) => LANGUAGES.map((language) => ({ ...plugin, language })));

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

test.each(plugins)('the four languages of $folder are the four that are checked', ({ manifest }) => {
  expect(Object.keys(manifest.entry)).toEqual([...LANGUAGES]);
});

describe.each(builds)('$folder in $language', ({ folder, manifest, checks, language }) => {
  test('exports its entry and nothing else', async (context) => {
    const { file } = await buildNative(context, folder, language);
    expect(inspectLibrary(file).exports).toEqual([entrySymbol]);
  });

  test('passes every check', async (context) => {
    const { file } = await buildNative(context, folder, language);
    const results = await runChecks(checks, nativeDriver(file));
    expect(results.map(({ id, outcome, detail }) => ({ id, outcome, detail }))).toEqual(
      checks.map(({ id }) => ({ id, outcome: 'passed', detail: '' })),
    );
  });

  test('names itself as its manifest does', async (context) => {
    const { file } = await buildNative(context, folder, language);
    await using plugin = await openInstance(file);
    expect({ id: plugin.id, version: plugin.version }).toEqual({
      id: manifest.id,
      version: manifest.version,
    });
  });

  test.runIf(process.platform === 'linux')('leaves the process when it is closed', async (context) => {
    const { file } = await buildNative(context, folder, language);
    const isMapped = () => readFileSync('/proc/self/maps', 'utf8').includes(file);
    const plugin = await openInstance(file);
    const whileOpen = isMapped();
    plugin.close();
    expect([whileOpen, isMapped()]).toEqual([true, false]);
  });
});

describe.each(LANGUAGES)('repeat in %s', (language) => {
  test('allocates, hands over and frees as it does in C, event for event', async (context) => {
    const { file } = await buildNative(context, 'examples/repeat', language);
    const inC = await buildNative(context, 'examples/repeat', 'c');
    const checks = checksFor(['tutti.text']);
    const run = async (of: string) => logs(await runChecks(checks, nativeDriver(of)));
    expect(await run(file)).toEqual(await run(inC.file));
  });
});
