import { DamagedFile, type FileView } from './file-view.ts';
import { type FormatInspection, namesOfFlags, unread } from './inspection.ts';

const machines: Record<number, string> = { 332: 'x86', 34404: 'x86_64', 43620: 'aarch64' };
const IS_DLL = 0x2000;
const NX_COMPAT = 0x100;
/** Windows maps no file with more sections. */
const mostSections = 96;
const directory = { exports: 0, imports: 1, tls: 9, delayImports: 13 } as const;

const flagNames = {
  32: 'HIGH_ENTROPY_VA',
  64: 'DYNAMIC_BASE',
  128: 'FORCE_INTEGRITY',
  256: 'NX_COMPAT',
  512: 'NO_ISOLATION',
  1024: 'NO_SEH',
  2048: 'NO_BIND',
  4096: 'APPCONTAINER',
  8192: 'WDM_DRIVER',
  16384: 'GUARD_CF',
  32768: 'TERMINAL_SERVER_AWARE',
};

/** A Windows image's places: relative addresses become offsets in the file. */
interface Image {
  readonly file: FileView;
  /** -1 when no section holds the address. */
  readonly offsetOf: (address: number) => number;
  /** Where a directory lies; -1 when the image has none. */
  readonly directoryOf: (number: number) => number;
}

/** Reads a Windows library: its machine, its flags, its export table and the DLLs that it imports. */
export function inspectPe(file: FileView): FormatInspection | undefined {
  const pe = file.u32(60);
  if (pe + 24 > file.sizeBytes || file.u32(pe) !== 0x4550) return undefined;
  const machine = file.u16(pe + 4);
  const optional = pe + 24;
  const isPlus = file.u16(optional) === 0x20b;
  const image = readImage(file, pe, isPlus);
  const flags = file.u16(optional + 70);
  const entry = file.u32(optional + 16);
  const tls = image.directoryOf(directory.tls);
  const isShared = (file.u16(pe + 22) & IS_DLL) !== 0;
  return {
    format: 'PE',
    os: 'windows',
    arch: machines[machine] ?? `machine 0x${machine.toString(16)}`,
    ...unread,
    isShared,
    exports: readExports(image).sort(),
    needed: [
      ...readImports(image, directory.imports, 20, 12),
      ...readImports(image, directory.delayImports, 32, 4),
    ],
    flags: namesOfFlags(flags, flagNames),
    initializers: isShared && entry !== 0 ? 1 : 0,
    hasThreadLocals: tls >= 0,
    hasExecutableStack: (flags & NX_COMPAT) === 0,
  };
}

function readImage(file: FileView, pe: number, isPlus: boolean): Image {
  const optional = pe + 24;
  const sectionsAt = optional + file.u16(pe + 20);
  const count = file.u16(pe + 6);
  if (count > mostSections)
    throw new DamagedFile(`it has ${count} sections, and the limit is ${mostSections}`);
  const sections = Array.from({ length: count }, (_, i) => {
    const at = sectionsAt + i * 40;
    const section = { address: file.u32(at + 12), size: file.u32(at + 16), offset: file.u32(at + 20) };
    file.require(section.offset, section.size, 'a section');
    return section;
  });
  const offsetOf = (address: number): number => {
    const home = sections.find((s) => address >= s.address && address < s.address + s.size);
    return home ? address - home.address + home.offset : -1;
  };
  const directories = optional + (isPlus ? 112 : 96);
  const directoryCount = file.u32(directories - 4);
  const directoryOf = (number: number): number =>
    number < directoryCount ? offsetOf(file.u32(directories + number * 8)) : -1;
  return { file, offsetOf, directoryOf };
}

function readExports({ file, offsetOf, directoryOf }: Image): string[] {
  const at = directoryOf(directory.exports);
  if (at < 0) return [];
  const count = file.u32(at + 24);
  const names = offsetOf(file.u32(at + 32));
  if (count > 0) file.require(names, count * 4, 'the table of exported names');
  return Array.from({ length: count }, (_, i) => file.text(offsetOf(file.u32(names + i * 4))));
}

/** The names of the DLLs in a table of imports, which ends with an entry without a name. */
function readImports(image: Image, number: number, entryBytes: number, nameAt: number): string[] {
  const { file, offsetOf, directoryOf } = image;
  const names: string[] = [];
  const first = directoryOf(number);
  if (first < 0) return names;
  for (let at = first; file.u32(at + nameAt) !== 0; at += entryBytes) {
    names.push(file.text(offsetOf(file.u32(at + nameAt))));
  }
  return names;
}
