import type { Frame } from './finding.ts';
import { LineTable, type SourcePlace } from './line-table.ts';
import { type WasmFrame, wasmFrames } from './stack-trace.ts';
import { type DataSegment, type FunctionRange, type ModuleParts, readModule } from './wasm-binary.ts';

/** The hook that each edge of the control flow calls in a debug build. */
const guardHook = 'env.__sanitizer_cov_trace_pc_guard';
const i32Const = 0x41;
const i32Add = 0x6a;
const call = 0x10;
/** Numbers that the linker fills in are written with five bytes. */
const paddedBytes = 5;

/** Where an edge of the control flow is. */
export interface Edge {
  /** Address of its guard in linear memory. */
  readonly guard: number;
  readonly functionIndex: number;
  /** Lines with code from here to the next edge, and their file. */
  readonly file: string;
  readonly lines: readonly number[];
}

/** Whether a file is the reader's own: not the SDK's, the lab's or the compiler's. */
export function isOwnFile(file: string): boolean {
  return (
    file !== '' &&
    file !== 'runtime.c' &&
    !file.startsWith('/sdk/') &&
    !file.startsWith('/usr/') &&
    !file.startsWith('/cpp/')
  );
}

/** What a debug build says about itself: functions, lines and edges. Made once per module, some milliseconds. */
export class Symbols {
  readonly lines: LineTable;
  readonly #parts: ModuleParts;
  readonly #edges = new Map<number, Edge>();
  readonly #indexByName = new Map<string, number>();

  constructor(bytes: Uint8Array) {
    this.#parts = readModule(bytes);
    this.lines = new LineTable(this.#parts);
    for (const [index, name] of this.#parts.names) this.#indexByName.set(name, index);
    const hook = this.#parts.imports.get(guardHook);
    if (hook === undefined) return;
    for (const range of this.#parts.functions) this.#findEdges(bytes, range, hook);
  }

  /** Ranges of memory that hold constants, such as string literals. */
  get constants(): readonly DataSegment[] {
    return this.#parts.data.filter(({ name }) => name.startsWith('.rodata'));
  }

  /** The edge that a guard's address stands for. */
  edgeOf(guard: number): Edge | undefined {
    return this.#edges.get(guard);
  }

  get edges(): Iterable<Edge> {
    return this.#edges.values();
  }

  /**
   * The plugin's frames in an error's stack.
   *
   * @param lastEdge finds the edge that ran last in a function, for engines that tell no offsets
   */
  framesOf(stack: string, lastEdge: (functionIndex: number) => Edge | undefined): Frame[] {
    return wasmFrames(stack).flatMap((frame) => this.#resolve(frame, lastEdge) ?? []);
  }

  #resolve(frame: WasmFrame, lastEdge: (functionIndex: number) => Edge | undefined): Frame | undefined {
    const index = frame.functionIndex ?? this.#indexByName.get(frame.functionName ?? '');
    const name = this.#parts.names.get(index ?? -1) ?? frame.functionName ?? '';
    const exact = frame.offset === undefined ? undefined : this.lines.placeAt(frame.offset);
    if (exact !== undefined) return { ...exact, function: name, isExact: true };
    if (index === undefined || frame.offset !== undefined) return undefined;
    const place = this.#lastPlace(index, lastEdge(index));
    return place && { ...place, function: name, isExact: false };
  }

  #lastPlace(index: number, edge: Edge | undefined): SourcePlace | undefined {
    const line = edge?.lines[0];
    if (edge !== undefined && line !== undefined) return { file: edge.file, line, column: 0 };
    const range = this.#parts.functions.find((each) => each.index === index);
    return range && this.lines.firstPlaceIn(range.start, range.end);
  }

  /** Each call of the hook follows its guard's address: `i32.const base [i32.const offset i32.add] call hook`. */
  #findEdges(bytes: Uint8Array, { index, start, end }: FunctionRange, hook: number): void {
    const found: { guard: number; at: number }[] = [];
    for (let at = start; at < end - 2 * paddedBytes; at++) {
      if (bytes[at] !== i32Const) continue;
      const base = paddedNumber(bytes, at + 1);
      if (base === undefined) continue;
      let next = at + 1 + paddedBytes;
      let offset = 0;
      if (bytes[next] === i32Const) {
        let shift = 0;
        do {
          next++;
          offset += ((bytes[next] ?? 0) & 0x7f) * 2 ** shift;
          shift += 7;
        } while ((bytes[next] ?? 0) >= 0x80);
        if (bytes[next + 1] !== i32Add) continue;
        next += 2;
      }
      if (bytes[next] === call && paddedNumber(bytes, next + 1) === hook)
        found.push({ guard: base + offset, at });
    }
    for (const [i, { guard, at }] of found.entries()) {
      const places = this.lines.placesIn(at, found[i + 1]?.at ?? end);
      const file = places[0]?.file ?? '';
      const lines = [...new Set(places.filter((place) => place.file === file).map(({ line }) => line))];
      this.#edges.set(guard, { guard, functionIndex: index, file, lines });
    }
  }
}

/** A LEB128 written with exactly five bytes; undefined when these are not. */
function paddedNumber(bytes: Uint8Array, at: number): number | undefined {
  let value = 0;
  for (let i = 0; i < paddedBytes; i++) {
    const byte = bytes[at + i];
    if (byte === undefined || byte >= 0x80 !== i < paddedBytes - 1) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * i);
  }
  return value;
}
