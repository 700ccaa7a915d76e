import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { boardCapability } from '../../content/docs/how-to/plugins/board/board.ts';
import { formatEvent, textCapability } from '../../src/abi/index.ts';
import { openWasmPlugin } from '../../src/lab/index.ts';
import { buildPlugin, workspaceAt } from '../../src/toolkit/index.ts';
import { failureOf } from '../host/failures.ts';
import { compileWasm } from '../native/compile.ts';

const bytesOf = async (source: string, ...flags: string[]) =>
  readFileSync(await compileWasm(source, ...flags));
let repeat: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  const built = await buildPlugin('examples/repeat', {
    workspace: workspaceAt(process.cwd()),
    target: 'wasm32',
  });
  repeat = Uint8Array.from(readFileSync(built.file));
});

test('a plugin in WebAssembly is opened, called and closed like a native one', async () => {
  const plugin = await openWasmPlugin(repeat);
  plugin.start();
  expect(plugin.use(textCapability).repeat('cool', 3)).toBe('coolcoolcool');
  expect(plugin.close()).toEqual({ state: 'unmapped', leakedBlocks: 0, leakedBytes: 0, misuses: 0 });
  expect(plugin.events.map(formatEvent)).toEqual([
    'alloc block 1, 24 bytes',
    'created',
    'active',
    'call 1: tutti.text.repeat("cool", 3)',
    'alloc block 2, 12 bytes',
    'give block 2, 12 bytes, to the host',
    'free block 2, 12 bytes',
    'call 1 returned TUTTI_OK: coolcoolcool',
    'stopped',
    'free block 1, 24 bytes',
    'destroyed',
    'unmapped',
  ]);
});

test('memory is used again: ten thousand calls take no more than the first', async () => {
  const plugin = await openWasmPlugin(repeat, { trace: false });
  plugin.start();
  const { repeat: call } = plugin.use(textCapability);
  for (let i = 0; i < 10_000; i++) call('cool', 300);
  expect(plugin.usage()).toEqual({
    liveBytes: 24,
    liveBlocks: 1,
    peakBytes: 1224,
    totalBlocks: 10_001,
    refusedAllocations: 0,
    misuses: 0,
    droppedEvents: 0,
  });
});

test('a plugin that asks for another one is told that nobody is there', async () => {
  const board = 'content/docs/how-to/plugins/board/c';
  const plugin = await openWasmPlugin(await bytesOf(`${board}/board.c`, `-I${board}`));
  plugin.start();
  const { line } = plugin.use(boardCapability);
  expect((await failureOf(() => line('A', 1))).message).toBe(
    'Cannot call example.board.line of plugin "org.example.board": nobody gives tickets (TUTTI_E_UNSUPPORTED)',
  );
  expect(plugin.close()).toEqual({ state: 'unmapped', leakedBlocks: 0, leakedBytes: 0, misuses: 0 });
});

describe('a module that is no plugin', () => {
  const wasm = (...bytes: number[]) => Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...bytes);
  const importing = wasm(1, 4, 1, 0x60, 0, 0, 2, 9, 1, 3, 0x65, 0x6e, 0x76, 1, 0x66, 0, 0);

  // what it is, bytes, code, whole message
  test.each([
    [
      'text',
      new TextEncoder().encode('la la la'),
      'not-a-library',
      /^Cannot load plugin\.wasm: it is not valid WebAssembly: .+/,
    ],
    [
      'cut off',
      () => repeat.subarray(0, 400),
      'not-a-library',
      /^Cannot load plugin\.wasm: it is not valid WebAssembly: .+/,
    ],
    [
      'empty',
      wasm(),
      'not-a-plugin',
      /^Cannot load plugin\.wasm: it does not export tutti_plugin_entry_v1, so it is not a Tutti plugin$/,
    ],
    [
      'in need of something',
      importing,
      'library-refused',
      /^Cannot load plugin\.wasm: it imports env\.f, which no host offers$/,
    ],
  ])('%s is refused with its reason', async (_what, bytes, code, message) => {
    const failure = await failureOf(() => openWasmPlugin(typeof bytes === 'function' ? bytes() : bytes));
    expect(failure).toEqual({ code, message: expect.stringMatching(message) });
  });
});

// trap, what the engine says
test.each([
  ['UNREACHABLE', 'unreachable'],
  ['OUT_OF_MEMORY_BOUNDS', 'memory access out of bounds'],
  ['DEEP_RECURSION', '(Maximum call stack size exceeded|memory access out of bounds)'],
])('a plugin that traps with %s is faulted, and the page lives on', async (trap, why) => {
  const plugin = await openWasmPlugin(
    Uint8Array.from(await bytesOf('tests/faulty/traps.c', `-DTRAP=${trap}`)),
  );
  plugin.start();
  expect(await failureOf(() => plugin.use(textCapability).repeat('la', 1))).toEqual({
    code: 'trapped',
    message: expect.stringMatching(new RegExp(`^Plugin "org\\.tutti\\.faulty" trapped: ${why}$`)),
  });
  expect(plugin.state).toBe('faulted');
  expect(plugin.close().leakedBlocks).toBe(0);
});
