/** What a byte of linear memory is; everything but the first three must not be touched. */
export const shadowOf = {
  addressable: 0x00,
  /** A block's byte that nobody has written yet. */
  unwritten: 0x01,
  /** May be read and not written. */
  readOnly: 0x02,
  /** Borrowed for a call that has returned. */
  lentBefore: 0xb1,
  redzone: 0xfa,
  freed: 0xfd,
  /** Not given to anyone. */
  wild: 0xfe,
  global: 0xf9,
  stack: 0xf2,
  scope: 0xf8,
  /** Allocated by a container of C++ for more elements than it has. */
  spare: 0xfc,
} as const;

const lastReadable = shadowOf.readOnly;

/**
 * A byte of state for each byte of a plugin's linear memory, kept outside of it, where no mistake of the plugin's
 * reaches.
 */
export class Shadow {
  #states = new Uint8Array(0);

  /** @param sizeBytes of linear memory now; what is new is not given to anyone */
  grow(sizeBytes: number): void {
    if (sizeBytes <= this.#states.length) return;
    const states = new Uint8Array(sizeBytes).fill(shadowOf.wild);
    states.set(this.#states);
    this.#states = states;
  }

  set(at: number, sizeBytes: number, state: number): void {
    this.#states.fill(state, at, at + sizeBytes);
  }

  /** The state of a byte; undefined outside of memory. */
  at(address: number): number | undefined {
    return this.#states[address];
  }

  /** The first byte of a range that must not be read, or -1. */
  firstUnreadable(at: number, sizeBytes: number): number {
    const states = this.#states;
    const end = at + sizeBytes;
    for (let i = at; i < end; i++) if ((states[i] ?? shadowOf.wild) > lastReadable) return i;
    return -1;
  }

  /** The first byte of a range that must not be written, or -1; the range counts as written then. */
  firstUnwritable(at: number, sizeBytes: number): number {
    const states = this.#states;
    const end = at + sizeBytes;
    for (let i = at; i < end; i++) {
      const state = states[i] ?? shadowOf.wild;
      if (state === shadowOf.unwritten) states[i] = shadowOf.addressable;
      else if (state !== shadowOf.addressable) return i;
    }
    return -1;
  }

  /** How many bytes of a range nobody has written, and the first of them. */
  unwritten(at: number, sizeBytes: number): { first: number; count: number } {
    let first = -1;
    let count = 0;
    for (let i = at; i < at + sizeBytes; i++) {
      if (this.#states[i] !== shadowOf.unwritten) continue;
      if (first < 0) first = i;
      count++;
    }
    return { first, count };
  }
}
