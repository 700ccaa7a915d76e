import type { CallName, Calls, FromWorker, Part, Question, ToWorker } from './messages.ts';

/**
 * The page's side of the worker. Questions have rising numbers: what comes back for any but the newest is dropped,
 * so that the page never shows an answer to something else than what stands on it.
 */
export class ResolverClient {
  readonly #worker: Worker;
  readonly #pending = new Map<
    number,
    { resolve: (output: unknown) => void; reject: (error: Error) => void }
  >();
  readonly #onPart: (part: Part, id: number) => void;
  readonly #onFailure: (message: string) => void;
  #next = 1;
  #newest = 0;

  constructor(onPart: (part: Part, id: number) => void, onFailure: (message: string) => void) {
    this.#onPart = onPart;
    this.#onFailure = onFailure;
    this.#worker = new Worker(new URL('./desk-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#take(data));
    this.#worker.addEventListener('error', ({ message }) => this.#onFailure(message));
  }

  /** @returns the number of the question */
  ask(question: Question): number {
    this.#newest = this.#next++;
    this.#post({ kind: 'ask', id: this.#newest, question });
    return this.#newest;
  }

  call<Name extends CallName>(name: Name, input: Calls[Name]['input']): Promise<Calls[Name]['output']> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: resolve as (output: unknown) => void, reject });
      this.#post({ kind: 'call', id, name, input });
    });
  }

  close(): void {
    this.#worker.terminate();
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #take(message: FromWorker): void {
    if (message.kind === 'part') {
      if (message.id === this.#newest) this.#onPart(message, message.id);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'reply') pending?.resolve(message.output);
    else if (pending) pending.reject(new Error(message.message));
    else if (message.id === this.#newest) this.#onFailure(message.message);
  }
}
