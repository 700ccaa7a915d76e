/**
 * A plugin that runs where one reads about it. Its wasm build is fetched on the first press, never before, together
 * with the host that runs it and the code that shows what happened.
 */
class TuttiRun extends HTMLElement {
  #bytes: Promise<ArrayBuffer> | undefined;

  connectedCallback(): void {
    this.querySelector('form')!.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    const button = this.querySelector('button')!;
    const [text, count] = this.querySelectorAll('input');
    button.disabled = true;
    this.dataset.state = 'running';
    const { showRun } = await import('./run-view.ts');
    try {
      const [{ runRepeat }, bytes] = await Promise.all([import('./run-repeat.ts'), this.#load()]);
      showRun(this, await runRepeat(bytes, text!.value, count!.valueAsNumber || 0));
    } catch (error) {
      const failure = `The run could not start: ${error instanceof Error ? error.message : String(error)}`;
      showRun(this, { output: undefined, failure, events: [], ms: 0 });
    } finally {
      button.disabled = false;
    }
  }

  async #load(): Promise<ArrayBuffer> {
    this.#bytes ??= fetch(new URL(this.dataset.href!, document.baseURI)).then((response) => {
      if (!response.ok) throw new Error(`the plugin's file was answered with ${response.status}`);
      return response.arrayBuffer();
    });
    this.#bytes.catch(() => {
      this.#bytes = undefined;
    });
    return this.#bytes;
  }
}

customElements.define('tutti-run', TuttiRun);
