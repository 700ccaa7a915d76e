import { type CompilerClient, LabLoadError, type LoadProgress } from '../../../lab/index.ts';

/** How far the compiler is. */
export type CompilerState =
  | { readonly phase: 'absent' }
  | { readonly phase: 'loading'; readonly progress: LoadProgress | undefined }
  | { readonly phase: 'ready' }
  /** `message` says what to do; `load` may be called again, and goes on where it stopped. */
  | { readonly phase: 'failed'; readonly message: string };

export interface CompilerDeskOptions {
  /** Starts the compiler's worker, without loading anything. */
  readonly start: (onProgress: (progress: LoadProgress) => void) => CompilerClient;
  /** Whether the first edit loads it: not for readers who save data or whose device has little memory. */
  readonly mayLoadUnasked: boolean;
}

/** The page's compiler, loaded once, when someone asks for it or edits. */
export class CompilerDesk {
  readonly mayLoadUnasked: boolean;
  readonly #start: CompilerDeskOptions['start'];
  readonly #listeners = new Set<(state: CompilerState) => void>();
  #client: CompilerClient | undefined;
  #loading: Promise<CompilerClient> | undefined;
  #state: CompilerState = { phase: 'absent' };

  constructor({ start, mayLoadUnasked }: CompilerDeskOptions) {
    this.#start = start;
    this.mayLoadUnasked = mayLoadUnasked;
  }

  get state(): CompilerState {
    return this.#state;
  }

  /** The compiler when it is ready, and nothing before. */
  get client(): CompilerClient | undefined {
    return this.#state.phase === 'ready' ? this.#client : undefined;
  }

  /** @returns ends the subscription */
  subscribe(listener: (state: CompilerState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Loads the compiler, or waits for the load that is under way. @throws LabLoadError */
  load(): Promise<CompilerClient> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  /** Loads it if that may happen unasked; a failure is told by the state. */
  loadUnasked(): void {
    if (this.mayLoadUnasked && this.#state.phase === 'absent') this.load().catch(() => {});
  }

  async #load(): Promise<CompilerClient> {
    this.#set({ phase: 'loading', progress: undefined });
    this.#client ??= this.#start((progress) => {
      if (this.#state.phase === 'loading') this.#set({ phase: 'loading', progress });
    });
    const client = this.#client;
    try {
      await client.load();
      this.#set({ phase: 'ready' });
      return client;
    } catch (error) {
      this.#loading = undefined;
      // A worker that could not start never will; one whose download broke off goes on.
      if (!(error instanceof LabLoadError)) this.#client = undefined;
      this.#set({ phase: 'failed', message: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  #set(state: CompilerState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}
