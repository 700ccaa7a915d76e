import type { AbiEvent } from '../abi/index.ts';

type EventOf<Type extends AbiEvent['type']> = Extract<AbiEvent, { readonly type: Type }>;

type Listener<Type extends AbiEvent['type']> = (event: CustomEvent<EventOf<Type>>) => void;

/** Events that one reader may lag behind before the oldest are dropped. */
const defaultBufferEvents = 1024;

class Reader implements AsyncIterableIterator<AbiEvent> {
  readonly #buffer: AbiEvent[] = [];
  readonly #limit: number;
  readonly #leave: (reader: Reader) => void;
  #dropped = 0;
  #isEnded = false;
  #wake: (() => void) | undefined;

  constructor(limit: number, leave: (reader: Reader) => void) {
    this.#limit = limit;
    this.#leave = leave;
  }

  push(event: AbiEvent): void {
    if (this.#buffer.length >= this.#limit) {
      this.#buffer.shift();
      this.#dropped++;
    }
    this.#buffer.push(event);
    this.#wake?.();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<AbiEvent, undefined>> {
    for (;;) {
      if (this.#dropped > 0) {
        const count = this.#dropped;
        this.#dropped = 0;
        return { done: false, value: { type: 'dropped', count } };
      }
      const value = this.#buffer.shift();
      if (value) return { done: false, value };
      if (this.#isEnded) return { done: true, value: undefined };
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  async return(): Promise<IteratorResult<AbiEvent, undefined>> {
    this.#buffer.length = 0;
    this.end();
    this.#leave(this);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/**
 * What happens to one plugin, as it happens: an EventTarget, whose events carry the AbiEvent as `detail`, and an
 * async iterable. Nothing is kept for those who come later; a reader that lags loses the oldest events and is told
 * how many by an event `dropped`. Iteration ends when the plugin is closed.
 */
export class PluginEvents extends EventTarget implements AsyncIterable<AbiEvent> {
  readonly #readers = new Set<Reader>();
  #hasListeners = false;
  #isEnded = false;

  override addEventListener<Type extends AbiEvent['type']>(
    type: Type,
    listener: Listener<Type>,
    options?: AddEventListenerOptions | boolean,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: AddEventListenerOptions | boolean,
  ): void;
  override addEventListener(
    type: string,
    listener: unknown,
    options?: AddEventListenerOptions | boolean,
  ): void {
    this.#hasListeners = true;
    super.addEventListener(type, listener as EventListener, options);
  }

  override removeEventListener<Type extends AbiEvent['type']>(
    type: Type,
    listener: Listener<Type>,
    options?: EventListenerOptions | boolean,
  ): void;
  override removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: EventListenerOptions | boolean,
  ): void;
  override removeEventListener(
    type: string,
    listener: unknown,
    options?: EventListenerOptions | boolean,
  ): void {
    super.removeEventListener(type, listener as EventListener, options);
  }

  /** Whether anyone would notice an event: whoever makes one that costs something asks first. */
  get isWatched(): boolean {
    return this.#hasListeners || this.#readers.size > 0;
  }

  /** Reads from now on. @param bufferEvents how far the reader may lag */
  read(bufferEvents = defaultBufferEvents): AsyncIterableIterator<AbiEvent> {
    const reader = new Reader(bufferEvents, (left) => this.#readers.delete(left));
    if (this.#isEnded) reader.end();
    else this.#readers.add(reader);
    return reader;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<AbiEvent> {
    return this.read();
  }

  /** For the plugin itself. */
  publish(event: AbiEvent): void {
    for (const reader of this.#readers) reader.push(event);
    if (this.#hasListeners) this.dispatchEvent(new CustomEvent(event.type, { detail: event }));
  }

  /** For the plugin itself: nothing follows. */
  end(): void {
    this.#isEnded = true;
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }
}
