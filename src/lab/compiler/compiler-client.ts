import { LabLoadError, type LoadFailure, type LoadProgress } from './asset-store.ts';
import type { BuildResult, Source, TargetLayouts } from './compiler.ts';
import type { BuildMode } from './compiler-arguments.ts';
import type { CompilerReply, CompilerRequest, CompilerRequests, RequestName } from './compiler-messages.ts';
import type { Completion } from './completion.ts';
import type { Diagnostic, Position } from './diagnostic.ts';
import { ToolCrash } from './tool.ts';

/** A compiler in a worker of its own. Requests are answered in order; `close` ends whatever runs. */
export interface CompilerClient {
  /** Downloads what is missing, about 23 MB the first time, and gets ready. May be called again after a failure:
   *  it goes on where it stopped. @throws LabLoadError */
  load(): Promise<void>;
  /** Builds a plugin; half a second to two seconds. @throws LabLoadError, ToolCrash */
  build(source: Source, mode: BuildMode): Promise<BuildResult>;
  /** What is wrong with a source; undefined when a newer request of the kind came meanwhile. */
  check(source: Source): Promise<Diagnostic[] | undefined>;
  /** What may stand at a place; undefined when a newer request of the kind came meanwhile. */
  complete(source: Source, at: Position): Promise<Completion[] | undefined>;
  /** The layouts of a source's structs; undefined when a newer request of the kind came meanwhile. */
  layouts(source: Source): Promise<TargetLayouts[] | undefined>;
  close(): void;
}

export interface StartCompilerOptions {
  /** Address of the folder with the compiler's manifest, with a final slash: see `assetsUrl`. */
  readonly base: string;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** Starts the compiler's worker. Nothing is downloaded before `load`. */
export function startCompiler(options: StartCompilerOptions): CompilerClient {
  const worker = new Worker(new URL('./compiler-worker.ts', import.meta.url), { type: 'module' });
  return new WorkerClient(worker, options);
}

interface Waiting {
  resolve(value: never): void;
  reject(error: Error): void;
}

class WorkerClient implements CompilerClient {
  readonly #worker: Worker;
  readonly #base: string;
  readonly #waiting = new Map<number, Waiting>();
  /** The latest request of each kind that may be overtaken. */
  readonly #latest = new Map<RequestName, number>();
  #lastId = 0;

  constructor(worker: Worker, { base, onProgress }: StartCompilerOptions) {
    this.#worker = worker;
    this.#base = base;
    worker.addEventListener('message', ({ data }: MessageEvent<CompilerReply>) => {
      if (data.type === 'progress') onProgress?.(data.progress);
      else this.#settle(data);
    });
    worker.addEventListener('error', ({ message }) => {
      const text = `Cannot start the compiler: ${message || 'its worker could not be loaded'}. Reload the page.`;
      this.#rejectAll(new LabLoadError('interrupted', text));
    });
  }

  load(): Promise<void> {
    return this.#ask('load', { base: this.#base });
  }

  build(source: Source, mode: BuildMode): Promise<BuildResult> {
    return this.#ask('build', { source, mode });
  }

  check(source: Source): Promise<Diagnostic[] | undefined> {
    return this.#askLatest('check', { source });
  }

  complete(source: Source, at: Position): Promise<Completion[] | undefined> {
    return this.#askLatest('complete', { source, at });
  }

  layouts(source: Source): Promise<TargetLayouts[] | undefined> {
    return this.#askLatest('layouts', { source });
  }

  close(): void {
    this.#worker.terminate();
    this.#rejectAll(new ToolCrash('The compiler was closed'));
  }

  #ask<Name extends RequestName>(
    name: Name,
    ask: CompilerRequests[Name]['ask'],
  ): Promise<CompilerRequests[Name]['answer']> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, ask } as CompilerRequest);
    });
  }

  async #askLatest<Name extends RequestName>(
    name: Name,
    ask: CompilerRequests[Name]['ask'],
  ): Promise<CompilerRequests[Name]['answer'] | undefined> {
    const answered = this.#ask(name, ask);
    const id = this.#lastId;
    this.#latest.set(name, id);
    const value = await answered;
    return this.#latest.get(name) === id ? value : undefined;
  }

  #settle(data: CompilerReply & { id: number }): void {
    const waiting = this.#waiting.get(data.id);
    this.#waiting.delete(data.id);
    if (data.type === 'answer') waiting?.resolve(data.value as never);
    else if (data.type === 'failure') {
      const { name, code, message } = data.failure;
      const isLoad = name === 'LabLoadError';
      waiting?.reject(isLoad ? new LabLoadError(code as LoadFailure, message) : new ToolCrash(message));
    }
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
