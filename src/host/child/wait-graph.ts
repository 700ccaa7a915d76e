/** `from` waits for an answer of `to`. */
export interface Wait<Node> {
  readonly from: Node;
  readonly to: Node;
}

/**
 * Who waits for whom, over all children. A child has one thread: a plugin that waits is resumed after everything
 * that was started in its process since, so it waits for that too.
 */
export class WaitGraph<Node> {
  readonly #processOf: (node: Node) => object;
  /** Of each process, its waits in order of their beginning. */
  readonly #waits = new Map<object, readonly Wait<Node>[]>();

  constructor(processOf: (node: Node) => object) {
    this.#processOf = processOf;
  }

  /**
   * Notes a wait.
   *
   * @returns how to end it; undefined when somebody would wait for themselves, and nothing is noted
   */
  enter(wait: Wait<Node>): (() => void) | undefined {
    const process = this.#processOf(wait.from);
    const before = this.#waits.get(process) ?? [];
    this.#waits.set(process, [...before, wait]);
    const leave = () => {
      const left = (this.#waits.get(process) ?? []).filter((other) => other !== wait);
      if (left.length > 0) this.#waits.set(process, left);
      else this.#waits.delete(process);
    };
    if (!this.#isCycle(wait)) return leave;
    leave();
    return undefined;
  }

  #isCycle({ from, to }: Wait<Node>): boolean {
    const seen = new Set<Node>();
    const open = [to];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node === from) return true;
      if (seen.has(node)) continue;
      seen.add(node);
      const own = node;
      const waits = this.#waits.get(this.#processOf(own)) ?? [];
      const first = waits.findIndex((wait) => wait.from === own);
      if (first >= 0) open.push(...waits.slice(first).map((wait) => wait.to));
    }
    return false;
  }
}
