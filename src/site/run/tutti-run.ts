/**
 * A plugin that runs where one reads about it. Its wasm build is fetched on the first press, never before, together
 * with the host that runs it and the code that shows what happened. A plugin with state saves it at the end of each
 * run, and the next run goes on from there.
 */
class TuttiRun extends HTMLElement {
  #bytes: Promise<ArrayBuffer> | undefined;
  #state: Uint8Array | undefined;

  connectedCallback(): void {
    const select = this.querySelector('select');
    if (select) {
      select.addEventListener('change', () => this.#choose(select.value));
      // Chosen before this was loaded, or brought back by the browser.
      this.#choose(select.value);
    }
    this.querySelector('form')!.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#run();
    });
    this.querySelector('.run-forget')?.addEventListener('click', () => this.#forget());
  }

  get #fields(): HTMLFieldSetElement {
    return this.querySelector<HTMLFieldSetElement>('fieldset:not([hidden])')!;
  }

  #choose(chosen: string): void {
    for (const fields of this.querySelectorAll('fieldset')) {
      fields.hidden = fields.name !== chosen;
      fields.disabled = fields.hidden;
    }
  }

  async #run(): Promise<void> {
    const button = this.querySelector<HTMLButtonElement>('button[type="submit"]')!;
    const { capability = '', function: name = '' } = this.#fields.dataset;
    const texts = [...this.#fields.querySelectorAll('input')].map(({ value }) => value);
    button.disabled = true;
    this.dataset.state = 'running';
    const { showRun } = await import('./run-view.ts');
    try {
      const [{ runCall }, bytes] = await Promise.all([import('./run-call.ts'), this.#load()]);
      const isStateful = this.dataset.stateful !== undefined;
      const plugin = this.dataset.plugin ?? 'plugin';
      const ran = await runCall(bytes, plugin, { capability, name, texts }, this.#state, isStateful);
      this.#keep(ran.state);
      showRun(this, ran.result);
    } catch (error) {
      const failure = `The run could not start: ${error instanceof Error ? error.message : String(error)}`;
      showRun(this, { output: undefined, failure, events: [], ms: 0 });
    } finally {
      button.disabled = false;
    }
  }

  #keep(state: Uint8Array | undefined): void {
    this.#state = state;
    const kept = this.querySelector<HTMLElement>('.run-state');
    if (!kept) return;
    kept.hidden = state === undefined;
    kept.querySelector('span')!.textContent =
      `It saved ${state?.length ?? 0} bytes of state: the next run restores them.`;
  }

  #forget(): void {
    this.#keep(undefined);
    this.querySelector<HTMLButtonElement>('button[type="submit"]')!.focus();
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
