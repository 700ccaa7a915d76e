import { DamagedFile, type FileView } from './file-view.ts';

const LC = {
  symtab: 0x2,
  loadDylib: 0xc,
  loadWeakDylib: 0x80000018,
  reexportDylib: 0x8000001f,
  lazyLoadDylib: 0x20,
  loadUpwardDylib: 0x80000023,
  segment: 0x19,
  rpath: 0x8000001c,
  dyldInfo: 0x22,
  dyldInfoOnly: 0x80000022,
  versionMinMacos: 0x24,
  buildVersion: 0x32,
  exportsTrie: 0x80000033,
} as const;
const loading = new Set<number>([
  LC.loadDylib,
  LC.loadWeakDylib,
  LC.reexportDylib,
  LC.lazyLoadDylib,
  LC.loadUpwardDylib,
]);
const headerBytes = 32;
const sectionBytes = 80;
/** Types of sections that hold what runs at load: pointers of 8 bytes, or offsets of 4. */
const S = { initPointers: 9, initOffsets: 0x16 } as const;

/** A part of the file. */
export interface Range {
  readonly at: number;
  readonly sizeBytes: number;
}

/** What the load commands of a Mach-O file tell. */
export interface LoadCommands {
  readonly needed: readonly string[];
  readonly searched: readonly string[];
  readonly trie: Range | undefined;
  readonly needsMacos: string | undefined;
  readonly initializers: number;
  readonly hasObjectiveC: boolean;
  /** Names of undefined symbols, without those that only a symbol table of the linker would tell. */
  readonly imported: readonly string[];
}

/** Reads the load commands of the slice that begins at `start`. */
export function readLoadCommands(file: FileView, start: number): LoadCommands {
  const needed: string[] = [];
  const searched: string[] = [];
  const imported: string[] = [];
  let trie: Range | undefined;
  let needsMacos: string | undefined;
  let initializers = 0;
  let hasObjectiveC = false;
  const rangeAt = (at: number): Range | undefined => {
    const range = { at: start + file.u32(at), sizeBytes: file.u32(at + 4) };
    file.require(range.at, range.sizeBytes, 'the export trie');
    return range.sizeBytes > 0 ? range : undefined;
  };
  let at = start + headerBytes;
  for (let left = file.u32(start + 16); left > 0; left--) {
    const command = file.u32(at);
    const sizeBytes = file.u32(at + 4);
    file.require(at, sizeBytes, 'a load command');
    if (sizeBytes < 8) throw new DamagedFile('a load command is empty');
    if (command === LC.segment) {
      const sections = readSections(file, start, at, sizeBytes);
      initializers += sections.initializers;
      hasObjectiveC ||= sections.hasObjectiveC;
    } else if (loading.has(command)) needed.push(file.text(at + file.u32(at + 8)));
    else if (command === LC.rpath) searched.push(file.text(at + file.u32(at + 8)));
    else if (command === LC.exportsTrie) trie = rangeAt(at + 8);
    else if (command === LC.dyldInfo || command === LC.dyldInfoOnly) trie = rangeAt(at + 40);
    else if (command === LC.versionMinMacos) needsMacos = releaseOf(file.u32(at + 8));
    else if (command === LC.buildVersion && file.u32(at + 8) === 1) needsMacos = releaseOf(file.u32(at + 12));
    else if (command === LC.symtab) imported.push(...readUndefined(file, start, at));
    at += sizeBytes;
  }
  return { needed, searched, trie, needsMacos, initializers, hasObjectiveC, imported };
}

function readSections(file: FileView, start: number, at: number, sizeBytes: number) {
  file.require(start + file.u64(at + 40), file.u64(at + 48), 'a segment');
  const count = file.u32(at + 64);
  if (72 + count * sectionBytes > sizeBytes)
    throw new DamagedFile('a segment holds more sections than its command');
  let initializers = 0;
  let hasObjectiveC = false;
  for (let i = 0; i < count; i++) {
    const section = at + 72 + i * sectionBytes;
    const type = file.u32(section + 64) & 0xff;
    if (type === S.initPointers) initializers += Math.floor(file.u64(section + 40) / 8);
    if (type === S.initOffsets) initializers += Math.floor(file.u64(section + 40) / 4);
    // "__objc" in sectname.
    hasObjectiveC ||= file.u32(section) === 0x626f5f5f && file.u16(section + 4) === 0x636a;
  }
  return { initializers, hasObjectiveC };
}

function readUndefined(file: FileView, start: number, at: number): string[] {
  const symbols = start + file.u32(at + 8);
  const count = file.u32(at + 12);
  const strings = start + file.u32(at + 16);
  file.require(symbols, count * 16, 'the symbol table');
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    const type = file.u8(symbols + i * 16 + 4);
    const isUndefined = (type & 0xe0) === 0 && (type & 0x0e) === 0 && (type & 1) === 1;
    if (isUndefined) names.push(file.text(strings + file.u32(symbols + i * 16)));
  }
  return names;
}

/** `xxxx.yy.zz` in nibbles: `13.0`. */
function releaseOf(packed: number): string {
  return `${packed >>> 16}.${(packed >>> 8) & 0xff}`;
}
