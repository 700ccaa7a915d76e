import type { FileView } from './file-view.ts';

const symbolBytes = 24;
const STB = { local: 0, gnuUnique: 10 } as const;

/** Where a library's tables lie in its file; -1 for one that it does not have. */
export interface SymbolTables {
  readonly symbols: number;
  readonly strings: number;
  readonly hash: number;
  readonly gnuHash: number;
}

/** The dynamic symbols by what they are, each list sorted. */
export interface Symbols {
  readonly exported: readonly string[];
  readonly imported: readonly string[];
  /** Of the exported ones those of which a process has only one, for all libraries together. */
  readonly unique: readonly string[];
}

export function readSymbols(file: FileView, tables: SymbolTables): Symbols {
  const exported: string[] = [];
  const imported: string[] = [];
  const unique: string[] = [];
  const count = symbolCount(file, tables);
  for (let i = 1; i < count; i++) {
    const at = tables.symbols + i * symbolBytes;
    file.require(at, symbolBytes, 'a symbol');
    const binding = file.u8(at + 4) >> 4;
    if (binding === STB.local) continue;
    const name = file.text(tables.strings + file.u32(at));
    const isDefined = file.u16(at + 6) !== 0;
    (isDefined ? exported : imported).push(name);
    if (isDefined && binding === STB.gnuUnique) unique.push(name);
  }
  return { exported: exported.sort(), imported: imported.sort(), unique: unique.sort() };
}

/** How many dynamic symbols there are: only the hash tables tell. */
function symbolCount(file: FileView, { hash, gnuHash }: SymbolTables): number {
  if (hash >= 0) return file.u32(hash + 4);
  if (gnuHash < 0) return 0;
  const buckets = file.u32(gnuHash);
  const firstHashed = file.u32(gnuHash + 4);
  const bucketsAt = gnuHash + 16 + file.u32(gnuHash + 8) * 8;
  file.require(bucketsAt, buckets * 4, 'the hash table of the symbols');
  let last = 0;
  for (let i = 0; i < buckets; i++) last = Math.max(last, file.u32(bucketsAt + i * 4));
  if (last < firstHashed) return firstHashed;
  const chainsAt = bucketsAt + buckets * 4;
  while ((file.u32(chainsAt + (last - firstHashed) * 4) & 1) === 0) last++;
  return last + 1;
}
