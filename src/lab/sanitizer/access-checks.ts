import type { LinearMemory } from '../linear-memory.ts';
import type { Block, GuardedHeap } from './guarded-heap.ts';
import type { MistakeKind } from './mistakes.ts';
import type { Reporter } from './reporter.ts';
import { type Shadow, shadowOf } from './shadow.ts';

/** Addresses below are NULL with a field's offset. */
export const nullBytes = 1024;
/** Bytes of memory that one byte of AddressSanitizer's own shadow stands for. */
const granule = 8;
const globalRecord = { bytes: 32, size: 4, sizeWithRedzone: 8, name: 12 } as const;

/** What a debug build calls; what it returns counts where the function has a result. */
export type Hook = (...args: number[]) => unknown;

/**
 * What the compiler's checks of memory call: each load and store, copies, the redzones of locals and globals.
 *
 * @returns hooks by the names under which a debug build imports them
 */
export function accessHooks(
  memory: LinearMemory,
  shadow: Shadow,
  heap: GuardedHeap,
  reporter: Reporter,
): Record<string, Hook> {
  const fail = (at: number, sizeBytes: number, bad: number, verb: 'read' | 'write') => {
    const { kind, message, block } = judge({ memory, shadow, heap }, at, sizeBytes, bad, verb);
    reporter.report(kind, message, { block });
  };
  const read = (at: number, sizeBytes: number) => {
    const start = at >>> 0;
    const bad = shadow.firstUnreadable(start, sizeBytes >>> 0);
    if (bad >= 0) fail(start, sizeBytes >>> 0, bad, 'read');
  };
  const write = (at: number, sizeBytes: number) => {
    const start = at >>> 0;
    const bad = shadow.firstUnwritable(start, sizeBytes >>> 0);
    if (bad >= 0) fail(start, sizeBytes >>> 0, bad, 'write');
  };
  const bytes = () => new Uint8Array(memory.memory.buffer);
  const copy = (to: number, from: number, sizeBytes: number) => {
    read(from, sizeBytes);
    write(to, sizeBytes);
    bytes().copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (sizeBytes >>> 0));
    return to;
  };
  const use = (whole: { start: number; end: number }, used: { from: number; to: number }) => {
    shadow.set(whole.start >>> 0, whole.end - whole.start, shadowOf.spare);
    shadow.set(used.from >>> 0, used.to - used.from, shadowOf.addressable);
  };
  const hooks: Record<string, Hook> = {
    __asan_loadN: read,
    __asan_storeN: write,
    __asan_memmove: copy,
    __asan_memcpy(to = 0, from = 0, sizeBytes = 0) {
      const distance = Math.abs((to >>> 0) - (from >>> 0));
      if (sizeBytes >>> 0 > distance && distance > 0)
        reporter.report(
          'overlapping-copy',
          `memcpy of ${sizeBytes} bytes between ranges ${distance} bytes apart`,
          {
            isFatal: false,
          },
        );
      return copy(to, from, sizeBytes);
    },
    __asan_memset(to = 0, byte = 0, sizeBytes = 0) {
      write(to, sizeBytes);
      bytes().fill(byte, to >>> 0, (to >>> 0) + (sizeBytes >>> 0));
      return to;
    },
    __asan_register_globals(records = 0, count = 0) {
      for (let i = 0; i < count; i++) {
        const record = (records >>> 0) + globalRecord.bytes * i;
        const at = memory.u32(record);
        const sizeBytes = memory.u32(record + globalRecord.size);
        const whole = memory.u32(record + globalRecord.sizeWithRedzone);
        shadow.set(at + sizeBytes, whole - sizeBytes, shadowOf.global);
      }
    },
    // A vector tells how much of its memory is in use; a deque, at both ends.
    __sanitizer_annotate_contiguous_container(start = 0, end = 0, _before = 0, used = 0) {
      use({ start, end }, { from: start, to: used });
    },
    __sanitizer_annotate_double_ended_contiguous_container(
      start = 0,
      end = 0,
      _fromBefore = 0,
      _toBefore = 0,
      from = 0,
      to = 0,
    ) {
      use({ start, end }, { from, to });
    },
    lab_check_write: write,
  };
  for (const sizeBytes of [1, 2, 4, 8, 16]) {
    hooks[`__asan_load${sizeBytes}`] = (at = 0) => read(at, sizeBytes);
    hooks[`__asan_store${sizeBytes}`] = (at = 0) => write(at, sizeBytes);
  }
  return hooks;
}

/** `__asan_set_shadow_f2(address, count)`: the shadow of a frame's variables, in granules. */
export function shadowHook(name: string, shadow: Shadow): Hook | undefined {
  const digits = /^__asan_set_shadow_([0-9a-f]{2})$/.exec(name)?.[1];
  if (digits === undefined) return undefined;
  const value = Number.parseInt(digits, 16);
  return (at = 0, count = 0) => {
    const start = (at >>> 0) * granule;
    const isPartial = value > 0 && value < granule;
    if (!isPartial) {
      shadow.set(start, count * granule, value === 0 ? shadowOf.addressable : value);
      return;
    }
    for (let i = 0; i < count; i++) {
      shadow.set(start + i * granule, value, shadowOf.addressable);
      shadow.set(start + i * granule + value, granule - value, shadowOf.stack);
    }
  };
}

interface Judged {
  readonly kind: MistakeKind;
  readonly message: string;
  readonly block?: Block | undefined;
}

interface Memories {
  readonly memory: LinearMemory;
  readonly shadow: Shadow;
  readonly heap: GuardedHeap;
}

/** Says what an access to a byte that must not be touched is. */
function judge(
  { memory, shadow, heap }: Memories,
  at: number,
  sizeBytes: number,
  bad: number,
  verb: string,
): Judged {
  const what = `${verb} of ${sizeBytes} ${sizeBytes === 1 ? 'byte' : 'bytes'}`;
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
        return { kind: 'heap-overflow', message: `${what}, beside an argument of ${block.sizeBytes} bytes` };
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
