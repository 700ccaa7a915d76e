/** The oldest events were dropped, since their reader lagged behind. */
export interface Dropped {
  readonly type: 'dropped';
  readonly count: number;
}

type Typed = { readonly type: string };

type Listener<Event extends Typed, Type extends Event['type']> = (
  event: CustomEvent<Extract<Event, { readonly type: Type }>>,
) => void;

/** Events that one reader may lag behind before the oldest are dropped. */
const defaultBufferEvents = 1024;

class Reader<Event extends Typed> implements AsyncIterableIterator<Event | Dropped> {
  readonly #buffer: Event[] = [];
  readonly #limit: number;
  readonly #leave: (reader: Reader<Event>) => void;
  #dropped = 0;
  #isEnded = false;
  #wake: (() => void) | undefined;

  constructor(limit: number, leave: (reader: Reader<Event>) => void) {
    this.#limit = limit;
    this.#leave = leave;
  }

  push(event: Event): void {
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

  async next(): Promise<IteratorResult<Event | Dropped, undefined>> {
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

  async return(): Promise<IteratorResult<Event | Dropped, undefined>> {
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
 * What happens, as it happens: an EventTarget, whose events carry the datum as `detail`, and an async iterable.
 * Nothing is kept for those who come later; a reader that lags loses the oldest events and is told how many by an
 * event `dropped`. Iteration ends when that to which it happens is closed.
 */
export class EventFeed<Event extends Typed> extends EventTarget implements AsyncIterable<Event | Dropped> {
  readonly #readers = new Set<Reader<Event>>();
  readonly #types = new Set<string>();
  #isEnded = false;

  override addEventListener<Type extends Event['type']>(
    type: Type,
    listener: Listener<Event, Type>,
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
    this.#types.add(type);
    super.addEventListener(type, listener as EventListener, options);
  }

  override removeEventListener<Type extends Event['type']>(
    type: Type,
    listener: Listener<Event, Type>,
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

  /** Whether anyone would notice such an event: whoever makes one that costs something asks first. */
  isHeard(type: Event['type']): boolean {
    return this.#types.has(type) || this.#readers.size > 0;
  }

  /** Reads from now on. @param bufferEvents how far the reader may lag */
  read(bufferEvents = defaultBufferEvents): AsyncIterableIterator<Event | Dropped> {
    const reader = new Reader<Event>(bufferEvents, (left) => this.#readers.delete(left));
    if (this.#isEnded) reader.end();
    else this.#readers.add(reader);
    return reader;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Event | Dropped> {
    return this.read();
  }

  /** For its owner. */
  publish(event: Event): void {
    for (const reader of this.#readers) reader.push(event);
    if (this.#types.has(event.type)) this.dispatchEvent(new CustomEvent(event.type, { detail: event }));
  }

  /** For its owner: nothing follows. */
  end(): void {
    this.#isEnded = true;
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }
}
