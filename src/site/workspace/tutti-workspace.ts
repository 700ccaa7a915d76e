import { stepKey } from './progress/progress-keys.ts';
import { isShareFragment } from './share/share-fragment.ts';
import type { Workspace } from './workspace.ts';

/**
 * The workspace of a tutorial's step. The page brings its code as text; the editor, the host and the step's modules
 * are loaded at the first press or key in it.
 */
class TuttiWorkspace extends HTMLElement {
  #workspace: Promise<Workspace> | undefined;

  connectedCallback(): void {
    this.addEventListener('click', ({ target }) => {
      const press = (target as Element).closest<HTMLElement>('[data-press]')?.dataset.press;
      if (press === 'run' || press === 'check') void this.#press(press);
    });
    this.addEventListener('keydown', (event) => {
      if ((!event.ctrlKey && !event.metaKey) || event.altKey || event.shiftKey) return;
      const press = { s: 'run', enter: 'check' }[event.key.toLowerCase()];
      if (press === undefined) return;
      event.preventDefault();
      void this.#press(press as 'run' | 'check');
    });
    const source = this.querySelector<HTMLElement>('.source');
    source?.addEventListener('click', () => void this.#edit());
    source?.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') void this.#edit();
    });
    // Someone was here before, or came by a link that holds a text: the code in the page is not theirs.
    if (isShareFragment(location.hash.slice(1)) || this.#isKept()) void this.#open();
  }

  #isKept(): boolean {
    try {
      return localStorage.getItem(stepKey(this.dataset.step ?? '')) !== null;
    } catch {
      return false;
    }
  }

  async #press(press: 'run' | 'check'): Promise<void> {
    const workspace = await this.#open();
    await workspace?.press(press);
  }

  async #edit(): Promise<void> {
    if (this.#workspace) return;
    const workspace = await this.#open();
    workspace?.focus();
  }

  /** @returns nothing when it could not be loaded, which the page says; the next press tries again */
  async #open(): Promise<Workspace | undefined> {
    const busy = this.querySelector('.busy')!;
    if (this.#workspace === undefined) busy.textContent = 'Loading';
    this.#workspace ??= import('./workspace.ts').then(({ openWorkspace }) => openWorkspace(this));
    try {
      return await this.#workspace;
    } catch (error) {
      this.#workspace = undefined;
      const words = error instanceof Error ? error.message : String(error);
      this.querySelector('.notice')!.textContent = words;
      return undefined;
    } finally {
      if (busy.textContent === 'Loading') busy.textContent = '';
    }
  }
}

customElements.define('tutti-workspace', TuttiWorkspace);
