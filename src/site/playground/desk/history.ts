/** How long a pause in typing makes the next key a change of its own. */
const PAUSE_MS = 700;
const MOST = 300;

/** The states a reader can go back to, and forward again. */
export class History<State> {
  #states: State[];
  #at = 0;
  #key: string | undefined;
  #changedAt = 0;

  constructor(first: State) {
    this.#states = [first];
  }

  get state(): State {
    return this.#states[this.#at]!;
  }

  get canUndo(): boolean {
    return this.#at > 0;
  }

  get canRedo(): boolean {
    return this.#at < this.#states.length - 1;
  }

  /**
   * Makes `state` the current one and forgets what was undone.
   *
   * @param key changes with the same key in quick succession are one: what someone types in one place
   * @param nowMs when it happened
   */
  push(state: State, key: string | undefined, nowMs: number): void {
    const isSame = key !== undefined && key === this.#key && nowMs - this.#changedAt < PAUSE_MS;
    this.#states.length = this.#at + 1;
    if (isSame && this.#at > 0) this.#states[this.#at] = state;
    else this.#states.push(state);
    if (this.#states.length > MOST) this.#states.shift();
    this.#at = this.#states.length - 1;
    this.#key = key;
    this.#changedAt = nowMs;
  }

  /** Goes `steps` back, or forward where they are positive; stays where there is nothing more. */
  go(steps: -1 | 1): void {
    this.#at = Math.min(Math.max(this.#at + steps, 0), this.#states.length - 1);
    this.#key = undefined;
  }
}
