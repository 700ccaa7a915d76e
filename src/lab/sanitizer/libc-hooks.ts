import type { LinearMemory } from '../linear-memory.ts';
import type { Hook } from './access-checks.ts';
import type { Block, GuardedHeap } from './guarded-heap.ts';
import type { Reporter } from './reporter.ts';

/** What a plugin writes to its standard output or error. */
export interface Output {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

interface LibcOptions {
  readonly memory: LinearMemory;
  readonly heap: GuardedHeap;
  readonly reporter: Reporter;
  /** What malloc may hold at once. */
  readonly heapBytes: number;
  readonly write: (output: Output) => void;
}

const utf8 = new TextDecoder();

/** malloc and its kin, and the ways to end a process: what runtime.c imports from `lab`. */
export function labHooks({ memory, heap, reporter, heapBytes }: LibcOptions): Record<string, Hook> {
  let live = 0;
  const allocate = (sizeBytes: number, alignTo?: number): number => {
    if (live + sizeBytes > heapBytes) return 0;
    const at = heap.allocate(sizeBytes, alignTo);
    if (at !== 0) live += sizeBytes;
    return at;
  };
  const release = (at: number, by: string): Block | undefined => {
    const block = heap.blockAt(at);
    if (block === undefined || block.from === 'record') {
      const near = heap.blockNear(at);
      const where =
        near !== undefined && near.from !== 'record' && at > near.at
          ? `, ${at - near.at} bytes into a block of ${near.sizeBytes}`
          : '';
      reporter.report('bad-free', `${by} was given a pointer that no allocation returned${where}`, {
        block: near,
      });
      return undefined;
    }
    const { sizeBytes } = block;
    if (block.freed !== undefined) {
      const kind = block.from === 'host' ? 'wrong-allocator' : 'double-free';
      reporter.report(kind, `${by} was given a block of ${sizeBytes} bytes that was given back before`, {
        block,
      });
    }
    if (block.from === 'host')
      reporter.report(
        'wrong-allocator',
        `${by} was given a block of ${sizeBytes} bytes that the host allocated`,
        {
          block,
        },
      );
    heap.free(block);
    live -= sizeBytes;
    return block;
  };
  const bytes = () => new Uint8Array(memory.memory.buffer);
  return {
    malloc: (size = 0) => allocate(size >>> 0),
    aligned_alloc: (alignment = 0, size = 0) => allocate(size >>> 0, alignment >>> 0),
    free(at = 0) {
      if (at !== 0) release(at >>> 0, 'free()');
    },
    calloc(count = 0, size = 0) {
      const sizeBytes = (count >>> 0) * (size >>> 0);
      const at = sizeBytes > 0xffff_ffff ? 0 : allocate(sizeBytes);
      if (at !== 0) {
        bytes().fill(0, at, at + sizeBytes);
        heap.written(at, sizeBytes);
      }
      return at;
    },
    realloc(before = 0, size = 0) {
      if (before === 0) return allocate(size >>> 0);
      const old = heap.blockAt(before >>> 0);
      const at = old !== undefined && old.freed === undefined ? allocate(size >>> 0) : 0;
      if (at !== 0 && old !== undefined) {
        const kept = Math.min(old.sizeBytes, size >>> 0);
        bytes().copyWithin(at, old.at, old.at + kept);
        heap.written(at, kept);
      }
      if (at !== 0 || old === undefined || old.freed !== undefined) release(before >>> 0, 'realloc()');
      return at;
    },
    ended: (how = 0, code = 0) => {
      const name = memory.cString(how);
      reporter.report(
        'process-ended',
        name === 'abort' ? 'abort() was called' : `${name}(${code}) was called`,
      );
    },
    failed: (condition = 0, file = 0, line = 0) => {
      const at = { file: memory.cString(file), line, column: 0, function: '', isExact: true };
      reporter.report('process-ended', `the assertion ${memory.cString(condition)} failed`, { at });
    },
  };
}

const success = 0;
const badDescriptor = 8;
/** Nanoseconds of a millisecond. */
const nanoseconds = 1_000_000n;

/** The part of WASI that libc needs for printf, clocks and random numbers; the same in every run. */
export function wasiHooks({
  memory,
  reporter,
  write,
}: LibcOptions): Record<string, (...args: never[]) => unknown> {
  let now = 0n;
  let seed = 1;
  return {
    fd_write(fd: number, vectors: number, count: number, written: number) {
      if (fd !== 1 && fd !== 2) return badDescriptor;
      const parts = Array.from({ length: count }, (_, i) =>
        memory.copy(memory.u32(vectors + 8 * i), memory.u32(vectors + 8 * i + 4)),
      );
      const text = parts.map((part) => utf8.decode(part)).join('');
      memory.setU32(
        written,
        parts.reduce((sum, part) => sum + part.length, 0),
      );
      if (text !== '') write({ stream: fd === 1 ? 'stdout' : 'stderr', text });
      return success;
    },
    fd_fdstat_get(fd: number, at: number) {
      if (fd > 2) return badDescriptor;
      memory.clear(at, 24);
      // A character device, so that libc writes line by line.
      memory.view.setUint8(at, 2);
      return success;
    },
    clock_time_get(_clock: number, _precision: bigint, at: number) {
      now += nanoseconds;
      memory.view.setBigUint64(at, now, true);
      return success;
    },
    random_get(at: number, length: number) {
      for (let i = 0; i < length; i++) {
        seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
        memory.view.setUint8(at + i, seed >>> 16);
      }
      return success;
    },
    proc_exit(code: number) {
      reporter.report('process-ended', `exit(${code}) was called`);
    },
  };
}
