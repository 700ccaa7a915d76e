import { beforeAll, expect, test } from 'vitest';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { runPlugin } from '../../src/lab/index.ts';
import { Symbols } from '../../src/lab/sanitizer/symbols.ts';
import { readModule } from '../../src/lab/sanitizer/wasm-binary.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';

const source = `#include "tutti/text.h"
#include "tutti_sdk.h"

static uint32_t half(uint32_t value) {
  if (value == 0)
    return 0;
  return value / 2;
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  (void)call, (void)text, (void)err;
  uint8_t *copy = tutti_alloc(self, half(count));
  return tutti_give_text(self, copy, 0, out);
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN("org.tutti.lines", "1.0.0", TUTTI_OFFER(TUTTI_TEXT, &text_table))
`;

let wasm: Uint8Array<ArrayBuffer>;
let symbols: Symbols;
let half: { index: number; start: number; end: number };

beforeAll(async () => {
  const builds = new DebugBuilds(workspaceAt(process.cwd()));
  wasm = (await builds.build({ files: { 'lines.c': source }, main: 'lines.c' })).wasm!;
  symbols = new Symbols(wasm);
  const { functions, names } = readModule(wasm);
  half = functions.find(({ index }) => names.get(index) === 'half')!;
});

const place = (line: number, name: string, isExact: boolean) =>
  expect.objectContaining({ file: 'lines.c', line, function: name, isExact });

test('an offset of Chromium or Firefox is an exact line', () => {
  const hex = (half.start + 8).toString(16);
  for (const stack of [
    `    at half (wasm://wasm/1f:wasm-function[${half.index}]:0x${hex})`,
    `half@https://example.org/run.js line 3 > WebAssembly.compile:wasm-function[${half.index}]:0x${hex}`,
  ])
    expect(symbols.framesOf(stack, () => undefined)).toEqual([place(4, 'half', true)]);
});

test("without offsets, as in Safari, it is the line of the function's edge that ran last, or its first", () => {
  const edges = [...symbols.edges].filter(({ functionIndex }) => functionIndex === half.index);
  expect(edges.map(({ lines }) => lines)).toEqual(expect.arrayContaining([[6], [7]]));
  const last = edges.find(({ lines }) => lines[0] === 7);
  for (const stack of ['half@<?>:wasm-function[I]', '<?>.wasm-function[half]@[wasm code]']) {
    const text = stack.replace('I', String(half.index));
    expect(symbols.framesOf(text, () => last)).toEqual([place(7, 'half', false)]);
    expect(symbols.framesOf(text, () => undefined)).toEqual([place(4, 'half', false)]);
  }
});

test('a run tells which lines ran, and which event came from which line', async () => {
  const call = { do: 'call', capability: 'tutti.text', function: 'repeat', arguments: ['la', 4] } as const;
  const { coverage, trace } = await runPlugin({
    bytes: wasm,
    isInstrumented: true,
    steps: [{ do: 'start' }, call],
  });
  const [file] = coverage;
  expect(new Map(file?.hits)).toEqual(
    new Map([
      [4, 1],
      [5, 1],
      [6, 0],
      [7, 1],
      [8, 1],
      [11, 1],
      [13, 1],
      [14, 1],
      [19, 1],
    ]),
  );
  const alloc = trace.filter((entry) => entry.type === 'event' && entry.event.type === 'alloc').at(-1);
  expect(alloc).toMatchObject({ at: { file: 'lines.c', line: 13, function: 'repeat' } });
});
