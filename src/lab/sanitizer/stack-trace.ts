/** A frame of WebAssembly in an error's stack, as far as the engine tells. */
export interface WasmFrame {
  readonly functionName: string | undefined;
  readonly functionIndex: number | undefined;
  /** Offset into the module's file; Safari tells none. */
  readonly offset: number | undefined;
}

/** `name@url:wasm-function[7]:0x1f` of Firefox, `at name (url:wasm-function[7]:0x1f)` of V8, and Safari's since 2025,
 *  which ends after the index. */
const withIndex = /^(.*?):wasm-function\[(\d+)\](?::0x([0-9a-f]+))?\)?$/;
/** `module.wasm-function[name or index]@[wasm code]` of Safari before. */
const safariBefore = /^(?:.*\.)?wasm-function\[(.+)\]@\[wasm code\]$/;
const isNumber = /^\d+$/;

/**
 * The frames of WebAssembly in the text of `Error.stack`, innermost first: what Chromium, Firefox and Safari write.
 * Frames of JavaScript are left out.
 */
export function wasmFrames(stack: string): WasmFrame[] {
  return stack.split('\n').flatMap((text) => frameOf(text.trim()) ?? []);
}

function frameOf(line: string): WasmFrame | undefined {
  const before = safariBefore.exec(line)?.[1];
  if (before !== undefined) {
    return isNumber.test(before)
      ? { functionName: undefined, functionIndex: Number(before), offset: undefined }
      : { functionName: before, functionIndex: undefined, offset: undefined };
  }
  const found = withIndex.exec(line);
  if (found === null) return undefined;
  const [, head = '', index = '', offset] = found;
  return {
    functionName: nameIn(head),
    functionIndex: Number(index),
    offset: offset === undefined ? undefined : Number.parseInt(offset, 16),
  };
}

/** V8 writes the name before the bracket, the others before the `@`; both may put the module's name before a dot. */
function nameIn(head: string): string | undefined {
  const v8 = /^at (?:async )?(.+?) \(/.exec(head)?.[1];
  const name = v8 ?? (head.startsWith('at ') ? '' : head.slice(0, Math.max(0, head.indexOf('@'))));
  const plain = name.replace(/^.*?\.(?=[^.]+$)/, '');
  return plain === '' ? undefined : plain;
}

/** Why WebAssembly stopped, in the words of the three engines. */
export type TrapKind =
  | 'unreachable'
  | 'out-of-bounds'
  | 'division-by-zero'
  | 'integer-overflow'
  | 'stack'
  | 'null-function'
  | 'function-type'
  | 'no-function'
  | 'conversion'
  | 'unknown';

const traps: readonly (readonly [kind: TrapKind, words: RegExp])[] = [
  ['stack', /call stack size exceeded|too much recursion/i],
  ['division-by-zero', /divi(de|sion) by zero/i],
  ['integer-overflow', /divide result unrepresentable|integer overflow/i],
  // V8 had one message for both: the compiler's own cast is the likelier cause.
  [
    'function-type',
    /to a BigInt|signature mismatch|signature that does not match|null function or function signature/i,
  ],
  ['null-function', /null function|indirect call to null|null table entry/i],
  ['no-function', /table index is out of bounds|out of bounds call_indirect/i],
  // A function pointer beyond the table too: Firefox has the same words for it. And what the host would read for the
  // plugin, in the words of its own typed arrays.
  [
    'out-of-bounds',
    /out of bounds|outside the bounds|(attempting to construct|invalid).* (out-of-bounds|typed array)/i,
  ],
  ['conversion', /float unrepresentable|integer conversion|invalid conversion/i],
  ['unreachable', /unreachable/i],
];

/** Sorts what an engine threw out of WebAssembly. */
export function trapKind(error: unknown): TrapKind {
  const message = error instanceof Error ? error.message : String(error);
  return traps.find(([, words]) => words.test(message))?.[0] ?? 'unknown';
}
