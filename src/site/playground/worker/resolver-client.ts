import type { CallName, Calls, FromWorker, Part, Question, ToWorker } from './messages.ts';

/**
 * The page's side of the worker. Questions have rising numbers: what comes back for any but the newest is dropped,
 * so that the page never shows an answer to something else than what stands on it.
 */
export class ResolverClient {
  /** One answers; the other draws, which takes longer, and must never make an answer wait. */
  readonly #answering: Worker;
  readonly #drawing: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #onPart: (part: Part, id: number) => void;
  readonly #onFailure: (message: string) => void;
  #next = 1;
  #newest: { id: number; question: Omit<Question, 'parts'> } | undefined;

  constructor(onPart: (part: Part, id: number) => void, onFailure: (message: string) => void) {
    this.#onPart = onPart;
    this.#onFailure = onFailure;
    this.#answering = this.#start();
    this.#drawing = this.#start();
  }

  /** @returns the number of the question */
  ask(question: Omit<Question, 'parts'>): number {
    const id = this.#next++;
    this.#newest = { id, question };
    post(this.#answering, { kind: 'ask', id, question: { ...question, parts: 'answer' } });
    return id;
  }

  /** Asks for something else about the desk of the last question. */
  async call<Name extends CallName>(name: Name, input: Calls[Name]['input']): Promise<Calls[Name]['output']> {
    // What is imported, both must know.
    const workers = name === 'import' ? [this.#answering, this.#drawing] : [this.#drawing];
    const outputs = await Promise.all(workers.map((worker) => this.#send(worker, name, input)));
    return outputs[0] as Calls[Name]['output'];
  }

  #start(): Worker {
    const worker = new Worker(new URL('./desk-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => this.#take(data));
    worker.addEventListener('error', ({ message }) => this.#onFailure(message));
    return worker;
  }

  #send(worker: Worker, name: CallName, input: unknown): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      post(worker, { kind: 'call', id, name, input });
    });
  }

  #take(message: FromWorker): void {
    if (message.kind === 'part') {
      const newest = this.#newest;
      if (newest?.id !== message.id) return;
      this.#onPart(message, message.id);
      // Drawing begins when the answer stands: it must not take time from it.
      const question: Question = { ...newest.question, parts: 'drawings' };
      if (message.part === 'answer') post(this.#drawing, { kind: 'ask', id: message.id, question });
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'reply') pending?.resolve(message.output);
    else if (pending) pending.reject(new Error(message.message));
    else if (message.id === this.#newest?.id) this.#onFailure(message.message);
  }
}

interface Pending {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
}

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
