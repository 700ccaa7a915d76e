import { type FileView, TruncatedFile } from './file-view.ts';
import type { FormatInspection } from './inspection.ts';

const cpus: Record<number, string> = { 16777223: 'x86_64', 16777228: 'aarch64', 7: 'x86', 12: 'arm' };
const FAT = 0xcafebabe;
const LC = {
  segment: 0x19,
  loadDylib: 0xc,
  loadWeakDylib: 0x80000018,
  dyldInfo: 0x22,
  dyldInfoOnly: 0x80000022,
  exportsTrie: 0x80000033,
};

/** Reads a 64-bit Mach-O file; of a universal file the slice for `preferredArch`, else its first. */
export function inspectMachO(file: FileView, preferredArch: string): FormatInspection {
  if (file.u32(0, false) !== FAT) return inspectSlice(file, 0);
  const slices = Array.from({ length: file.u32(4, false) }, (_, i) => ({
    arch: cpus[file.u32(8 + i * 20, false)],
    offset: file.u32(16 + i * 20, false),
    size: file.u32(20 + i * 20, false),
  }));
  const slice = slices.find((s) => s.arch === preferredArch) ?? slices[0];
  if (slice === undefined) throw new TruncatedFile('the universal file holds no slice');
  file.require(slice.offset, slice.size, 'a slice');
  return inspectSlice(file, slice.offset);
}

function inspectSlice(file: FileView, start: number): FormatInspection {
  const cpu = file.u32(start + 4);
  const needed: string[] = [];
  let trie: { at: number; size: number } | undefined;
  let at = start + 32;
  for (let left = file.u32(start + 16); left > 0; left--) {
    const command = file.u32(at);
    const size = file.u32(at + 4);
    file.require(at, size, 'a load command');
    if (size < 8) throw new TruncatedFile('a load command is empty');
    if (command === LC.segment) file.require(start + file.u64(at + 40), file.u64(at + 48), 'a segment');
    if (command === LC.loadDylib || command === LC.loadWeakDylib)
      needed.push(file.text(at + file.u32(at + 8)));
    if (command === LC.exportsTrie) trie = { at: start + file.u32(at + 8), size: file.u32(at + 12) };
    if (command === LC.dyldInfo || command === LC.dyldInfoOnly)
      trie = { at: start + file.u32(at + 40), size: file.u32(at + 44) };
    at += size;
  }
  const type = file.u32(start + 12);
  return {
    format: 'Mach-O',
    os: 'macos',
    arch: cpus[cpu] ?? `machine 0x${cpu.toString(16)}`,
    isShared: type === 6 || type === 8,
    exports: trie && trie.size > 0 ? readTrie(file, trie.at, trie.size).sort() : [],
    needed,
  };
}

/** Walks the export trie: names are spelt along its edges, `_` first. */
function readTrie(file: FileView, at: number, size: number): string[] {
  const names: string[] = [];
  const seen = new Set<number>();
  const pending = [{ node: 0, prefix: '' }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (seen.has(next.node) || next.node >= size) throw new TruncatedFile('the export trie does not end');
    seen.add(next.node);
    const [terminalBytes, afterSize] = uleb(file, at + next.node);
    if (terminalBytes > 0) names.push(next.prefix.replace(/^_/, ''));
    let edge = afterSize + terminalBytes;
    const children = file.u8(edge++);
    for (let i = 0; i < children; i++) {
      const label = file.text(edge);
      const [node, after] = uleb(file, edge + label.length + 1);
      pending.push({ node, prefix: next.prefix + label });
      edge = after;
    }
  }
  return names;
}

function uleb(file: FileView, at: number): [value: number, after: number] {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = file.u8(at++);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
  throw new TruncatedFile('a number in the export trie does not end');
}
