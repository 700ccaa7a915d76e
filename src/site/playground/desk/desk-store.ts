import type { Desk } from './desk.ts';
import { History } from './history.ts';

/** The desk as it is now, with the way back. Tells its listeners of every change. */
export class DeskStore {
  readonly #history: History<Desk>;
  readonly #listeners: ((desk: Desk, change: Change) => void)[] = [];

  constructor(first: Desk) {
    this.#history = new History(first);
  }

  get desk(): Desk {
    return this.#history.state;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  listen(listener: (desk: Desk, change: Change) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Makes a change that can be undone.
   *
   * @param what told to those who do not see it; with the same words in quick succession it is one change
   */
  apply(next: Desk, what: string, isTyping = false): void {
    if (next === this.desk) return;
    this.#history.push(next, isTyping ? what : undefined, performance.now());
    this.#tell({ kind: 'applied', what });
  }

  undo(): void {
    this.#go(-1, 'Undone.');
  }

  redo(): void {
    this.#go(1, 'Done again.');
  }

  #go(steps: -1 | 1, what: string): void {
    const before = this.desk;
    this.#history.go(steps);
    if (this.desk !== before) this.#tell({ kind: 'moved', what });
  }

  #tell(change: Change): void {
    for (const listener of this.#listeners) listener(this.desk, change);
  }
}

export interface Change {
  readonly kind: 'applied' | 'moved';
  readonly what: string;
}
