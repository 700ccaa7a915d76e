/** The texts that presses put in the place of others, so that each can be taken back. */
export class Replacements {
  readonly #made: { readonly name: string; readonly before: string; readonly after: string }[] = [];

  /** Name of the latest, which `undo` takes back. */
  get latest(): string | undefined {
    return this.#made.at(-1)?.name;
  }

  push(name: string, before: string, after: string): void {
    this.#made.push({ name, before, after });
  }

  /**
   * Takes the latest one back.
   *
   * @param text as it stands: when it was edited since, it becomes what the next `undo` brings back
   * @returns the text to show; undefined when there is nothing to take back
   */
  undo(text: string): string | undefined {
    const latest = this.#made.pop();
    if (latest === undefined) return undefined;
    if (text !== latest.after) this.push('Undo', text, latest.before);
    return latest.before;
  }
}
