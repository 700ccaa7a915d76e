import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { HostError } from '../../src/abi/index.ts';
import { inspectLibrary } from '../../src/host/index.ts';
import { inspectBytes } from '../../src/host/inspect/inspect-library.ts';
import { compileNative, freshFolder } from '../native/compile.ts';
import { failureOf } from './failures.ts';
import { buildWithZig, refusingEntryInC } from './odd-library.ts';

/** Real libraries of every format; what is done to them below is deterministic. */
const libraries: Uint8Array[] = [];

beforeAll(async () => {
  libraries.push(readFileSync(await compileNative('examples/repeat/c/repeat.c')));
  for (const target of ['aarch64-linux-musl', 'aarch64-macos', 'x86_64-macos']) {
    libraries.push(readFileSync(await buildWithZig('plain.c', refusingEntryInC, '-target', target)));
  }
  const dll = refusingEntryInC.replaceAll('visibility("default")', 'dllexport');
  libraries.push(readFileSync(await buildWithZig('plain.c', dll, '-target', 'x86_64-windows-gnu')));
});

type Outcome = 'read' | 'file-truncated' | 'file-damaged' | 'not-a-library';

/** Inspects bytes; anything but an inspection or a HostError is thrown. */
function outcomeOf(bytes: Uint8Array): Outcome {
  try {
    inspectBytes('hostile.so', bytes);
    return 'read';
  } catch (error) {
    if (error instanceof HostError) return error.code as Outcome;
    throw error;
  }
}

const words = [0, 1, 7, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

/** Writes hostile words over a library: mostly into its first kilobytes, where its tables of tables are. */
const corruption = fc.record({
  library: fc.nat(4),
  edits: fc.array(
    fc.record({
      at: fc.oneof({ weight: 3, arbitrary: fc.nat(2048) }, { weight: 1, arbitrary: fc.nat(1 << 20) }),
      sizeBytes: fc.constantFrom(1, 2, 4),
      value: fc.oneof(fc.constantFrom(...words), fc.nat(0xffff_ffff)),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  keep: fc.oneof(
    { weight: 4, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  ),
});

function corrupt({ library, edits, keep }: typeof corruption extends fc.Arbitrary<infer T> ? T : never) {
  const whole = libraries[library]!;
  const bytes = Uint8Array.from(whole.subarray(0, Math.ceil(whole.length * keep)));
  const view = new DataView(bytes.buffer);
  for (const { at, sizeBytes, value } of edits) {
    const place = at % Math.max(1, bytes.length - 4);
    if (place + 4 > bytes.length) continue;
    if (sizeBytes === 1) view.setUint8(place, value & 0xff);
    else if (sizeBytes === 2) view.setUint16(place, value & 0xffff, true);
    else view.setUint32(place, value, true);
  }
  return bytes;
}

/** Time that this process computed: what the machine does meanwhile is none of its affair. */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

describe('a hostile file', () => {
  test('whatever is written over a real library, it is read or refused with a code, in little time', () => {
    let slowestMs = 0;
    fc.assert(
      fc.property(corruption, (made) => {
        const bytes = corrupt(made);
        const begin = usedMs();
        expect(['read', 'file-truncated', 'file-damaged', 'not-a-library']).toContain(outcomeOf(bytes));
        slowestMs = Math.max(slowestMs, usedMs() - begin);
      }),
      { numRuns: 3000, seed: 20261123 },
    );
    // 3 ms is usual.
    expect(slowestMs).toBeLessThan(1000);
  });

  test('the corruptions reach every outcome, so that the property says something', () => {
    const counts: Record<Outcome, number> = {
      read: 0,
      'file-truncated': 0,
      'file-damaged': 0,
      'not-a-library': 0,
    };
    for (const made of fc.sample(corruption, { numRuns: 2000, seed: 7 })) counts[outcomeOf(corrupt(made))]++;
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(10);
  });

  test('symbols that all name one long text cost no more than the file is long', () => {
    const bytes = elfWithOverlappingNames(400_000);
    const begin = usedMs();
    expect(outcomeOf(bytes)).toBe('file-damaged');
    expect(usedMs() - begin).toBeLessThan(2000);
  });

  test.runIf(process.platform !== 'win32')('a pipe is refused and not waited for', async () => {
    const pipe = `${freshFolder()}/pipe.so`;
    spawnSync('mkfifo', [pipe]);
    expect(await failureOf(() => inspectLibrary(pipe), pipe)).toEqual({
      code: 'file-unreadable',
      message: 'Cannot load PATH: it is a pipe, a socket or a device, not a file',
    });
    expect((await failureOf(() => inspectLibrary('/dev/null'))).message).toBe(
      'Cannot load /dev/null: it is a pipe, a socket or a device, not a file',
    );
  });

  test('a Java class, which begins like a universal Mach-O file, is no library', async () => {
    const bytes = Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 65, 0, 10, 0, 2);
    expect(await failureOf(() => inspectBytes('Song.class', bytes))).toEqual({
      code: 'not-a-library',
      message: 'Cannot load Song.class: it is a Java class, not a shared library',
    });
  });
});

/** An ELF library in which every one of `count` symbols has the same name, of 60,000 characters. */
function elfWithOverlappingNames(count: number): Uint8Array {
  const [dynamicAt, hashAt, stringsAt] = [256, 512, 1024];
  const symbolsAt = stringsAt + 61_000;
  const bytes = new Uint8Array(symbolsAt + 24);
  const view = new DataView(bytes.buffer);
  const word = (at: number, value: number) => view.setBigUint64(at, BigInt(value), true);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 3, true);
  view.setUint16(18, 62, true);
  word(32, 64);
  view.setUint16(54, 56, true);
  view.setUint16(56, 2, true);
  const segment = (at: number, type: number, offset: number, sizeBytes: number) => {
    view.setUint32(at, type, true);
    word(at + 8, offset);
    word(at + 16, offset);
    word(at + 32, sizeBytes);
  };
  const sizeBytes = symbolsAt + 24 * (count + 1);
  const whole = new Uint8Array(sizeBytes);
  segment(64, 1, 0, sizeBytes);
  segment(120, 2, dynamicAt, 64);
  for (const [i, [tag, value]] of [
    [4, hashAt],
    [5, stringsAt],
    [6, symbolsAt],
    [0, 0],
  ].entries()) {
    word(dynamicAt + i * 16, tag!);
    word(dynamicAt + i * 16 + 8, value!);
  }
  view.setUint32(hashAt + 4, count + 1, true);
  bytes.fill(0x61, stringsAt, stringsAt + 60_000);
  whole.set(bytes);
  for (let i = 1; i <= count; i++) whole.set([0, 0, 0, 0, 0x10, 0, 1, 0], symbolsAt + i * 24);
  return whole;
}
