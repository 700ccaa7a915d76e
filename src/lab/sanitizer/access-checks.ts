import { judgeAccess, type Memories } from './access-judge.ts';
import type { Reporter } from './reporter.ts';
import { type Shadow, shadowOf } from './shadow.ts';

/** Bytes of memory that one byte of AddressSanitizer's own shadow stands for. */
const granule = 8;
const allocaRedzone = 32;
const globalRecord = { bytes: 32, size: 4, sizeWithRedzone: 8, name: 12 } as const;

/** What a debug build calls; what it returns counts where the function has a result. */
export type Hook = (...args: number[]) => unknown;

/**
 * What the compiler's checks of memory call: each load and store, copies, the redzones of locals and globals.
 *
 * @returns hooks by the names under which a debug build imports them
 */
export function accessHooks(memories: Memories, reporter: Reporter): Record<string, Hook> {
  const { memory, shadow } = memories;
  const look = (at: number, sizeBytes: number, verb: 'read' | 'write') => {
    const found = judgeAccess(memories, at >>> 0, sizeBytes >>> 0, verb);
    if (found !== undefined) reporter.report(found.kind, found.message, { block: found.block });
  };
  const read = (at: number, sizeBytes: number) => look(at, sizeBytes, 'read');
  const write = (at: number, sizeBytes: number) => look(at, sizeBytes, 'write');
  const bytes = () => new Uint8Array(memory.memory.buffer);
  const copy = (to: number, from: number, sizeBytes: number) => {
    read(from, sizeBytes);
    write(to, sizeBytes);
    bytes().copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (sizeBytes >>> 0));
    return to;
  };
  const ranges = (name: string, to: number, from: number, sizeBytes: number) => {
    const distance = Math.abs(to - from);
    if (sizeBytes <= distance || distance === 0) return;
    const message = `${name} of ${sizeBytes} bytes between ranges ${distance} bytes apart`;
    reporter.report('overlapping-copy', message, { isFatal: false });
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
      ranges('memcpy', to >>> 0, from >>> 0, sizeBytes >>> 0);
      return copy(to, from, sizeBytes);
    },
    lab_check_ranges: (name = 0, to = 0, from = 0, sizeBytes = 0) =>
      ranges(memory.cString(name), to >>> 0, from >>> 0, sizeBytes >>> 0),
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
    // alloca, and arrays whose length is computed, lie between redzones of 32 bytes and what rounds the second up.
    __asan_alloca_poison(at = 0, sizeBytes = 0) {
      const start = at >>> 0;
      const end = start + (sizeBytes >>> 0);
      const last = Math.ceil(end / allocaRedzone) * allocaRedzone + allocaRedzone;
      shadow.set(start - allocaRedzone, allocaRedzone, shadowOf.stack);
      shadow.set(start, end - start, shadowOf.addressable);
      shadow.set(end, last - end, shadowOf.stack);
    },
    __asan_allocas_unpoison(top = 0, bottom = 0) {
      if (top !== 0 && top >>> 0 <= bottom >>> 0) shadow.set(top >>> 0, bottom - top, shadowOf.addressable);
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
