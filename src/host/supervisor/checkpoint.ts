import type { Plugin } from '../plugin/plugin.ts';

/** When a supervised plugin's state is saved, so that its successor goes on from there. */
export interface CheckpointPolicy {
  /** Version of the state's format that the plugin is asked for. */
  readonly schema: number;
  /** Saves after so many answered calls. */
  readonly everyCalls?: number;
  /** Saves so often, in milliseconds, when calls were answered since. */
  readonly everyMs?: number;
}

/** The last state that was saved, and how many calls it is behind. */
export class Checkpoint {
  readonly policy: CheckpointPolicy;
  #state: Uint8Array | undefined;
  #calls = 0;
  #isSaving = false;

  constructor(policy: CheckpointPolicy) {
    this.policy = policy;
  }

  get state(): Uint8Array | undefined {
    return this.#state;
  }

  /** Calls that were answered since the last save. */
  get callsBehind(): number {
    return this.#calls;
  }

  /** Counts an answered call. Returns whether the state should be saved now. */
  count(): boolean {
    this.#calls++;
    const { everyCalls } = this.policy;
    return everyCalls !== undefined && this.#calls >= everyCalls && !this.#isSaving;
  }

  /** Saves; the calls that are answered meanwhile count for the next. Returns the bytes, or undefined when it is busy. */
  async save(plugin: Plugin): Promise<number | undefined> {
    if (this.#isSaving) return undefined;
    this.#isSaving = true;
    const before = this.#calls;
    this.#calls = 0;
    try {
      this.#state = await plugin.save(this.policy.schema);
      return this.#state.length;
    } catch (error) {
      this.#calls += before;
      throw error;
    } finally {
      this.#isSaving = false;
    }
  }

  /** Forgets the state: a plugin refused it. */
  drop(): void {
    this.#state = undefined;
  }
}
