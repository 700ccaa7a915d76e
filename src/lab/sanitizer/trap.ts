import type { MistakeKind } from './mistakes.ts';
import { trapKind } from './stack-trace.ts';

/** What a trap means, where no check came before it. */
const traps: Readonly<Record<ReturnType<typeof trapKind>, readonly [MistakeKind, string]>> = {
  stack: ['deep-recursion', 'the stack ran out'],
  'division-by-zero': ['division-by-zero', 'an integer was divided by 0'],
  'integer-overflow': ['integer-overflow', 'a quotient does not fit its type'],
  'null-function': ['null-pointer', 'a function pointer that is NULL was called'],
  'no-function': ['wild-pointer', 'a function pointer that leads to no function was called'],
  'function-type': ['wrong-function-type', 'a function was called as another type than its own'],
  'out-of-bounds': ['wild-pointer', 'an address outside of memory was touched'],
  conversion: ['bad-conversion', 'a floating-point number does not fit the integer type'],
  unreachable: ['unreachable-reached', 'code marked as unreachable was reached'],
  unknown: ['trapped', 'WebAssembly stopped the plugin'],
};

/** What an engine's trap tells of the mistake. */
export function trapOf(error: unknown): { kind: MistakeKind; message: string } {
  const [kind, message] = traps[trapKind(error)];
  const isUnknown = kind === 'trapped' && error instanceof Error;
  return { kind, message: isUnknown ? `${message}: ${error.message}` : message };
}
