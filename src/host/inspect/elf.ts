import { readDynamic } from './elf-dynamic.ts';
import { PT, readSegments } from './elf-segments.ts';
import { glibcOf } from './elf-versions.ts';
import type { FileView } from './file-view.ts';
import { type FormatInspection, namesOfFlags, unread } from './inspection.ts';

const machines: Record<number, string> = {
  3: 'x86',
  40: 'arm',
  62: 'x86_64',
  183: 'aarch64',
  243: 'riscv64',
  258: 'loongarch64',
};

const ET_DYN = 3;
const PF_X = 1;
/** Where a library that says nothing of its stack gets an executable one. */
const executableByDefault = new Set(['x86', 'x86_64', 'arm']);

const threadStarters = new Set(['pthread_create', 'thrd_create', 'clone', 'clone3']);

/** `DF_` and `DF_1_` flags that say how a library wants to be loaded. */
const flagNames = { 1: 'ORIGIN', 2: 'SYMBOLIC', 4: 'TEXTREL', 8: 'BIND_NOW', 16: 'STATIC_TLS' };
const flag1Names = {
  1: 'NOW',
  2: 'GLOBAL',
  8: 'NODELETE',
  16: 'LOADFLTR',
  32: 'INITFIRST',
  64: 'NOOPEN',
  128: 'ORIGIN',
  1024: 'INTERPOSE',
  134217728: 'PIE',
};

/** Reads a 64-bit little-endian ELF file; of any other ELF only the header. */
export function inspectElf(file: FileView): FormatInspection {
  const is64 = file.u8(4) === 2;
  const machine = file.u16(18);
  const arch = machines[machine] ?? `machine 0x${machine.toString(16)}`;
  const found = { format: 'ELF', os: 'linux', arch, ...unread } as const;
  if (!is64 || file.u8(5) !== 1) return { ...found, isShared: file.u16(16) === ET_DYN };
  file.require(0, 64, 'the ELF header');
  const segments = readSegments(file);
  file.require(file.u64(40), file.u16(58) * file.u16(60), 'the section table');
  for (const { offset, fileBytes } of segments) file.require(offset, fileBytes, 'a segment');
  const of = (type: number) => segments.find((segment) => segment.type === type);
  const dynamic = of(PT.dynamic);
  const isShared = file.u16(16) === ET_DYN && dynamic !== undefined && of(PT.interp) === undefined;
  if (dynamic === undefined) return { ...found, isShared };

  const { symbols, versions, ...section } = readDynamic(file, segments, dynamic);
  const { needed, flags, flags1 } = section;
  const needsGlibc = glibcOf(versions);
  const libc = needsGlibc ? 'gnu' : libcOf(needed);
  const stack = of(PT.gnuStack);
  return {
    ...found,
    ...(libc && { libc }),
    ...(needsGlibc && { needsGlibc }),
    isShared,
    exports: symbols.exported,
    needed,
    searched: section.searched,
    flags: [...new Set([...namesOfFlags(flags, flagNames), ...namesOfFlags(flags1, flag1Names)])],
    initializers: section.initializers,
    hasThreadLocals: of(PT.tls) !== undefined,
    hasThreadLocalDestructors: symbols.imported.some((name) => name.startsWith('__cxa_thread_atexit')),
    canStartThreads: symbols.imported.some((name) => threadStarters.has(name)),
    hasExecutableStack: stack ? (stack.flags & PF_X) !== 0 : executableByDefault.has(arch),
    hasTextRelocations: section.hasTextRelocations || (flags & 4) !== 0,
    isPinned: (flags1 & 8) !== 0,
    uniqueSymbols: symbols.unique,
  };
}

function libcOf(needed: readonly string[]): 'gnu' | 'musl' | undefined {
  if (needed.includes('libc.so.6')) return 'gnu';
  return needed.some((name) => name === 'libc.so' || name.startsWith('libc.musl')) ? 'musl' : undefined;
}
