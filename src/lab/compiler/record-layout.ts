/** A target whose layouts can be compared. */
export interface LayoutTarget {
  readonly name: string;
  readonly triple: string;
  /** Why it stands in the list. */
  readonly note: string;
}

/** The six that differ: in the width of `long` and of pointers, and in the alignment of 64-bit numbers. */
export const layoutTargets = [
  { name: 'x86-64', triple: 'x86_64-unknown-linux-gnu', note: 'most desktops and servers' },
  { name: 'arm64', triple: 'aarch64-unknown-linux-gnu', note: 'phones, Macs and newer servers' },
  { name: 'i386', triple: 'i386-unknown-linux-gnu', note: '64-bit numbers are aligned to 4 bytes' },
  {
    name: 'armv7',
    triple: 'armv7-unknown-linux-gnueabihf',
    note: 'pointers of 4 bytes, 64-bit numbers aligned to 8',
  },
  { name: 'wasm32', triple: 'wasm32-unknown-wasip1', note: 'this page' },
  { name: 'Windows x64', triple: 'x86_64-pc-windows-msvc', note: 'long has 4 bytes' },
] as const satisfies readonly LayoutTarget[];

/** One field of a struct as a target lays it out; fields of nested structs follow theirs with a greater depth. */
export interface LaidOutField {
  readonly name: string;
  readonly type: string;
  readonly offsetBytes: number;
  /** Bits of the byte at `offsetBytes` that it begins and ends with, for a bit-field. */
  readonly bits: readonly [first: number, last: number] | undefined;
  /** 1 for a field of the struct itself. */
  readonly depth: number;
}

export interface RecordLayout {
  /** `struct point`, or the name of its typedef. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly alignBytes: number;
  readonly fields: readonly LaidOutField[];
}

const heading = '*** Dumping AST Record Layout';
const row = /^\s*(\d+)(?::(?:(\d+)-(\d+)|-))? \| (\s*)(.*)$/;
const summary = /\[sizeof=(\d+),(?:.* )?align=(\d+)/;

/** Reads what clang writes with `-fdump-record-layouts-complete`. */
export function parseRecordLayouts(output: string): RecordLayout[] {
  return output
    .split(heading)
    .slice(1)
    .flatMap((text) => readRecord(text) ?? []);
}

function readRecord(text: string): RecordLayout | undefined {
  const sizes = summary.exec(text.replace(/\n\s*\|\s*/g, ' '));
  if (sizes === null) return undefined;
  const rows = text.split('\n').flatMap((line) => {
    const match = row.exec(line);
    return match === null ? [] : [match];
  });
  const name = (rows[0]?.[5] ?? '').replace(/^(?:struct|union|class) (?=\()/, '');
  const fields = rows.slice(1).map(([, offset = '0', from, to, indent = '', declared = '']) => {
    const split = /^(.*?)\s*(\S+)$/.exec(declared);
    const bits = from !== undefined && to !== undefined ? ([Number(from), Number(to)] as const) : undefined;
    return {
      name: split?.[2] ?? declared,
      type: split?.[1] ?? '',
      offsetBytes: Number(offset),
      bits,
      depth: indent.length / 2,
    };
  });
  return { name, sizeBytes: Number(sizes[1]), alignBytes: Number(sizes[2]), fields };
}
