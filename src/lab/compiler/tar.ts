import { joinBytes } from './join-bytes.ts';
import type { FileTree } from './tool.ts';

const blockBytes = 512;
const field = { name: 0, size: 124, checksum: 148, type: 156, magic: 257 } as const;
const longestName = 100;
const utf8 = { encoder: new TextEncoder(), decoder: new TextDecoder() };

/**
 * Packs a tree as ustar: each folder before its files and without a final slash, which is how the compiler's own
 * unpacker wants it.
 *
 * @throws RangeError when a path is longer than 100 bytes
 */
export function writeTar(tree: FileTree): Uint8Array<ArrayBuffer> {
  const blocks: Uint8Array[] = [];
  const add = (folder: FileTree, path: string): void => {
    for (const [name, entry] of Object.entries(folder).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const full = path === '' ? name : `${path}/${name}`;
      if (typeof entry === 'object' && !(entry instanceof Uint8Array)) {
        blocks.push(header(full, 0, '5'));
        add(entry, full);
        continue;
      }
      const bytes = typeof entry === 'string' ? utf8.encoder.encode(entry) : entry;
      blocks.push(header(full, bytes.length, '0'), bytes, new Uint8Array(-bytes.length & (blockBytes - 1)));
    }
  };
  add(tree, '');
  blocks.push(new Uint8Array(2 * blockBytes));
  return joinBytes(blocks);
}

function header(name: string, sizeBytes: number, type: string): Uint8Array {
  const block = new Uint8Array(blockBytes);
  const put = (at: number, text: string) => block.set(utf8.encoder.encode(text), at);
  if (utf8.encoder.encode(name).length > longestName)
    throw new RangeError(`Cannot pack ${name}: its path is too long`);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  put(field.name, name);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  put(field.size, `${octal(sizeBytes, 11)}\0`);
  put(136, '00000000000\0');
  put(field.checksum, '        ');
  put(field.type, type);
  put(field.magic, 'ustar\x0000');
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(field.checksum, `${octal(sum, 6)}\0 `);
  return block;
}

/** Unpacks a tree; the files are views of the archive. */
export function readTar(archive: Uint8Array): FileTree {
  const root: Record<string, FileTree | Uint8Array> = {};
  const text = (at: number, length: number) => {
    const bytes = archive.subarray(at, at + length);
    const end = bytes.indexOf(0);
    return utf8.decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
  };
  for (let at = 0; at + blockBytes <= archive.length; ) {
    const name = text(at + field.name, longestName).replace(/^\.?\/|\/$/g, '');
    if (name === '') break;
    const sizeBytes = Number.parseInt(text(at + field.size, 12), 8);
    const isFolder = text(at + field.type, 1) === '5';
    at += blockBytes;
    const path = name.split('/');
    const last = path.pop() ?? '';
    let folder = root;
    for (const part of path) {
      folder[part] ??= {};
      folder = folder[part] as Record<string, FileTree | Uint8Array>;
    }
    if (isFolder) folder[last] ??= {};
    else folder[last] = archive.subarray(at, at + sizeBytes);
    at += Math.ceil(sizeBytes / blockBytes) * blockBytes;
  }
  return root;
}
