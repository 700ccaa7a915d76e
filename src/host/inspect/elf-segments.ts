import { DamagedFile, type FileView } from './file-view.ts';

/** Types of segments. */
export const PT = { load: 1, dynamic: 2, interp: 3, tls: 7, gnuStack: 0x6474e551 } as const;
/** Linux maps no file with a longer segment table. */
const mostSegments = 1170;

/** A part of the file and the address that it is mapped at. */
export interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
}

export function readSegments(file: FileView): Segment[] {
  const at = file.u64(32);
  const entryBytes = file.u16(54);
  const count = file.u16(56);
  if (count > mostSegments)
    throw new DamagedFile(`it has ${count} segments, and the limit is ${mostSegments}`);
  return Array.from({ length: count }, (_, i) => {
    const p = at + i * entryBytes;
    file.require(p, 56, 'the segment table');
    return {
      type: file.u32(p),
      flags: file.u32(p + 4),
      offset: file.u64(p + 8),
      address: file.u64(p + 16),
      fileBytes: file.u64(p + 32),
    };
  });
}

/** Where in the file the byte lies that is mapped at `address`; -1 when no segment maps it. */
export function offsetIn(segments: readonly Segment[], address: number): number {
  const home = segments.find(
    (s) => s.type === PT.load && address >= s.address && address < s.address + s.fileBytes,
  );
  return home ? address - home.address + home.offset : -1;
}
