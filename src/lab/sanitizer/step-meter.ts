import type { Frame } from './finding.ts';
import type { Reporter } from './reporter.ts';
import { type Edge, isOwnFile, type Symbols } from './symbols.ts';

/** How often each line ran, of the files that the reader wrote. Lines with code that never ran have 0. */
export interface LineCoverage {
  readonly file: string;
  readonly hits: ReadonlyMap<number, number>;
}

/** Lines by the name of their file. */
export type LinesByFile = Readonly<Record<string, readonly number[]>>;

/** Counts the steps of a plugin, an edge of its control flow each: ends what does not end, and knows what ran. */
export class StepMeter {
  readonly #symbols: Symbols;
  readonly #fuel: number;
  #left: number;
  #hits = new Uint32Array(0);
  /** When each edge ran last, in steps. */
  #lastRun = new Float64Array(0);
  /** Guards that ran since `takeLines`, each once. */
  #fresh = new Set<number>();
  #base = 0;
  #steps = 0;
  reporter: Reporter | undefined;

  /** @param fuel how many steps one entry into the plugin may take */
  constructor(symbols: Symbols, fuel: number) {
    this.#symbols = symbols;
    this.#fuel = fuel;
    this.#left = fuel;
  }

  /** Steps since the start. */
  get steps(): number {
    return this.#steps;
  }

  /** Counts what takes as long as so many steps. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) this.#end();
  }

  refuel(): void {
    this.#left = this.#fuel;
  }

  readonly hooks = {
    __sanitizer_cov_trace_pc_guard_init: (start: number, end: number): void => {
      this.#base = start >>> 0;
      const count = ((end >>> 0) - this.#base) / 4;
      this.#hits = new Uint32Array(count);
      this.#lastRun = new Float64Array(count);
    },
    __sanitizer_cov_trace_pc_guard: (guard: number): void => {
      const index = ((guard >>> 0) - this.#base) >> 2;
      const hits = this.#hits[index];
      if (hits === undefined) return;
      this.#hits[index] = hits + 1;
      this.#lastRun[index] = ++this.#steps;
      this.#fresh.add(index);
      if (--this.#left < 0) this.#end();
    },
  };

  #end(): void {
    this.#left = Number.POSITIVE_INFINITY;
    const message = `more than ${this.#fuel.toLocaleString('en')} steps without a return`;
    this.reporter?.report('endless-loop', message);
  }

  /** The reader's own lines that ran since the last time. */
  takeLines(): LinesByFile {
    const byFile = new Map<string, Set<number>>();
    for (const index of this.#fresh) {
      const edge = this.#edge(index);
      if (edge === undefined || !isOwnFile(edge.file)) continue;
      const lines = byFile.get(edge.file) ?? new Set();
      for (const line of edge.lines) lines.add(line);
      byFile.set(edge.file, lines);
    }
    this.#fresh = new Set();
    return Object.fromEntries([...byFile].map(([file, lines]) => [file, [...lines]]));
  }

  /** How often each line of the reader's files ran. */
  coverage(): LineCoverage[] {
    const byFile = new Map<string, Map<number, number>>();
    for (const edge of this.#symbols.edges) {
      if (!isOwnFile(edge.file)) continue;
      const lines = byFile.get(edge.file) ?? new Map<number, number>();
      const hits = this.#hits[(edge.guard - this.#base) >> 2] ?? 0;
      for (const line of edge.lines) lines.set(line, Math.max(lines.get(line) ?? 0, hits));
      byFile.set(edge.file, lines);
    }
    return [...byFile].map(([file, lines]) => ({
      file,
      hits: new Map([...lines].sort(([a], [b]) => a - b)),
    }));
  }

  /** The edge of a function that ran last. */
  lastEdge(functionIndex: number): Edge | undefined {
    return this.#latest((edge) => edge.functionIndex === functionIndex);
  }

  /** The reader's own line that ran last. */
  lastPlace(): Frame | undefined {
    const edge = this.#latest(({ file }) => isOwnFile(file));
    const line = edge?.lines.at(-1);
    if (edge === undefined || line === undefined) return undefined;
    return { file: edge.file, line, column: 0, function: '', isExact: false };
  }

  #latest(isWanted: (edge: Edge) => boolean): Edge | undefined {
    let latest: Edge | undefined;
    let when = 0;
    for (const [index, ran] of this.#lastRun.entries()) {
      if (ran <= when) continue;
      const edge = this.#edge(index);
      if (edge === undefined || !isWanted(edge)) continue;
      latest = edge;
      when = ran;
    }
    return latest;
  }

  #edge(index: number): Edge | undefined {
    return this.#symbols.edgeOf(this.#base + 4 * index);
  }
}
