import type { MistakeKind } from '../../lab/index.ts';

/** The catalogue's parts, in the order in which one meets them. Every kind stands in one of them. */
export const crashGroups: readonly { readonly label: string; readonly kinds: readonly MistakeKind[] }[] = [
  {
    label: 'Memory that is gone',
    kinds: ['use-after-free', 'use-after-release', 'kept-pointer', 'use-after-scope'],
  },
  {
    label: 'Past the edge',
    kinds: ['heap-overflow', 'stack-overflow', 'global-overflow', 'index-out-of-bounds'],
  },
  {
    label: 'Pointers into nowhere',
    kinds: ['null-pointer', 'wild-pointer', 'null-argument', 'misaligned-access', 'wrong-function-type'],
  },
  {
    label: 'Giving back',
    kinds: ['double-free', 'double-release', 'bad-free', 'wrong-allocator', 'wrong-size', 'leak'],
  },
  {
    label: 'What is lent and what is given',
    kinds: ['borrowed-written', 'constant-written', 'uninitialised-value', 'bad-result', 'out-of-order'],
  },
  {
    label: 'Numbers',
    kinds: [
      'integer-overflow',
      'division-by-zero',
      'bad-shift',
      'bad-conversion',
      'bad-value',
      'overlapping-copy',
    ],
  },
  {
    label: 'A call that does not return',
    kinds: [
      'endless-loop',
      'deep-recursion',
      'process-ended',
      'exception-thrown',
      'unreachable-reached',
      'missing-function',
      'trapped',
    ],
  },
];
