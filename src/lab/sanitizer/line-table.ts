import { ByteReader, type ModuleParts } from './wasm-binary.ts';

/** A place in a source file; line and column count from 1, column 0 = not stated. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Row extends SourcePlace {
  /** Offset into the module's file. */
  readonly at: number;
  /** The first byte after a run of code: no place of its own. */
  readonly isEnd: boolean;
}

const opcode = {
  copy: 1,
  advancePc: 2,
  advanceLine: 3,
  setFile: 4,
  setColumn: 5,
  addPc: 8,
  fixedAdvancePc: 9,
} as const;
const extended = { endSequence: 1, setAddress: 2 } as const;
/** Standard opcodes without operands: they change what is not read here. */
const silent = new Set([6, 7, 10, 11]);

/** Which source line each instruction of a module comes from: the line program of DWARF 4, as clang writes it. */
export class LineTable {
  readonly #rows: Row[] = [];

  constructor({ debugLine, codeStart }: Pick<ModuleParts, 'debugLine' | 'codeStart'>) {
    if (debugLine === undefined) return;
    const reader = new ByteReader(debugLine);
    while (!reader.isDone) this.#readUnit(reader, codeStart);
    this.#rows.sort((a, b) => a.at - b.at || Number(b.isEnd) - Number(a.isEnd));
  }

  /** The place of the instruction at an offset into the module's file; undefined where none is stated. */
  placeAt(offset: number): SourcePlace | undefined {
    let low = 0;
    let high = this.#rows.length - 1;
    let found: Row | undefined;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const row = this.#rows[middle];
      if (row !== undefined && row.at <= offset) {
        found = row;
        low = middle + 1;
      } else high = middle - 1;
    }
    if (found === undefined || found.isEnd || found.line === 0) return undefined;
    return { file: found.file, line: found.line, column: found.column };
  }

  /** The first line with code in a range of the module's file. */
  firstPlaceIn(start: number, end: number): SourcePlace | undefined {
    const row = this.#rows.find(({ at, isEnd, line }) => at >= start && at < end && !isEnd && line > 0);
    return row && { file: row.file, line: row.line, column: row.column };
  }

  /** Every place that has code in a range of the module's file, in the order of the code; that of its first
   *  instruction is the first. */
  placesIn(start: number, end: number): SourcePlace[] {
    const first = this.placeAt(start);
    const rows = this.#rows.filter(({ at, isEnd, line }) => at > start && at < end && !isEnd && line > 0);
    const places = rows.map(({ file, line, column }) => ({ file, line, column }));
    return first === undefined ? places : [first, ...places];
  }

  /** Every line of a file that has code, in order. */
  linesWithCode(file: string): number[] {
    const lines = this.#rows.filter((row) => row.file === file && !row.isEnd && row.line > 0);
    return [...new Set(lines.map(({ line }) => line))].sort((a, b) => a - b);
  }

  #readUnit(reader: ByteReader, codeStart: number): void {
    const end = reader.u32() + reader.at;
    const version = reader.u16();
    const headerBytes = reader.u32();
    const program = reader.at + headerBytes;
    const leastInstruction = reader.u8();
    if (version >= 4) reader.u8();
    reader.u8();
    const lineBase = reader.i8();
    const lineRange = reader.u8();
    const firstSpecial = reader.u8();
    const operands = Array.from({ length: firstSpecial - 1 }, () => reader.u8());
    const files = readFileNames(reader);
    reader.at = program;

    let state = { at: 0, file: 1, line: 1, column: 0 };
    const emit = (isEnd: boolean) => {
      const { at, file, line, column } = state;
      this.#rows.push({ at: at + codeStart, file: files[file] ?? '', line, column, isEnd });
    };
    while (reader.at < end) {
      const code = reader.u8();
      if (code >= firstSpecial) {
        const step = code - firstSpecial;
        state.at += Math.floor(step / lineRange) * leastInstruction;
        state.line += lineBase + (step % lineRange);
        emit(false);
      } else if (code === 0) {
        const length = reader.leb();
        const next = reader.at + length;
        const kind = reader.u8();
        if (kind === extended.endSequence) {
          emit(true);
          state = { at: 0, file: 1, line: 1, column: 0 };
        } else if (kind === extended.setAddress) state.at = reader.u32();
        reader.at = next;
      } else if (code === opcode.copy) emit(false);
      else if (code === opcode.advancePc) state.at += reader.leb() * leastInstruction;
      else if (code === opcode.advanceLine) state.line += reader.signedLeb();
      else if (code === opcode.setFile) state.file = reader.leb();
      else if (code === opcode.setColumn) state.column = reader.leb();
      else if (code === opcode.addPc)
        state.at += Math.floor((255 - firstSpecial) / lineRange) * leastInstruction;
      else if (code === opcode.fixedAdvancePc) state.at += reader.u16();
      else if (!silent.has(code)) for (let i = 0; i < (operands[code - 1] ?? 0); i++) reader.leb();
    }
    reader.at = end;
  }
}

/** Names of the files of a unit, with their folders; the first is number 1. */
function readFileNames(reader: ByteReader): string[] {
  const folders = [''];
  for (let name = reader.cString(); name !== ''; name = reader.cString()) folders.push(name);
  const files = [''];
  for (let name = reader.cString(); name !== ''; name = reader.cString()) {
    const folder = folders[reader.leb()] ?? '';
    files.push(folder === '' || folder === '/' ? name : `${folder}/${name}`.replace(/^\/(?!sdk|usr)/, ''));
    reader.leb();
    reader.leb();
  }
  return files;
}
