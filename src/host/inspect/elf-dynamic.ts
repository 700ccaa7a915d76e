import { offsetIn, type Segment } from './elf-segments.ts';
import { readSymbols, type Symbols } from './elf-symbols.ts';
import { readNeededVersions } from './elf-versions.ts';
import type { FileView } from './file-view.ts';

const DT = {
  needed: 1,
  hash: 4,
  strtab: 5,
  symtab: 6,
  init: 12,
  fini: 13,
  rpath: 15,
  textrel: 22,
  initArrayBytes: 27,
  runpath: 29,
  flags: 30,
  gnuHash: 0x6ffffef5,
  flags1: 0x6ffffffb,
  verneed: 0x6ffffffe,
} as const;

/** What the dynamic section of a library tells. */
export interface DynamicSection {
  readonly needed: readonly string[];
  /** Parts of DT_RUNPATH, or of DT_RPATH where there is none. */
  readonly searched: readonly string[];
  readonly flags: number;
  readonly flags1: number;
  readonly hasTextRelocations: boolean;
  readonly initializers: number;
  /** Symbol versions that other libraries must have, such as `GLIBC_2.28`. */
  readonly versions: readonly string[];
  readonly symbols: Symbols;
}

/** Reads the dynamic section and everything that it points to and that a host wants to know. */
export function readDynamic(file: FileView, segments: readonly Segment[], dynamic: Segment): DynamicSection {
  const entries = new Map<number, number>();
  const neededAt: number[] = [];
  for (let at = dynamic.offset; at + 16 <= dynamic.offset + dynamic.fileBytes; at += 16) {
    const tag = file.u64(at);
    if (tag === 0) break;
    if (tag === DT.needed) neededAt.push(file.u64(at + 8));
    else entries.set(tag, file.u64(at + 8));
  }
  const offsetOf = (tag: number): number => {
    const address = entries.get(tag);
    return address === undefined ? -1 : offsetIn(segments, address);
  };
  const strings = offsetOf(DT.strtab);
  const path = entries.get(DT.runpath) ?? entries.get(DT.rpath);
  const tables = {
    symbols: offsetOf(DT.symtab),
    strings,
    hash: offsetOf(DT.hash),
    gnuHash: offsetOf(DT.gnuHash),
  };
  const symbols = readSymbols(file, tables);
  return {
    needed: neededAt.map((name) => file.text(strings + name)),
    searched: path === undefined ? [] : partsOf(file.text(strings + path)),
    flags: entries.get(DT.flags) ?? 0,
    flags1: entries.get(DT.flags1) ?? 0,
    hasTextRelocations: entries.has(DT.textrel),
    initializers: initializersOf(entries, symbols.imported),
    versions: readNeededVersions(file, offsetOf(DT.verneed), strings),
    symbols,
  };
}

function partsOf(path: string): string[] {
  return path.split(':').filter((part) => part !== '');
}

/**
 * Start files bring a DT_INIT and a DT_FINI that do nothing, and those of gcc, which name a function that is
 * defined nowhere, one function more.
 */
function initializersOf(entries: ReadonlyMap<number, number>, imported: readonly string[]): number {
  const count = Math.floor((entries.get(DT.initArrayBytes) ?? 0) / 8);
  const isFromGcc = imported.includes('_ITM_registerTMCloneTable');
  const hasOwnInit = entries.has(DT.init) && !entries.has(DT.fini);
  return Math.max(0, count - Number(isFromGcc)) + Number(hasOwnInit);
}
