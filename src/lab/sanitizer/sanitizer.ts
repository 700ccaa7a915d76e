import type { AbiEvent, MisuseKind } from '../../abi/index.ts';
import type { HostWatch, ModuleSupport, PluginStep } from '../host-watch.ts';
import type { LinearMemory } from '../linear-memory.ts';
import { accessHooks, nullBytes, shadowHook } from './access-checks.ts';
import { type Finding, FindingError, type Frame } from './finding.ts';
import { freshByte, GuardedHeap } from './guarded-heap.ts';
import { labHooks, type Output, wasiHooks } from './libc-hooks.ts';
import type { MistakeKind } from './mistakes.ts';
import { PluginStack } from './plugin-stack.ts';
import { Reporter } from './reporter.ts';
import { Shadow, shadowOf } from './shadow.ts';
import { trapKind } from './stack-trace.ts';
import { type LineCoverage, type LinesByFile, StepMeter } from './step-meter.ts';
import { Symbols } from './symbols.ts';
import { UndefinedChecks } from './undefined-checks.ts';

export interface SanitizerOptions {
  /** Steps that one entry into the plugin may take; 5 million, about a second, unless told. */
  readonly fuel?: number;
  /** What malloc may hold at once, in bytes; 16 MiB unless told. */
  readonly heapBytes?: number;
  readonly onFinding?: (finding: Finding) => void;
  readonly onOutput?: (output: Output) => void;
}

/** Where a plugin may ask for another plugin's table: `created` and `active`. */
const mayQuery: readonly PluginStep[] = ['start', 'call', 'save', 'restore', 'quiesce'];

/** What a trap means, where no check came before it. */
const traps: Readonly<Record<ReturnType<typeof trapKind>, readonly [MistakeKind, string]>> = {
  stack: ['deep-recursion', 'the stack ran out'],
  'division-by-zero': ['division-by-zero', 'an integer was divided by 0'],
  'integer-overflow': ['integer-overflow', 'a quotient does not fit its type'],
  'null-function': ['null-pointer', 'a function pointer that is NULL was called'],
  'function-type': ['wrong-function-type', 'a function was called as another type than its own'],
  'out-of-bounds': ['wild-pointer', 'an address outside of memory was touched'],
  conversion: ['bad-conversion', 'a floating-point number does not fit the integer type'],
  unreachable: ['unreachable-reached', 'code marked as unreachable was reached'],
  unknown: ['trapped', 'WebAssembly stopped the plugin'],
};

/**
 * The runtime of a debug build: everything that its checks call, and the watch over the boundary. One per run. Its
 * books lie outside of the plugin's memory.
 */
export class Sanitizer implements HostWatch, ModuleSupport {
  readonly #options: SanitizerOptions;
  readonly #symbols: Symbols;
  readonly #shadow = new Shadow();
  readonly #meter: StepMeter;
  readonly #reporter: Reporter;
  readonly #held: { at: number; sizeBytes: number }[] = [];
  /** Blocks whose fate is told by another finding. */
  readonly #excused = new Set<number>();
  #memory: LinearMemory | undefined;
  #heap: GuardedHeap | undefined;
  #step: PluginStep = 'entry';
  #depth = 0;
  #lastCall = 0;

