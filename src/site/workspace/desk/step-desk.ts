import {
  type BuildResult,
  checkRequestOf,
  type Diagnostic,
  type Hostility,
  judge,
  LabLoadError,
  type RunHandle,
  type RunRequest,
  type RunResult,
  runRequestOf,
  type StepAsset,
  startRun,
  type TraceEntry,
  type Verdict,
} from '../../../lab/index.ts';
import type { CompilerDesk } from './compiler-desk.ts';
import { Replacements } from './replacements.ts';

/** The one file that a reader edits. */
export const editedFile = 'plugin.c';

/** What the desk is doing; a press of Run or Check while it is not idle ends that first. */
export type Activity = 'idle' | 'loading' | 'building' | 'running';

export type Press = 'run' | 'check';

/** What became of a press of Run or Check. `text` is the text that it was about. */
export type StepOutcome =
  | {
      readonly kind: 'ran';
      readonly press: Press;
      readonly text: string;
      readonly result: RunResult;
      /** What the step says of it; of Run as well, whose checks are then those that ran. */
      readonly verdict: Verdict;
      /** How the host behaved; undefined when it behaved well. */
      readonly hostility: Hostility | undefined;
    }
  | {
      /** The text does not compile. */
      readonly kind: 'refused';
      readonly press: Press;
      readonly text: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** The text was edited, and the compiler may only be loaded when the reader says so. */
  | { readonly kind: 'needs-compiler'; readonly press: Press; readonly text: string }
  /** Something of ours failed, in words that say what to do. */
  | { readonly kind: 'failed'; readonly press: Press; readonly text: string; readonly message: string };

export type TextSource = 'reader' | 'page' | 'undo';

/** What changed on the desk. */
export type DeskChange =
  /** `by`: the reader typed it, a press put it there (Solve, Reset, a mistake, a shared text), or took that back. */
  | { readonly what: 'text'; readonly by: TextSource }
  | { readonly what: 'activity' }
  /** A run begins: whatever shows the last one forgets it. */
  | { readonly what: 'begin' }
  | { readonly what: 'entry'; readonly entry: TraceEntry }
  /** `outcome` is there. */
  | { readonly what: 'outcome'; readonly outcome: StepOutcome }
  | { readonly what: 'hostility' };

/** What the desk needs of its surroundings. */
export interface StepDeskOptions {
  readonly asset: StepAsset;
  readonly compiler: CompilerDesk;
  /** Loads a prebuilt module; its address is one of the asset's. */
  readonly loadModule: (address: string) => Promise<Uint8Array<ArrayBuffer>>;
  /** Starts a run; the lab's `startRun` unless told. */
  readonly start?: typeof startRun;
}

/**
 * A step of a tutorial as the reader works on it: its text, what was run and what came of it. Views subscribe, and
 * change it through its methods only.
 */
export class StepDesk {
  readonly asset: StepAsset;
  readonly compiler: CompilerDesk;
  readonly #loadModule: StepDeskOptions['loadModule'];
  readonly #start: typeof startRun;
  readonly #listeners = new Set<(change: DeskChange) => void>();
  readonly #replacements = new Replacements();
  #built: { readonly text: string; readonly wasm: Uint8Array<ArrayBuffer> } | undefined;
  #text: string;
  #activity: Activity = 'idle';
  #outcome: StepOutcome | undefined;
  #hostility: Hostility | undefined;
  #handle: RunHandle | undefined;
  /** Number of the latest press: what an older one still brings is dropped. */
  #press = 0;

  constructor({ asset, compiler, loadModule, start = startRun }: StepDeskOptions) {
    this.asset = asset;
    this.compiler = compiler;
    this.#loadModule = loadModule;
    this.#start = start;
    this.#text = asset.start.source;
  }

  /** plugin.c as it stands. */
  get text(): string {
    return this.#text;
  }

  /** `start`, `solution`, the name of a mistake; undefined when the text is the reader's own. */
  get variant(): string | undefined {
    return variantOf(this.asset, this.#text)?.name;
  }

  get activity(): Activity {
    return this.#activity;
  }

  /** What became of the latest press; undefined before the first and while one is under way. */
  get outcome(): StepOutcome | undefined {
    return this.#outcome;
  }

  /** How the host misbehaves in the next run; undefined when it does not. Checks are always made by a good host. */
  get hostility(): Hostility | undefined {
    return this.#hostility;
  }

  /** Name of the replacement that `undoReplace` takes back, such as `Solve`. */
  get undoable(): string | undefined {
    return this.#replacements.latest;
  }

  /** @returns ends the subscription */
  subscribe(listener: (change: DeskChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The reader typed: the first time, the compiler is loaded, where that may happen unasked. */
  edit(text: string): void {
    if (text === this.#text) return;
    this.#setText(text, 'reader');
    this.compiler.loadUnasked();
  }

  /**
   * Puts another text in the place of the reader's, which is kept for `undoReplace`.
   *
   * @param name of what was pressed, such as `Solve`, `Reset`, `Open shared`
   */
  replace(text: string, name: string): void {
    if (text === this.#text) return;
    this.#replacements.push(name, this.#text, text);
    this.#setText(text, 'page');
  }

  /** Brings back what stood before the latest replacement. What was typed since is kept in its turn. */
  undoReplace(): void {
    const before = this.#replacements.undo(this.#text);
    if (before !== undefined) this.#setText(before, 'undo');
  }

  /**
   * Brings back what an earlier visit left.
   *
   * @param replaced what the press of this name took the place of, so that `undoReplace` still takes it back
   */
  restore(text: string, replaced?: { readonly name: string; readonly before: string }): void {
    if (replaced) this.#replacements.push(replaced.name, replaced.before, text);
    if (text !== this.#text) this.#setText(text, 'page');
  }

  setHostility(hostility: Hostility | undefined): void {
    this.#hostility = hostility;
    this.#tell({ what: 'hostility' });
  }

  /** Runs the text by the step's plan. Never rejects: what became of it is the outcome. */
  run(): Promise<void> {
    return this.#make('run', this.#hostility);
  }

  /** Makes the step's checks on the text. Never rejects. */
  check(): Promise<void> {
    return this.#make('check', undefined);
  }

  /** Ends what is under way. A run keeps its log; a build that nobody waits for goes on by itself. */
  stop(): void {
    if (this.#handle) this.#handle.terminate();
    else if (this.#activity !== 'idle') {
      this.#press++;
      this.#setActivity('idle');
    }
  }

  async #make(press: Press, hostility: Hostility | undefined): Promise<void> {
    this.stop();
    const id = ++this.#press;
    const text = this.#text;
    const isStale = () => id !== this.#press;
    this.#outcome = undefined;
    try {
      const module = await this.#module(text, isStale);
      if (isStale()) return;
      if (!(module instanceof Uint8Array)) {
        this.#end({ ...module, press, text });
        return;
      }
      const plan = this.asset.plan;
      const request = press === 'run' ? runRequestOf(plan, module, hostility) : checkRequestOf(plan, module);
      const result = await this.#follow(request, isStale);
      if (isStale()) return;
      this.#end({ kind: 'ran', press, text, result, verdict: judge(plan, result), hostility });
    } catch (error) {
      if (isStale()) return;
      this.#end({ kind: 'failed', press, text, message: messageOf(error) });
    }
  }

  async #follow(request: RunRequest, isStale: () => boolean): Promise<RunResult> {
    this.#setActivity('running');
    this.#tell({ what: 'begin' });
    const handle = this.#start(request, (entry) => {
      if (!isStale()) this.#tell({ what: 'entry', entry });
    });
    this.#handle = handle;
    try {
      return await handle.result;
    } finally {
      if (this.#handle === handle) this.#handle = undefined;
    }
  }

  /** The module of a text: prebuilt, as it was built last, or built now. */
  async #module(
    text: string,
    isStale: () => boolean,
  ): Promise<
    | Uint8Array<ArrayBuffer>
    | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] }
    | { readonly kind: 'needs-compiler' }
  > {
    const variant = variantOf(this.asset, text);
    if (variant) {
      this.#setActivity('loading');
      return this.#loadModule(variant.wasm);
    }
    if (this.#built?.text === text) return this.#built.wasm;
    if (!this.compiler.mayLoadUnasked && this.compiler.state.phase === 'absent')
      return { kind: 'needs-compiler' };
    this.#setActivity(this.compiler.state.phase === 'ready' ? 'building' : 'loading');
    const client = await this.compiler.load();
    if (!isStale()) this.#setActivity('building');
    const source = { files: { [editedFile]: text }, main: editedFile };
    const { wasm, diagnostics }: BuildResult = await client.build(source, 'debug');
    if (wasm === undefined) return { kind: 'refused', diagnostics };
    this.#built = { text, wasm };
    return wasm;
  }

  #end(outcome: StepOutcome): void {
    this.#outcome = outcome;
    this.#setActivity('idle');
    this.#tell({ what: 'outcome', outcome });
  }

  #setText(text: string, by: TextSource): void {
    this.#text = text;
    this.#tell({ what: 'text', by });
  }

  #setActivity(activity: Activity): void {
    if (activity === this.#activity) return;
    this.#activity = activity;
    this.#tell({ what: 'activity' });
  }

  #tell(change: DeskChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

function variantOf(
  asset: StepAsset,
  text: string,
): { readonly name: string; readonly wasm: string } | undefined {
  const named = { start: asset.start, solution: asset.solution, ...asset.mistakes };
  for (const [name, { source, wasm }] of Object.entries(named)) if (source === text) return { name, wasm };
  return undefined;
}

function messageOf(error: unknown): string {
  if (error instanceof LabLoadError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
