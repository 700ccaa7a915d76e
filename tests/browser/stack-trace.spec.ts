import { type TrapKind, trapKind, wasmFrames } from '../../src/lab/sanitizer/stack-trace.ts';
import { isFirefox } from './stock-firefox.ts';
import { expect, test } from './watched-test.ts';

// What the parser of stacks was written for, asked of the engines themselves.

interface Trap {
  readonly kind: TrapKind;
  /** The function's code. */
  readonly code: readonly number[];
  /** Where in the code it traps. */
  readonly at: number;
}

const negative16 = 0x70;
const leastInteger = [0x80, 0x80, 0x80, 0x80, 0x78];
const notANumber = [0x43, 0x00, 0x00, 0xc0, 0x7f];
const number = [0x43, 0x00, 0x00, 0x80, 0x3f];

const traps: readonly Trap[] = [
  { kind: 'unreachable', code: [0x00], at: 0 },
  { kind: 'out-of-bounds', code: [0x41, negative16, 0x28, 0x02, 0x00, 0x1a], at: 2 },
  { kind: 'division-by-zero', code: [0x41, 0x01, 0x41, 0x00, 0x6d, 0x1a], at: 4 },
  { kind: 'integer-overflow', code: [0x41, ...leastInteger, 0x41, 0x7f, 0x6d, 0x1a], at: 8 },
  { kind: 'null-function', code: [0x41, 0x00, 0x11, 0x00, 0x00], at: 2 },
  { kind: 'function-type', code: [...number, 0x41, 0x01, 0x11, 0x01, 0x00, 0x1a], at: 7 },
  { kind: 'no-function', code: [0x41, 0x05, 0x11, 0x00, 0x00], at: 2 },
  { kind: 'conversion', code: [...notANumber, 0xa8, 0x1a], at: 5 },
];

test('a trap is told by its kind, with the function and the offset at which it happened', async ({
  page,
}) => {
  await page.goto('/');
  const bytes = moduleOf([...traps.map(({ code }) => code), callsItself(traps.length)]);
  const thrown = await page.evaluate(async (module) => {
    const { instance } = await WebAssembly.instantiate(new Uint8Array(module));
    return Object.values(instance.exports).map((run) => {
      try {
        (run as () => void)();
        return { message: 'nothing was thrown', stack: '' };
      } catch (error) {
        const { message, stack = '' } = error as Error;
        return { message, stack };
      }
    });
  }, bytes);
  const told = thrown.map(({ message, stack }) => ({
    kind: trapKind(new Error(message)),
    frame: wasmFrames(stack)[0],
  }));
  const frame = (functionIndex: number, offset: unknown) => ({
    functionName: undefined,
    functionIndex,
    offset,
  });
  // Firefox has the same words for a function pointer beyond the table as for an address beyond the memory.
  const saidOf = (kind: TrapKind) =>
    kind === 'no-function' && isFirefox(page.context().browser()) ? 'out-of-bounds' : kind;
  expect(told).toEqual([
    ...traps.map(({ kind, code, at }, index) => ({
      kind: saidOf(kind),
      frame: frame(index, placeOf(bytes, code) + at),
    })),
    { kind: 'stack', frame: frame(traps.length, expect.any(Number)) },
  ]);
});

function callsItself(index: number): number[] {
  return [0x10, index];
}

/** Where a function's code stands in the module: after its length and its count of locals. */
function placeOf(bytes: readonly number[], code: readonly number[]): number {
  const body = [code.length + 2, 0x00, ...code, 0x0b];
  const at = bytes.findIndex((_byte, start) => body.every((byte, i) => bytes[start + i] === byte));
  return at + 2;
}

/** A module without names: functions that take and give nothing, exported in order, and a table whose second entry is the first of them. */
function moduleOf(codes: readonly (readonly number[])[]): number[] {
  const list = (items: readonly (readonly number[])[]) => [items.length, ...items.flat()];
  const section = (id: number, content: readonly number[]) => [id, ...length(content.length), ...content];
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(
      1,
      list([
        [0x60, 0x00, 0x00],
        [0x60, 0x01, 0x7d, 0x01, 0x7d],
      ]),
    ),
    ...section(3, list(codes.map(() => [0x00]))),
    ...section(4, list([[0x70, 0x01, 0x02, 0x02]])),
    ...section(5, list([[0x00, 0x01]])),
    ...section(7, list(codes.map((_code, index) => [0x01, 0x61 + index, 0x00, index]))),
    ...section(9, list([[0x00, 0x41, 0x01, 0x0b, 0x01, 0x00]])),
    ...section(10, list(codes.map((code) => [code.length + 2, 0x00, ...code, 0x0b]))),
  ];
}

function length(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, value >> 7];
}