  /** @param bytes the module; a debug build, or every line is unknown */
  constructor(bytes: Uint8Array, options: SanitizerOptions = {}) {
    this.#options = options;
    this.#symbols = new Symbols(bytes);
    this.#meter = new StepMeter(this.#symbols, options.fuel ?? 5_000_000);
    this.#reporter = new Reporter(
      this.#symbols,
      (index) => this.#meter.lastEdge(index),
      (finding) => options.onFinding?.(finding),
    );
    this.#meter.reporter = this.#reporter;
  }

  get arena(): GuardedHeap {
    if (this.#heap === undefined) throw new RangeError('The sanitizer has no memory yet');
    return this.#heap;
  }

  /** Every mistake so far, in order. */
  get findings(): readonly Finding[] {
    return this.#reporter.findings;
  }

  /** Steps so far. */
  get steps(): number {
    return this.#meter.steps;
  }

  /** The reader's own line that runs now. */
  place(): Frame | undefined {
    return this.#reporter.place();
  }

  /** The reader's own lines that ran since the last time. */
  takeLines(): LinesByFile {
    return this.#meter.takeLines();
  }

  coverage(): LineCoverage[] {
    return this.#meter.coverage();
  }

  attach(memory: LinearMemory, stackPointer: WebAssembly.Global | undefined): void {
    if (stackPointer !== undefined) this.#reporter.pluginStack = new PluginStack(stackPointer);
    const sizeBytes = memory.memory.buffer.byteLength;
    this.#memory = memory;
    this.#shadow.grow(sizeBytes);
    this.#shadow.set(nullBytes, sizeBytes - nullBytes, shadowOf.addressable);
    for (const constant of this.#symbols.constants)
      this.#shadow.set(constant.at, constant.sizeBytes, shadowOf.readOnly);
    this.#heap = new GuardedHeap(memory, this.#shadow, this.#reporter.stack);
    Object.assign(this.#hooks.env, accessHooks(memory, this.#shadow, this.#heap, this.#reporter));
    const libc = {
      memory,
      heap: this.#heap,
      reporter: this.#reporter,
      heapBytes: this.#options.heapBytes ?? 16 * 2 ** 20,
      write: (output: Output) => this.#options.onOutput?.(output),
    };
    this.#hooks.env.__sanitizer_cov_trace_pc_indir = (callee: number) => {
      if (callee === 0) this.#reporter.report('null-pointer', 'a function pointer that is NULL was called');
    };
    const check = this.#hooks.env.lab_check_write;
    Object.assign(this.#hooks.lab, labHooks(libc), { check_write: check });
    Object.assign(this.#hooks.wasi, wasiHooks(libc));
    this.#undefined = new UndefinedChecks(memory, this.#reporter);
  }

  /** Filled when the memory is known, which no code runs before. */
  readonly #hooks: Record<'env' | 'lab' | 'wasi', Record<string, (...args: never[]) => unknown>> = {
    env: {},
    lab: {},
    wasi: {},
  };
  #undefined: UndefinedChecks | undefined;

  imports(module: WebAssembly.Module): WebAssembly.Imports {
    const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
    for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
      if (kind !== 'function') continue;
      imports[from] ??= {};
      imports[from][name] = this.#lateBound(from, name);
    }
    return imports;
  }

  /** A hook that looks itself up at its first call, when the memory is there. */
  #lateBound(from: string, name: string): (...args: never[]) => unknown {
    const fast = this.#meter.hooks[name as keyof StepMeter['hooks']];
    if (fast !== undefined) return fast as (...args: never[]) => unknown;
    let run: ((...args: never[]) => unknown) | undefined;
    return (...args) => {
      run ??= this.#find(from, name);
      return run(...args);
    };
  }

  #find(from: string, name: string): (...args: never[]) => unknown {
    const group = from === 'lab' ? 'lab' : from === 'env' ? 'env' : 'wasi';
    const known = this.#hooks[group][name];
    if (known !== undefined) return known;
    const made = shadowHook(name, this.#shadow) ?? this.#undefined?.hook(name);
    if (made !== undefined) return made as (...args: never[]) => unknown;
    if (name.startsWith('__asan_') || name.startsWith('__sanitizer_')) return () => 0;
    if (group === 'wasi') return () => 52;
    if (name === '__cxa_allocate_exception') return (size: number) => this.arena.take(size);
    if (name === '__cxa_throw')
      return () => this.#reporter.report('exception-thrown', 'an exception was thrown');
    return () => this.#reporter.report('missing-function', `${name}() is called, which nothing provides`);
  }

  enter(step: PluginStep, call: number): void {
    if (this.#depth++ > 0) return;
    // What a mistake has broken must not run again.
    const ended = this.findings.find(({ isFatal }) => isFatal);
    if (ended !== undefined) throw new FindingError(ended);
    this.#step = step;
    if (step === 'call') this.#lastCall = call;
    this.#reporter.call = call;
    this.arena.call = call;
    this.#meter.refuel();
    for (const { at, sizeBytes } of this.#held) this.#shadow.set(at, sizeBytes, shadowOf.addressable);
  }

  leave(): void {
    if (--this.#depth > 0) return;
    for (const { at, sizeBytes } of this.#held) this.#shadow.set(at, sizeBytes, shadowOf.lentBefore);
  }

  explain(error: unknown): unknown {
    if (error instanceof FindingError) return error;
    const [kind, message] = traps[trapKind(error)];
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const what = kind === 'trapped' && error instanceof Error ? `${message}: ${error.message}` : message;
    try {
      this.#reporter.report(kind, what, { stack });
    } catch (finding) {
      return finding;
    }
    return error;
  }

  lend(at: number, sizeBytes: number): void {
    this.#shadow.set(at, sizeBytes, shadowOf.readOnly);
  }

  hold(at: number, sizeBytes: number): void {
    this.#held.push({ at, sizeBytes });
    if (this.#depth === 0) this.#shadow.set(at, sizeBytes, shadowOf.lentBefore);
  }

  misused(kind: MisuseKind, at: number, sizeBytes: number): void {
    const block = this.arena.blockAt(at);
    const had = `a block of ${block?.sizeBytes ?? 0} bytes`;
    const [mistake, message] = ((): [MistakeKind, string] => {
      if (kind === 'freed-before')
        return ['double-release', `the host was given ${had} that it took back before`];
      if (kind === 'wrong-size') return ['wrong-size', `${had} was given back as one of ${sizeBytes}`];
      if (block?.from === 'malloc')
        return ['wrong-allocator', `the host was given ${had} that malloc allocated`];
      return ['bad-free', 'the host was given a pointer that it never allocated'];
    })();
    if (mistake === 'wrong-allocator') this.#excused.add(at);
    // What no allocation made has no line of its own: a release function is shown where the call handed it over.
    const last = mistake === 'bad-free' && !this.place() ? this.#meter.lastPlace() : undefined;
    const near = block ?? this.arena.blockNear(at);
    this.#reporter.report(mistake, message, { block: near, at: last, isFatal: false });
  }

  asked(service: 'query' | 'cancelled', call: number): void {
    const tell = (message: string) => this.#reporter.report('out-of-order', message, { isFatal: false });
    const step = this.#step;
    if (service === 'query' && !mayQuery.includes(step))
      tell(`query was called in ${step}: it is offered while the plugin is created or active`);
    if (service === 'cancelled' && step === 'call' && call !== this.#reporter.call)
      tell(`cancelled was asked about call ${call} during call ${this.#reporter.call}`);
    if (service === 'cancelled' && step !== 'call') tell(`cancelled was asked about call ${call} in ${step}`);
  }

  handedOver(at: number, sizeBytes: number): void {
    const { first, count } = this.#shadow.unwritten(at, sizeBytes);
    if (count === 0 || this.#memory?.view.getUint8(first) !== freshByte) return;
    this.#reporter.report(
      'uninitialised-value',
      `${count} of the ${sizeBytes} bytes that were handed over were never written, the first at ${first - at}`,
      { block: this.arena.blockAt(at), isFatal: false },
    );
  }

  /** The host refused what a call handed over. @param why in the host's words */
  refused(why: string): void {
    const call = this.#lastCall;
    this.#reporter.call = call;
    // Nobody releases what was refused; and bytes that nobody wrote are rarely valid.
    for (const block of this.arena.held()) if (block.call === call) this.#excused.add(block.at);
    if (this.findings.some((finding) => finding.kind === 'uninitialised-value' && finding.call === call))
      return;
    this.#reporter.report('bad-result', why, { at: this.#meter.lastPlace(), isFatal: false });
  }

  /** After destroy: whatever is still held is a leak. */
  destroyed(): void {
    for (const block of this.#heap?.held() ?? []) {
      if (this.#excused.has(block.at)) continue;
      const from = block.from === 'host' ? `block ${block.number} of the host's` : 'a block of malloc';
      this.#reporter.report('leak', `${from}, ${block.sizeBytes} bytes, was never given back`, {
        block,
        stack: block.allocated,
        isFatal: false,
      });
    }
  }
}

/** Where an event of the boundary came from: only what the plugin's own code did has a line. */
export function hasPlace(event: AbiEvent): boolean {
  return ['alloc', 'free', 'refused', 'misuse', 'log', 'post'].includes(event.type);
}
