/** Reads the numbers of a WebAssembly module or of DWARF, moving on as it reads. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  get isDone(): boolean {
    return this.at >= this.bytes.length;
  }

  u8(): number {
    return this.#view.getUint8(this.at++);
  }

  i8(): number {
    return this.#view.getInt8(this.at++);
  }

  u16(): number {
    this.at += 2;
    return this.#view.getUint16(this.at - 2, true);
  }

  u32(): number {
    this.at += 4;
    return this.#view.getUint32(this.at - 4, true);
  }

  /** An unsigned LEB128. */
  leb(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  /** A signed LEB128. */
  signedLeb(): number {
    let value = 0;
    for (let shift = 0; ; ) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** shift;
      shift += 7;
      if (byte < 0x80) return (byte & 0x40) !== 0 ? value - 2 ** shift : value;
    }
  }

  take(length: number): Uint8Array {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text(length: number): string {
    return new TextDecoder().decode(this.take(length));
  }

  /** Text up to its NUL. */
  cString(): string {
    const end = this.bytes.indexOf(0, this.at);
    const text = this.text(end - this.at);
    this.at++;
    return text;
  }
}

const section = { custom: 0, import: 2, code: 10, data: 11 } as const;

/** A function's code, by offsets into the module's file. */
export interface FunctionRange {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** The parts of a module that line mapping needs. */
export interface ModuleParts {
  /** Where the contents of the code section begin: offsets of DWARF count from here. */
  readonly codeStart: number;
  readonly functions: readonly FunctionRange[];
  /** Index of each imported function by its name, such as `env.memcpy`. */
  readonly imports: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<number, string>;
  readonly debugLine: Uint8Array | undefined;
  /** What is copied into linear memory at the start, and the name of its section in C's terms. */
  readonly data: readonly DataSegment[];
}

export interface DataSegment {
  readonly name: string;
  readonly at: number;
  readonly sizeBytes: number;
}

/** Takes a valid module apart. */
export function readModule(bytes: Uint8Array): ModuleParts {
  const reader = new ByteReader(bytes, 8);
  const imports = new Map<string, number>();
  const functions: FunctionRange[] = [];
  let names: ReadonlyMap<number, string> = new Map();
  let segmentNames: ReadonlyMap<number, string> = new Map();
  let segments: { at: number; sizeBytes: number }[] = [];
  let debugLine: Uint8Array | undefined;
  let codeStart = 0;
  while (!reader.isDone) {
    const id = reader.u8();
    const length = reader.leb();
    const end = reader.at + length;
    if (id === section.import) readImports(reader, imports);
    else if (id === section.code) {
      codeStart = reader.at;
      const count = reader.leb();
      for (let i = 0; i < count; i++) {
        const size = reader.leb();
        functions.push({ index: imports.size + i, start: reader.at, end: reader.at + size });
        reader.at += size;
      }
    } else if (id === section.custom) {
      const name = reader.text(reader.leb());
      const contents = bytes.subarray(reader.at, end);
      if (name === '.debug_line') debugLine = contents;
      if (name === 'name') {
        names = readNames(contents, functionNames);
        segmentNames = readNames(contents, segmentNamesId);
      }
    } else if (id === section.data) segments = readSegments(reader);
    reader.at = end;
  }
  const data = segments.map((segment, i) => ({ ...segment, name: segmentNames.get(i) ?? '' }));
  return { codeStart, functions, imports, names, debugLine, data };
}

function readImports(reader: ByteReader, into: Map<string, number>): void {
  const count = reader.leb();
  for (let i = 0; i < count; i++) {
    const from = reader.text(reader.leb());
    const name = `${from}.${reader.text(reader.leb())}`;
    const kind = reader.u8();
    if (kind === 0) {
      reader.leb();
      into.set(name, into.size);
    } else if (kind === 3) reader.at += 2;
    else if (kind === 4) {
      reader.u8();
      reader.leb();
    } else {
      if (kind === 1) reader.u8();
      const hasMost = (reader.leb() & 1) === 1;
      reader.leb();
      if (hasMost) reader.leb();
    }
  }
}

/** Kinds of names in the name section. */
const functionNames = 1;
const segmentNamesId = 9;

function readSegments(reader: ByteReader): { at: number; sizeBytes: number }[] {
  const count = reader.leb();
  const segments: { at: number; sizeBytes: number }[] = [];
  for (let i = 0; i < count; i++) {
    const isPassive = reader.leb() === 1;
    let at = 0;
    if (!isPassive) {
      // i32.const address, end
      reader.u8();
      at = reader.signedLeb() >>> 0;
      reader.u8();
    }
    const sizeBytes = reader.leb();
    if (!isPassive) segments.push({ at, sizeBytes });
    reader.at += sizeBytes;
  }
  return segments;
}

function readNames(contents: Uint8Array, kind: number): Map<number, string> {
  const names = new Map<number, string>();
  const reader = new ByteReader(contents);
  while (!reader.isDone) {
    const id = reader.u8();
    const end = reader.leb() + reader.at;
    const count = id === kind ? reader.leb() : 0;
    for (let i = 0; i < count; i++) names.set(reader.leb(), reader.text(reader.leb()));
    reader.at = end;
  }
  return names;
}
