import { describe, expect, test } from 'vitest';
import { trapKind, wasmFrames } from '../../src/lab/sanitizer/stack-trace.ts';

const frame = (functionName: string | undefined, functionIndex: number | undefined, offset?: number) => ({
  functionName,
  functionIndex,
  offset,
});

describe('the frames of WebAssembly in a stack', () => {
  // engine, stack, frames
  test.each([
    [
      'Chromium',
      `RuntimeError: unreachable
    at repeat (wasm://wasm/8d3f1c2a:wasm-function[41]:0x1a2b)
    at plugin.wasm.tutti_text_invoke (wasm://wasm/plugin.wasm-8d3f1c2a:wasm-function[44]:0x1f00)
    at wasm://wasm/8d3f1c2a:wasm-function[7]:0x22b45c
    at WasmBackend.run (http://localhost:4321/assets/run-worker.js:12:345)`,
      [frame('repeat', 41, 0x1a2b), frame('tutti_text_invoke', 44, 0x1f00), frame(undefined, 7, 0x22b45c)],
    ],
    [
      'Firefox',
      `repeat@http://localhost:4321/assets/run-worker.js line 12 > WebAssembly.compile:wasm-function[41]:0x1a2b
plugin.tutti_text_invoke@http://localhost:4321/plugin.wasm:wasm-function[44]:0x1f00
@http://localhost:4321/plugin.wasm:wasm-function[7]:0x22b45c
run@http://localhost:4321/assets/run-worker.js:12:345
`,
      [frame('repeat', 41, 0x1a2b), frame('tutti_text_invoke', 44, 0x1f00), frame(undefined, 7, 0x22b45c)],
    ],
    [
      'Firefox 153, which puts the name of the module before each',
      `plugin.wasm.tutti_alloc@http://127.0.0.1:4321/tutorials/memory/4-double-release/ line 370 > eval line 5 > WebAssembly.compile:wasm-function[50]:0x64d2
plugin.wasm.sing@http://127.0.0.1:4321/tutorials/memory/4-double-release/ line 370 > eval line 5 > WebAssembly.compile:wasm-function[52]:0x68d7
@http://127.0.0.1:4321/tutorials/memory/4-double-release/ line 370 > eval line 5 > WebAssembly.instantiate:wasm-function[8]:0xab
async*evaluate@http://127.0.0.1:4321/tutorials/memory/4-double-release/:372:16
`,
      [frame('tutti_alloc', 50, 0x64d2), frame('sing', 52, 0x68d7), frame(undefined, 8, 0xab)],
    ],
    [
      'Safari until 18',
      `<?>.wasm-function[repeat]@[wasm code]
<?>.wasm-function[1693]@[wasm code]
wasm-stub@[wasm code]
run@http://localhost:4321/assets/run-worker.js:12:345`,
      [frame('repeat', undefined), frame(undefined, 1693)],
    ],
    [
      'Safari since 26',
      `repeat@<?>:wasm-function[41]
<?>:wasm-function[7]
wasm-stub@
run@http://localhost:4321/assets/run-worker.js:12:345`,
      [frame('repeat', 41), frame(undefined, 7)],
    ],
  ])('%s', (_engine, stack, frames) => {
    expect(wasmFrames(stack)).toEqual(frames);
  });
});

// what the engine says, what it is
test.each([
  ['unreachable', 'unreachable'],
  ['unreachable executed', 'unreachable'],
  ["Unreachable code should not be executed (evaluating 't.run()')", 'unreachable'],
  ['memory access out of bounds', 'out-of-bounds'],
  ['index out of bounds', 'out-of-bounds'],
  ['Out of bounds memory access', 'out-of-bounds'],
  ['table index is out of bounds', 'no-function'],
  ['Out of bounds call_indirect', 'no-function'],
  ['divide by zero', 'division-by-zero'],
  ['integer divide by zero', 'division-by-zero'],
  ['Division by zero', 'division-by-zero'],
  ['divide result unrepresentable', 'integer-overflow'],
  ['integer overflow', 'integer-overflow'],
  ['float unrepresentable in integer range', 'conversion'],
  ['invalid conversion to integer', 'conversion'],
  ['Maximum call stack size exceeded', 'stack'],
  ['too much recursion', 'stack'],
  ['null function or function signature mismatch', 'function-type'],
  ['function signature mismatch', 'function-type'],
  ['indirect call signature mismatch', 'function-type'],
  ['call_indirect to a signature that does not match', 'function-type'],
  ['null function', 'null-function'],
  ['indirect call to null', 'null-function'],
  ['call_indirect to a null table entry', 'null-function'],
  ['something new', 'unknown'],
])('a trap that says "%s" is %s', (message, kind) => {
  expect(trapKind(new Error(message))).toBe(kind);
});
