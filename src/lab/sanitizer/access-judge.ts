import type { LinearMemory } from '../linear-memory.ts';
import type { Block, GuardedHeap } from './guarded-heap.ts';
import type { MistakeKind } from './mistakes.ts';
import type { PluginStack } from './plugin-stack.ts';
import { type Shadow, shadowOf } from './shadow.ts';

/** Addresses below are NULL with a field's offset. */
export const nullBytes = 1024;

/** What an access that must not be is. */
export interface Judged {
  readonly kind: MistakeKind;
  readonly message: string;
  readonly block?: Block | undefined;
}

/** What is known of a plugin's memory. */
export interface Memories {
  readonly memory: LinearMemory;
  readonly shadow: Shadow;
  readonly heap: GuardedHeap;
  readonly stack: PluginStack | undefined;
}

/**
 * Looks at an access before it is made; what is written counts as written from then on.
 *
 * @returns what is wrong with it; undefined when nothing is
 */
export function judgeAccess(
  memories: Memories,
  at: number,
  sizeBytes: number,
  verb: 'read' | 'write',
): Judged | undefined {
  const { shadow, stack } = memories;
  const bad = verb === 'read' ? shadow.firstUnreadable(at, sizeBytes) : shadow.firstUnwritable(at, sizeBytes);
  if (bad >= 0) return judge(memories, at, sizeBytes, bad, verb);
  if (sizeBytes === 0 || !stack?.isPast(at)) return undefined;
  const what = `${verb} of ${bytesOf(sizeBytes)}`;
  return { kind: 'use-after-scope', message: `${what} in a local variable of a function that has returned` };
}

function bytesOf(sizeBytes: number): string {
  return `${sizeBytes} ${sizeBytes === 1 ? 'byte' : 'bytes'}`;
}

/** Says what an access to a byte that must not be touched is. */
function judge(
  { memory, shadow, heap }: Memories,
  at: number,
  sizeBytes: number,
  bad: number,
  verb: string,
): Judged {
  const what = `${verb} of ${bytesOf(sizeBytes)}`;
  const state = shadow.at(bad) ?? shadowOf.wild;
  if (bad < nullBytes)
    return { kind: 'null-pointer', message: `${what} at NULL${at === 0 ? '' : ` + ${at}`}` };
  const block = heap.blockNear(bad);
  switch (state) {
    case shadowOf.readOnly: {
      if (block?.from === 'record')
        return { kind: 'borrowed-written', message: `${what} into memory that the host lends for reading` };
      return {
        kind: 'constant-written',
        message: `${what} into ${JSON.stringify(cut(memory.cString(at)))}, a constant`,
      };
    }
    case shadowOf.lentBefore: {
      const lent = block && block.call > 0 ? `lent for call ${block.call}` : 'lent for one call';
      return { kind: 'kept-pointer', message: `${what} in memory that the host ${lent}, after that call` };
    }
    case shadowOf.freed: {
      const kind = block?.from === 'host' ? 'use-after-release' : 'use-after-free';
      return { kind, message: `${what}, ${placeIn(block, bad)} that was given back before`, block };
    }
    case shadowOf.redzone:
      if (block?.from === 'record')
        return { kind: 'heap-overflow', message: `${what}, ${besideOf(block, bad)} what the host lends` };
      return { kind: 'heap-overflow', message: `${what}, ${placeIn(block, bad)}`, block };
    case shadowOf.spare:
      return { kind: 'heap-overflow', message: `${what}, past the last element of a container`, block };
    case shadowOf.global:
      return { kind: 'global-overflow', message: `${what}, past the end of a global variable` };
    case shadowOf.scope:
    case 0xf5:
      return { kind: 'use-after-scope', message: `${what} in a local variable whose scope has ended` };
    case 0xf1:
    case 0xf3:
    case shadowOf.stack:
      return { kind: 'stack-overflow', message: `${what}, outside of the local variable` };
    default:
      return { kind: 'wild-pointer', message: `${what} at 0x${at.toString(16)}, which is nobody's` };
  }
}

function besideOf({ at }: Block, bad: number): string {
  return bad < at ? 'before' : 'past the end of';
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Where an address lies, seen from its block. */
function placeIn(block: Block | undefined, address: number): string {
  if (block === undefined) return 'in a block';
  const { at, sizeBytes } = block;
  const whole = `a block of ${sizeBytes} bytes`;
  if (address < at) return `${at - address} before the start of ${whole}`;
  if (address >= at + sizeBytes) return `${address - at - sizeBytes} past the end of ${whole}`;
  return `${address - at} into ${whole}`;
}
