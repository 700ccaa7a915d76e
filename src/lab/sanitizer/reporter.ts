import type { Finding, FoundBlock, Frame } from './finding.ts';
import { FindingError } from './finding.ts';
import type { Block } from './guarded-heap.ts';
import type { MistakeKind } from './mistakes.ts';
import type { PluginStack } from './plugin-stack.ts';
import { type Edge, isOwnFile, type Symbols } from './symbols.ts';

/** What a finding says beyond its kind. */
export interface FindingDetails {
  readonly block?: Block | undefined;
  /** Where it is, when that is known better than by the stack. */
  readonly at?: Frame | undefined;
  /** Text of the stack, when it is not the present one. */
  readonly stack?: string | undefined;
  readonly isFatal?: boolean;
}

/** Frames that V8 keeps; ten is too few for C under the hooks. */
const framesKept = 64;

/** Makes findings: maps stacks to lines, tells each mistake once, and ends the run where it must not go on. */
export class Reporter {
  readonly #symbols: Symbols;
  readonly #tell: (finding: Finding) => void;
  readonly #lastEdge: (functionIndex: number) => Edge | undefined;
  readonly #told = new Set<string>();
  readonly findings: Finding[] = [];
  /** The call that runs; 0 = none. */
  call = 0;
  /** The stack that the plugin keeps in its memory, when it is known. */
  pluginStack: PluginStack | undefined;

  /** @param lastEdge finds the edge that ran last in a function, for engines that tell no offsets */
  constructor(
    symbols: Symbols,
    lastEdge: (functionIndex: number) => Edge | undefined,
    tell: (finding: Finding) => void,
  ) {
    this.#symbols = symbols;
    this.#lastEdge = lastEdge;
    this.#tell = tell;
  }

  /** Texts of stacks: a loop has the same one again and again. */
  readonly #texts = new Map<string, string>();

  /** The text of the present stack, to be mapped when somebody asks. */
  readonly stack = (): string => {
    const engine = Error as { stackTraceLimit?: number };
    const before = engine.stackTraceLimit;
    engine.stackTraceLimit = framesKept;
    const text = new Error().stack ?? '';
    if (before !== undefined) engine.stackTraceLimit = before;
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  };

  framesOf(stack: string): Frame[] {
    return this.#symbols.framesOf(stack, this.#lastEdge);
  }

  /** The reader's own line that runs now. */
  place(): Frame | undefined {
    return ownFrame(this.framesOf(this.stack()));
  }

  /**
   * Reports a mistake; the same one at the same place only once. Whatever stops a plugin whose stack has run out is
   * the deep recursion that used it up, however it showed.
   *
   * @throws FindingError unless the details say that the run goes on
   */
  report(kind: MistakeKind, message: string, details: FindingDetails = {}): void {
    const { block, isFatal = true } = details;
    const { call } = this;
    const stack = this.framesOf(details.stack ?? this.stack());
    if (isFatal && (kind === 'deep-recursion' || this.pluginStack?.isExhausted)) {
      const ranOut = {
        kind: 'deep-recursion',
        message: 'the stack ran out',
        at: recursionIn(stack),
      } as const;
      this.#tellOnce({ ...ranOut, stack, block: undefined, call, isFatal });
      return;
    }
    const found = block && this.#foundBlock(block);
    const at = details.at ?? ownFrame(stack) ?? (found && ownFrame(found.allocatedAt));
    this.#tellOnce({ kind, message, at, stack, block: found, call, isFatal });
  }

  #tellOnce(finding: Finding): void {
    const { kind, message, at, isFatal } = finding;
    const key = `${kind} ${at?.file}:${at?.line}:${at?.column} ${isFatal ? message : ''}`;
    if (!this.#told.has(key)) {
      this.#told.add(key);
      this.findings.push(finding);
      this.#tell(finding);
    }
    if (isFatal) throw new FindingError(finding);
  }

  #foundBlock({ number, sizeBytes, from, allocated, freed }: Block): FoundBlock | undefined {
    if (from === 'record') return undefined;
    return {
      number,
      sizeBytes,
      from,
      allocatedAt: this.framesOf(allocated),
      freedAt: freed === undefined ? [] : this.framesOf(freed),
    };
  }
}

/** The innermost frame of the reader's own files. */
export function ownFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(({ file }) => isOwnFile(file));
}

/** The line at which a function that ran out of stack calls itself, rather than where it last began. */
function recursionIn(stack: readonly Frame[]): Frame | undefined {
  const own = stack.filter(({ file }) => isOwnFile(file));
  return own.find((frame, i) => i > 0 && frame.function === own[0]?.function) ?? own[0];
}
