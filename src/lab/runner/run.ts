import {
  type AbiEvent,
  capabilities,
  formatValue,
  HostError,
  type Instance,
  type Value,
} from '../../abi/index.ts';
import { type CheckResult, runChecks } from '../../checks/index.ts';
import { type OpenWasmOptions, openWasmPlugin } from '../open-wasm-plugin.ts';
import { type Finding, FindingError } from '../sanitizer/finding.ts';
import { Sanitizer } from '../sanitizer/sanitizer.ts';
import { checksOfStep } from '../step/own-check.ts';
import { wasmDriver } from '../wasm-driver.ts';
import type { RunRequest, RunStep } from './run-request.ts';
import type { RunResult, TraceEntry } from './trace.ts';

/**
 * Runs a plugin from create to close, in the thread that asks: in a page through `startRun`, which can be ended.
 *
 * @param onEntry is told each entry of the log as it happens
 * @remarks never throws for what the plugin does: that is in the result
 */
export async function runPlugin(
  request: RunRequest,
  onEntry: (entry: TraceEntry) => void = () => {},
): Promise<RunResult> {
  const began = performance.now();
  const run = new Run(request, onEntry);
  const outcome = await run.steps();
  const checks = await run.checks();
  return { outcome, checks, ...run.result(), elapsedMs: performance.now() - began };
}

class Run {
  readonly #request: RunRequest;
  readonly #onEntry: (entry: TraceEntry) => void;
  readonly #trace: TraceEntry[] = [];
  readonly #results: (string | undefined)[] = [];
  #sanitizer: Sanitizer | undefined;
  #sanitizers: Sanitizer[] = [];
  #instances = 0;

  constructor(request: RunRequest, onEntry: (entry: TraceEntry) => void) {
    this.#request = request;
    this.#onEntry = onEntry;
  }

  /** Makes the steps and closes the instance. */
  async steps(): Promise<'finished' | 'stopped'> {
    let instance: Instance | undefined;
    try {
      instance = await openWasmPlugin(this.#request.bytes, { ...this.#openOptions(), ...this.#failing() });
      for (const step of this.#request.steps) instance = await this.#take(step, instance);
    } catch (error) {
      if (!this.#fails(error)) return 'stopped';
    }
    instance?.close();
    if (this.#isStopped) return 'stopped';
    this.#sanitizer?.destroyed();
    return 'finished';
  }

  /** Makes the checks, each on instances of its own; after one that ran without end no more. */
  async checks(): Promise<CheckResult[]> {
    const { checks = [], own = [], bytes, name = 'plugin.wasm' } = this.#request;
    const results: CheckResult[] = [];
    for (const check of checksOfStep({ checks, own })) {
      const before = this.#findings.length;
      const sanitizers: Sanitizer[] = [];
      const driver = wasmDriver(bytes, name, () => {
        const sanitizer = this.#newSanitizer();
        if (sanitizer !== undefined) sanitizers.push(sanitizer);
        return sanitizer;
      });
      const [made] = await runChecks([check], driver);
      if (made === undefined) continue;
      for (const sanitizer of sanitizers) if (!hasEnded(sanitizer)) sanitizer.destroyed();
      const found = this.#findings[before];
      const result: CheckResult =
        found === undefined || made.outcome !== 'passed'
          ? made
          : { ...made, outcome: 'failed', detail: found.message };
      results.push(result);
      this.#add({ type: 'check', result });
      if (this.#findings.slice(before).some(({ kind }) => kind === 'endless-loop')) break;
    }
    return results;
  }

  result(): Omit<RunResult, 'outcome' | 'checks' | 'elapsedMs'> {
    const coverage = (this.#sanitizers[0]?.coverage() ?? []).map(({ file, hits }) => ({
      file,
      hits: [...hits],
    }));
    const steps = this.#sanitizers.reduce((sum, sanitizer) => sum + sanitizer.steps, 0);
    return { trace: this.#trace, findings: this.#findings, results: this.#results, coverage, steps };
  }

  readonly #findings: Finding[] = [];

  get #isStopped(): boolean {
    return this.#findings.some(({ isFatal }) => isFatal);
  }

  async #take(step: RunStep, instance: Instance): Promise<Instance> {
    switch (step.do) {
      case 'start':
        instance.start();
        break;
      case 'stop':
        instance.stop();
        break;
      case 'fail-allocation':
        instance.failAllocationAt(step.nth);
        break;
      case 'call':
        this.#call(instance, step);
        break;
      case 'save-and-restore': {
        const state = instance.save(step.schema);
        const next = await openWasmPlugin(this.#request.bytes, this.#openOptions());
        next.restore(step.schema, state);
        next.start();
        instance.close();
        return next;
      }
    }
    return instance;
  }

  /** A call that fails with a status is an answer, and the run goes on. */
  #call(instance: Instance, step: RunStep & { readonly do: 'call' }): void {
    const capability = capabilities.find(({ id }) => id === step.capability);
    if (capability === undefined) throw new RangeError(`No capability "${step.capability}" is declared`);
    try {
      const value: Value = instance.call(capability, step.function, step.arguments);
      this.#results.push(typeof value === 'string' ? value : formatValue(value));
    } catch (error) {
      this.#results.push(undefined);
      if (!(error instanceof HostError) || error.code !== 'call-failed') throw error;
      this.#fails(error);
    }
  }

  /** Notes what a step threw. @returns whether the instance may still be closed */
  #fails(error: unknown): boolean {
    if (!(error instanceof HostError)) throw error;
    const { code, message, line } = error;
    this.#add({ type: 'failure', code, message, line });
    if (code === 'bad-result') this.#sanitizer?.refused(message);
    return !(error.cause instanceof FindingError);
  }

  /** What the host refuses the first instance; one that takes its place is treated well. */
  #failing(): OpenWasmOptions {
    const { failAllocationAt } = this.#request;
    return failAllocationAt === undefined ? {} : { failAllocationAt };
  }

