import { DamagedFile, type FileView, TruncatedFile } from './file-view.ts';
import type { Range } from './mach-o-commands.ts';

/** Walks the export trie: names are spelt along its edges, `_` first. */
export function readExportTrie(file: FileView, trie: Range): string[] {
  const names: string[] = [];
  const seen = new Set<number>();
  const pending = [{ node: 0, prefix: '' }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if (next.node >= trie.sizeBytes) throw new TruncatedFile('the export trie ends before one of its nodes');
    if (seen.has(next.node)) throw new DamagedFile('the export trie leads back to itself');
    seen.add(next.node);
    const [terminalBytes, afterSize] = readUleb(file, trie.at + next.node);
    if (terminalBytes > 0) {
      file.spend(next.prefix.length);
      names.push(next.prefix.replace(/^_/, ''));
    }
    let edge = afterSize + terminalBytes;
    const children = file.u8(edge++);
    for (let i = 0; i < children; i++) {
      const label = file.text(edge);
      const [node, after] = readUleb(file, edge + label.length + 1);
      pending.push({ node, prefix: next.prefix + label });
      edge = after;
    }
  }
  return names;
}

function readUleb(file: FileView, at: number): [value: number, after: number] {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = file.u8(at++);
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
  throw new DamagedFile('a number in the export trie does not end');
}
