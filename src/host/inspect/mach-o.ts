import { DamagedFile, type FileView, TruncatedFile } from './file-view.ts';
import { type FormatInspection, namesOfFlags, unread } from './inspection.ts';
import { readLoadCommands } from './mach-o-commands.ts';
import { readExportTrie } from './mach-o-exports.ts';

const cpus: Record<number, string> = { 16777223: 'x86_64', 16777228: 'aarch64', 7: 'x86', 12: 'arm' };
const magics = { fat: 0xcafebabe, fat64: 0xcafebabf, slice64: 0xcffaedfe } as const;
/** There are not that many processors; a Java class, which begins like a universal file, says a version here. */
const mostSlices = 18;
const fileTypes = { dylib: 6, bundle: 8 } as const;

const flagNames = {
  1: 'NOUNDEFS',
  4: 'DYLDLINK',
  128: 'TWOLEVEL',
  32768: 'WEAK_DEFINES',
  65536: 'BINDS_TO_WEAK',
  131072: 'ALLOW_STACK_EXECUTION',
  1048576: 'NO_REEXPORTED_DYLIBS',
  2097152: 'PIE',
  8388608: 'HAS_TLV_DESCRIPTORS',
  16777216: 'NO_HEAP_EXECUTION',
};
const allowStackExecution = 131072;
const hasThreadLocalVariables = 8388608;

/** Whether a file of this magic, read as big-endian, is for {@link inspectMachO}. */
export function isMachO(magic: number): boolean {
  return magic === magics.slice64 || magic === magics.fat || magic === magics.fat64;
}

/**
 * Reads a 64-bit Mach-O file; of a universal file the slice for `preferredArch`, else its first.
 *
 * @returns undefined for a Java class
 */
export function inspectMachO(file: FileView, preferredArch: string): FormatInspection | undefined {
  const magic = file.u32(0, false);
  if (magic === magics.slice64) return inspectSlice(file, 0);
  const count = file.u32(4, false);
  if (count > mostSlices) return undefined;
  const is64 = magic === magics.fat64;
  const entryBytes = is64 ? 32 : 20;
  const slices = Array.from({ length: count }, (_, i) => {
    const at = 8 + i * entryBytes;
    const cpu = file.u32(at, false);
    const offset = is64 ? file.u64(at + 8, false) : file.u32(at + 8, false);
    const size = is64 ? file.u64(at + 16, false) : file.u32(at + 12, false);
    file.require(offset, size, 'a slice');
    return { arch: cpus[cpu] ?? `machine 0x${cpu.toString(16)}`, offset };
  });
  const slice = slices.find(({ arch }) => arch === preferredArch) ?? slices[0];
  if (slice === undefined) throw new TruncatedFile('the universal file holds no slice');
  if (file.u32(slice.offset, false) !== magics.slice64) {
    throw new DamagedFile('a slice of the universal file is no 64-bit Mach-O file');
  }
  return { ...inspectSlice(file, slice.offset), archs: slices.map(({ arch }) => arch) };
}

function inspectSlice(file: FileView, start: number): FormatInspection {
  const cpu = file.u32(start + 4);
  const type = file.u32(start + 12);
  const flags = file.u32(start + 24);
  const commands = readLoadCommands(file, start);
  const { needed, searched, trie, needsMacos, initializers, imported } = commands;
  return {
    format: 'Mach-O',
    os: 'macos',
    arch: cpus[cpu] ?? `machine 0x${cpu.toString(16)}`,
    ...unread,
    ...(needsMacos && { needsMacos }),
    isShared: type === fileTypes.dylib || type === fileTypes.bundle,
    exports: trie ? readExportTrie(file, trie).sort() : [],
    needed,
    searched,
    flags: namesOfFlags(flags, flagNames),
    initializers,
    hasThreadLocals: (flags & hasThreadLocalVariables) !== 0,
    hasThreadLocalDestructors: imported.includes('__tlv_atexit'),
    canStartThreads: imported.includes('_pthread_create'),
    hasExecutableStack: (flags & allowStackExecution) !== 0,
    isPinned: commands.hasObjectiveC,
  };
}
