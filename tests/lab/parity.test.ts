import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type AbiEvent,
  capabilities,
  formatEvent,
  HostError,
  type Instance,
  type Value,
} from '../../src/abi/index.ts';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { openInstance } from '../../src/host/index.ts';
import { openWasmPlugin, Sanitizer } from '../../src/lab/index.ts';
import { buildPlugin, buildServices, workspaceAt } from '../../src/toolkit/index.ts';

const workspace = workspaceAt(process.cwd());
const builds = new DebugBuilds(workspace);
/** What both hosts give the plugin; their own limits differ. */
const memoryBytes = 2 ** 20;

type Call = readonly [capability: string, name: string, ...args: Value[]];

/** Folder of a plugin, its C source below it with the headers beside that, and what is called. */
const plugins: readonly (readonly [
  folder: string,
  source: string,
  headers: readonly string[],
  calls: readonly Call[],
])[] = [
  [
    'examples/repeat',
    'c/repeat.c',
    [],
    [
      ['tutti.text', 'repeat', 'cool', 3],
      ['tutti.text', 'repeat', 'ü', 0],
      ['tutti.text', 'repeat', 'la', 4_000_000],
    ],
  ],
  [
    'examples/word-count',
    'c/word-count.c',
    ['c/tally.h'],
    [
      ['tutti.words', 'add', 'the cat and the hat'],
      ['tutti.words', 'mostFrequent', 2],
      ['tutti.words', 'total'],
      ['tutti.state', 'describe'],
      ['tutti.words', 'reset'],
    ],
  ],
  [
    'content/docs/tutorials/first-plugin/1-write/solution',
    'c/plugin.c',
    [],
    [['tutti.text', 'repeat', 'cool', 3]],
  ],
  [
    'content/docs/tutorials/first-plugin/3-own/solution',
    'c/plugin.c',
    [],
    [
      ['tutti.text', 'repeat', 'cool', 3],
      ['tutti.text', 'repeat', 'cool', 0],
    ],
  ],
];

beforeAll(async () => {
  await buildServices({ workspace });
});

/** A whole life; a call that is refused is part of it. */
function live(instance: Instance, calls: readonly Call[]): readonly AbiEvent[] {
  instance.start();
  for (const [id, name, ...args] of calls) {
    try {
      instance.call(capabilities.find((each) => each.id === id)!, name, args);
    } catch (error) {
      if (!(error instanceof HostError) || error.code !== 'call-failed') throw error;
    }
  }
  instance.close();
  return instance.events;
}

describe('one source, two hosts', () => {
  test.each(plugins)(
    '%s: the log of the instrumented build is the native one',
    async (folder, source, headers, calls) => {
      const built = await buildPlugin(folder, { workspace, target: 'native', language: 'c' });
      const native = live(await openInstance(built.file, { trace: true, memoryBytes }), calls).map(
        formatEvent,
      );

      const main = source.slice(dirname(source).length + 1);
      const files = Object.fromEntries(
        [source, ...headers].map((file) => [
          file.slice(dirname(file).length + 1),
          readFileSync(join(folder, file), 'utf8'),
        ]),
      );
      const { wasm, diagnostics } = await builds.build({ files, main });
      expect(diagnostics).toEqual([]);
      const sanitizer = new Sanitizer(wasm!);
      const page = live(await openWasmPlugin(wasm!, { sanitizer, memoryBytes }), calls).map(formatEvent);
      sanitizer.destroyed();

      expect(sanitizer.findings).toEqual([]);
      // No difference is allowed: the structs of these plugins have the same size with pointers of 4 bytes.
      expect(page).toEqual(native);
    },
  );
});