  #openOptions(): OpenWasmOptions {
    const { name = 'plugin.wasm', memoryBytes, abi, cancelAfter } = this.#request;
    const instance = ++this.#instances;
    const sanitizer = this.#newSanitizer(instance);
    this.#sanitizer = sanitizer;
    return {
      name,
      ...(memoryBytes !== undefined && { memoryBytes }),
      ...(abi && { abi }),
      ...(cancelAfter !== undefined && { cancelAfter }),
      ...(sanitizer && { sanitizer }),
      onEvent: (event) => this.#event(event, instance, sanitizer),
    };
  }

  /** @param instance its number in the log; 0 for those of a check */
  #newSanitizer(instance = 0): Sanitizer | undefined {
    const { isInstrumented, bytes, fuel, heapBytes } = this.#request;
    if (!isInstrumented) return undefined;
    const sanitizer = new Sanitizer(bytes, {
      ...(fuel !== undefined && { fuel }),
      ...(heapBytes !== undefined && { heapBytes }),
      onFinding: (finding) => {
        this.#findings.push(finding);
        this.#add({ type: 'finding', finding, instance });
      },
      onOutput: (output) => this.#add({ type: 'output', ...output }),
    });
    this.#sanitizers.push(sanitizer);
    return sanitizer;
  }

  #event(event: AbiEvent, instance: number, sanitizer: Sanitizer | undefined): void {
    const at = hasPlace(event) ? sanitizer?.place() : undefined;
    this.#add({ type: 'event', event, instance, at, lines: sanitizer?.takeLines() ?? {} });
  }

  #add(entry: TraceEntry): void {
    this.#trace.push(entry);
    this.#onEntry(entry);
  }
}

/** Whether a mistake ended what it watched: what is held then, nobody could have given back. */
function hasEnded({ findings }: Sanitizer): boolean {
  return findings.some(({ isFatal }) => isFatal);
}

/** Where an event of the boundary came from: only what the plugin's own code did has a line. */
function hasPlace(event: AbiEvent): boolean {
  return ['alloc', 'free', 'refused', 'misuse', 'log', 'post'].includes(event.type);
}
