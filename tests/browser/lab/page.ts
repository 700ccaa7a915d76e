import {
  type BuildMode,
  type CompilerClient,
  type Diagnostic,
  LabLoadError,
  type LoadProgress,
  type RunResult,
  type RunStep,
  startCompiler,
  startRun,
  type TraceEntry,
} from '../../../src/lab/index.ts';

/** What the tests ask of the page: the lab's own functions, with what can be passed out of a page. */
export interface LabPage {
  /** @returns progress in order, or the failure's code and message */
  load(): Promise<{ progress: LoadProgress[] } | { code: string; message: string }>;
  build(
    files: Record<string, string>,
    main: string,
    mode: BuildMode,
  ): Promise<{ diagnostics: Diagnostic[]; bytes: number }>;
  /** Runs what was built last. @param terminateAfterEntries ends the run when so many entries were told */
  run(steps: unknown, isInstrumented: boolean, terminateAfterEntries?: number): Promise<RunResult>;
  check(files: Record<string, string>, main: string): Promise<Diagnostic[] | undefined>;
  close(): void;
}

let compiler: CompilerClient | undefined;
let progress: LoadProgress[] = [];
let built: Uint8Array<ArrayBuffer> | undefined;

const page: LabPage = {
  async load() {
    progress = [];
    compiler ??= startCompiler({
      base: new URL('lab/', document.baseURI).href,
      onProgress: (each) => progress.push(each),
    });
    try {
      await compiler.load();
      return { progress };
    } catch (error) {
      if (error instanceof LabLoadError) return { code: error.code, message: error.message };
      throw error;
    }
  },
  async build(files, main, mode) {
    const { wasm, diagnostics } = await compiler!.build({ files, main }, mode);
    built = wasm;
    return { diagnostics: [...diagnostics], bytes: wasm?.length ?? 0 };
  },
  run(steps, isInstrumented, terminateAfterEntries) {
    let told = 0;
    const run = startRun(
      { bytes: built!, isInstrumented, steps: steps as RunStep[] },
      (_entry: TraceEntry) => {
        told++;
        if (told === terminateAfterEntries) run.terminate();
      },
    );
    return run.result;
  },
  check: (files, main) => compiler!.check({ files, main }),
  close() {
    compiler?.close();
    compiler = undefined;
  },
};

declare global {
  interface Window {
    lab: LabPage;
  }
}
window.lab = page;
