import type { MisuseKind } from '../../abi/index.ts';
import type { HostWatch, ModuleSupport, PluginStep } from '../host-watch.ts';
import type { LinearMemory } from '../linear-memory.ts';
import { accessHooks, shadowHook } from './access-checks.ts';
import { type Judged, judgeAccess, type Memories, nullBytes } from './access-judge.ts';
import { type Finding, FindingError, type Frame } from './finding.ts';
import { freshByte, GuardedHeap } from './guarded-heap.ts';
import { labHooks, type Output, wasiHooks } from './libc-hooks.ts';
import { mistakeOfMisuse } from './misuse.ts';
import { PluginStack } from './plugin-stack.ts';
import { Reporter } from './reporter.ts';
import { Shadow, shadowOf } from './shadow.ts';
import { type LineCoverage, type LinesByFile, StepMeter } from './step-meter.ts';
import { isOwnFile, Symbols } from './symbols.ts';
import { trapOf } from './trap.ts';
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

/** Steps that a log line or a message, and what keeps a stack, count as: they take longer than an edge does. */
const serviceSteps = 50;
const stackSteps = 10;

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
  /** Calls whose result had something wrong with its memory. */
  readonly #toldResults = new Set<number>();
  /** Tells that a local was handed over, unless its release says what that comes to: a wrong free. */
  #dangling: (() => void) | undefined;
  /** Blocks whose fate is told by another finding. */
  readonly #excused = new Set<number>();
  #memories: Memories | undefined;
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
    this.#shadow.grow(sizeBytes);
    this.#shadow.set(nullBytes, sizeBytes - nullBytes, shadowOf.addressable);
    for (const constant of this.#symbols.constants)
      this.#shadow.set(constant.at, constant.sizeBytes, shadowOf.readOnly);
    this.#heap = new GuardedHeap(memory, this.#shadow, () => {
      this.#meter.spend(stackSteps);
      return this.#reporter.stack();
    });
    this.#memories = { memory, shadow: this.#shadow, heap: this.#heap, stack: this.#reporter.pluginStack };
    Object.assign(this.#hooks.env, accessHooks(this.#memories, this.#reporter));
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
    const { lab_check_write: check_write, lab_check_ranges: check_ranges } = this.#hooks.env;
    Object.assign(this.#hooks.lab, labHooks(libc), { check_write, check_ranges });
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
    if (this.#step === 'release') this.#dangling?.();
    for (const { at, sizeBytes } of this.#held) this.#shadow.set(at, sizeBytes, shadowOf.lentBefore);
  }

  explain(error: unknown): unknown {
    if (error instanceof FindingError) return error;
    const { kind, message } = trapOf(error);
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const isOwn = this.#reporter.framesOf(stack).some(({ file }) => isOwnFile(file));
    try {
      // What the host found in what the plugin gave it has no line: the one that ran last gave it.
      this.#reporter.report(kind, message, { stack, at: isOwn ? undefined : this.#meter.lastPlace() });
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
    const [mistake, message] = mistakeOfMisuse(kind, block, sizeBytes);
    this.#dangling = undefined;
    if (mistake === 'wrong-allocator') this.#excused.add(at);
    // What no allocation made has no line of its own: a release function is shown where the call handed it over.
    const last = mistake === 'bad-free' && !this.place() ? this.#meter.lastPlace() : undefined;
    const near = block ?? this.arena.blockNear(at);
    // Whoever gives back a pointer into a block meant the block.
    if (near && at > near.at && at < near.at + near.sizeBytes) this.#excused.add(near.at);
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

  reads(at: number, sizeBytes: number): void {
    this.#meter.spend(serviceSteps);
    const found = this.#unreadable(at, sizeBytes);
    if (found !== undefined) this.#reporter.report(found.kind, found.message, { block: found.block });
  }

  handedOver(at: number, sizeBytes: number): string | undefined {
    const found = this.#unreadable(at, sizeBytes);
    if (found !== undefined) {
      const { kind, message, block } = found;
      const [call, at] = [this.#reporter.call, this.#meter.lastPlace()];
      this.#dangling = () => {
        this.#dangling = undefined;
        this.#reporter.call = call;
        this.#toldResults.add(call);
        this.#reporter.report(kind, message, { block, at, isFatal: false });
      };
      if (kind === 'use-after-scope') return undefined;
      this.#dangling();
      return message;
    }
    this.#askIfWritten(at, sizeBytes);
    return undefined;
  }

  /** What is wrong with bytes that the host is to read. */
  #unreadable(at: number, sizeBytes: number): Judged | undefined {
    return this.#memories && judgeAccess(this.#memories, at, sizeBytes, 'read');
  }

  #askIfWritten(at: number, sizeBytes: number): void {
    const { first, count } = this.#shadow.unwritten(at, sizeBytes);
    if (count === 0 || this.#memories?.memory.view.getUint8(first) !== freshByte) return;
    this.#toldResults.add(this.#reporter.call);
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
    if (this.#toldResults.has(call)) return;
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
