import { nullBytes } from './access-judge.ts';

/**
 * The stack that a debug build keeps in linear memory, below everything else. Engines allow so many calls that it, or
 * their own stack, runs out first: which one, depends on the engine and on the size of the frames.
 */
export class PluginStack {
  readonly #pointer: WebAssembly.Global;
  readonly #topAt: number;

  /** @param pointer the module's `__stack_pointer`, before any of its code ran */
  constructor(pointer: WebAssembly.Global) {
    this.#pointer = pointer;
    this.#topAt = pointer.value;
  }

  /** Does an address lie where a function that has returned had its frame? */
  isPast(at: number): boolean {
    return at < this.#topAt && at >= nullBytes && at < (this.#pointer.value as number);
  }

  /** Do the frames reach below the stack? The pointer is then so low that it means NULL, or has wrapped around. */
  get isExhausted(): boolean {
    const at = (this.#pointer.value as number) >>> 0;
    return at < nullBytes || at > this.#topAt;
  }
}
