import type { MisuseKind } from '../../abi/index.ts';
import type { Block } from './guarded-heap.ts';
import type { MistakeKind } from './mistakes.ts';

/** What a block is called that was given back wrongly, and in which words. @param block none when it is nobody's */
export function mistakeOfMisuse(
  kind: MisuseKind,
  block: Block | undefined,
  sizeBytes: number,
): [MistakeKind, string] {
  const had = `a block of ${block?.sizeBytes ?? 0} bytes`;
  if (kind === 'freed-before')
    return ['double-release', `the host was given ${had} that it took back before`];
  if (kind === 'wrong-size') return ['wrong-size', `${had} was given back as one of ${sizeBytes}`];
  if (block?.from === 'malloc') return ['wrong-allocator', `the host was given ${had} that malloc allocated`];
  return ['bad-free', 'the host was given a pointer that it never allocated'];
}
