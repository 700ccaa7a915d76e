import type { FileView } from './file-view.ts';
import type { FormatInspection } from './inspection.ts';

const machines: Record<number, string> = {
  3: 'x86',
  40: 'arm',
  62: 'x86_64',
  183: 'aarch64',
  243: 'riscv64',
  258: 'loongarch64',
};

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const PT_INTERP = 3;
const DT = { needed: 1, hash: 4, strtab: 5, symtab: 6, gnuHash: 0x6ffffef5 } as const;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
}

/** Reads a 64-bit little-endian ELF file; of any other ELF only the header. */
export function inspectElf(file: FileView): FormatInspection {
  const is64 = file.u8(4) === 2;
  const machine = file.u16(18);
  const found = {
    format: 'ELF',
    os: 'linux',
    arch: machines[machine] ?? `machine 0x${machine.toString(16)}`,
  } as const;
  if (!is64 || file.u8(5) !== 1) return { ...found, isShared: file.u16(16) === 3, exports: [], needed: [] };
  file.require(0, 64, 'the ELF header');
  const segments = readSegments(file);
  const sectionsAt = file.u64(40);
  file.require(sectionsAt, file.u16(58) * file.u16(60), 'the section table');
  for (const segment of segments) file.require(segment.offset, segment.fileBytes, 'a segment');
  const dynamic = segments.find((segment) => segment.type === PT_DYNAMIC);
  const isShared = file.u16(16) === 3 && dynamic !== undefined && !segments.some((s) => s.type === PT_INTERP);
  if (dynamic === undefined) return { ...found, isShared, exports: [], needed: [] };
  const { needed, exports } = readDynamic(file, segments, dynamic);
  const libc = needed.includes('libc.so.6')
    ? 'gnu'
    : needed.some((n) => n === 'libc.so' || n.startsWith('libc.musl'))
      ? 'musl'
      : undefined;
  return { ...found, ...(libc && { libc }), isShared, exports, needed };
}

function readSegments(file: FileView): Segment[] {
  const at = file.u64(32);
  const entryBytes = file.u16(54);
  return Array.from({ length: file.u16(56) }, (_, i) => {
    const p = at + i * entryBytes;
    file.require(p, 56, 'the segment table');
    return {
      type: file.u32(p),
      offset: file.u64(p + 8),
      address: file.u64(p + 16),
      fileBytes: file.u64(p + 32),
    };
  });
}

function readDynamic(file: FileView, segments: readonly Segment[], dynamic: Segment) {
  const offsetOf = (address: number): number => {
    const home = segments.find(
      (s) => s.type === PT_LOAD && address >= s.address && address < s.address + s.fileBytes,
    );
    return home ? address - home.address + home.offset : -1;
  };
  const entries = new Map<number, number>();
  const neededNames: number[] = [];
  for (let at = dynamic.offset; at + 16 <= dynamic.offset + dynamic.fileBytes; at += 16) {
    const tag = file.u64(at);
    if (tag === 0) break;
    if (tag === DT.needed) neededNames.push(file.u64(at + 8));
    else entries.set(tag, file.u64(at + 8));
  }
  const strings = offsetOf(entries.get(DT.strtab) ?? -1);
  const symbols = offsetOf(entries.get(DT.symtab) ?? -1);
  const exports: string[] = [];
  const count = symbolCount(
    file,
    offsetOf(entries.get(DT.hash) ?? -1),
    offsetOf(entries.get(DT.gnuHash) ?? -1),
  );
  for (let i = 1; i < count; i++) {
    const at = symbols + i * 24;
    const binding = file.u8(at + 4) >> 4;
    const isDefined = file.u16(at + 6) !== 0;
    if (isDefined && binding !== 0) exports.push(file.text(strings + file.u32(at)));
  }
  return { needed: neededNames.map((name) => file.text(strings + name)), exports: exports.sort() };
}

/** How many dynamic symbols there are: only the hash tables tell. */
function symbolCount(file: FileView, hash: number, gnuHash: number): number {
  if (hash >= 0) return file.u32(hash + 4);
  if (gnuHash < 0) return 0;
  const buckets = file.u32(gnuHash);
  const firstHashed = file.u32(gnuHash + 4);
  const bucketsAt = gnuHash + 16 + file.u32(gnuHash + 8) * 8;
  let last = 0;
  for (let i = 0; i < buckets; i++) last = Math.max(last, file.u32(bucketsAt + i * 4));
  if (last < firstHashed) return firstHashed;
  const chainsAt = bucketsAt + buckets * 4;
  while ((file.u32(chainsAt + (last - firstHashed) * 4) & 1) === 0) last++;
  return last + 1;
}
