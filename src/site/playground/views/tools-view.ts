import { parseManifest } from '../../../manifest/index.ts';
import { saveFile } from '../../elements/save-file.ts';
import type { Desk } from '../desk/desk.ts';
import type { DeskStore } from '../desk/desk-store.ts';
import { packDesk } from '../desk/permalink.ts';

export interface ToolsActions {
  readonly onImport: (files: readonly File[]) => void;
  readonly onPutBack: () => void;
  readonly onSay: (words: string) => void;
}

/** Undo and redo, the link, files in and out; and the keys for them, wherever the focus is. */
export class ToolsView {
  readonly #place: HTMLElement;
  readonly #store: DeskStore;
  readonly #actions: ToolsActions;

  /** @param whole shows that files are over the page */
  constructor(place: HTMLElement, whole: HTMLElement, store: DeskStore, actions: ToolsActions) {
    this.#place = place;
    this.#store = store;
    this.#actions = actions;
    const input = place.querySelector<HTMLInputElement>('input[type="file"]')!;
    this.#button('undo').addEventListener('click', () => store.undo());
    this.#button('redo').addEventListener('click', () => store.redo());
    this.#button('put-back').addEventListener('click', () => actions.onPutBack());
    this.#button('link').addEventListener('click', () => void this.#link());
    this.#button('export').addEventListener('click', () => this.#export());
    this.#button('import').addEventListener('click', () => input.click());
    input.addEventListener('change', () => {
      actions.onImport([...(input.files ?? [])]);
      input.value = '';
    });
    wireKeys(store);
    wireDrop(whole, actions.onImport);
  }

  show(): void {
    this.#button('undo').disabled = !this.#store.canUndo;
    this.#button('redo').disabled = !this.#store.canRedo;
  }

  #button(action: string): HTMLButtonElement {
    return this.#place.querySelector(`[data-action="${action}"]`)!;
  }

  async #link(): Promise<void> {
    const { desk } = this.#store;
    if (desk.library !== undefined) {
      this.#actions.onSay(
        'An imported index is too much for a link: shrink a conflict of it to link the example.',
      );
      return;
    }
    const fragment = await packDesk(desk);
    if (fragment === undefined) {
      this.#actions.onSay('This is too much for a link: save it as a file instead.');
      return;
    }
    history.replaceState(null, '', `#${fragment}`);
    try {
      await navigator.clipboard.writeText(location.href);
      this.#actions.onSay('The link is on the clipboard. It holds everything; nothing was sent anywhere.');
    } catch {
      this.#actions.onSay('The link is in the address bar. It holds everything; nothing was sent anywhere.');
    }
  }

  #export(): void {
    const { desk } = this.#store;
    if (desk.library !== undefined) {
      this.#actions.onSay(
        'An imported index is a file already: shrink the conflict to save an example of it.',
      );
      return;
    }
    const { text, leftOut } = scenarioOf(desk);
    saveFile('scenario.json', text);
    const left =
      leftOut === 1
        ? ' One manifest has problems and was left out.'
        : ` ${leftOut} manifests have problems and were left out.`;
    const saved = 'Saved as scenario.json, which "tutti resolve" and this page take.';
    this.#actions.onSay(leftOut === 0 ? saved : saved + left);
  }
}

/** The desk in the form that the command line resolves; a manifest with problems is left out, and counted. */
export function scenarioOf({ manifests, request, story }: Desk): { text: string; leftOut: number } {
  const read = manifests.flatMap(({ text }): unknown[] =>
    parseManifest(text, 'tutti.json').ok ? [JSON.parse(text)] : [],
  );
  const { roots, host, platform, overrides, locked, prefer } = request;
  const scenario = { story, manifests: read, roots, host, platform, overrides, locked, prefer };
  return { text: `${JSON.stringify(scenario, null, 2)}\n`, leftOut: manifests.length - read.length };
}

function wireKeys(store: DeskStore): void {
  document.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    const target = event.composedPath()[0];
    const isElsewhere = target instanceof HTMLElement && target.closest('dialog, header') !== null;
    if (isElsewhere || (key !== 'z' && key !== 'y')) return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) store.redo();
    else store.undo();
  });
}

/**
 * Takes files wherever they are dropped, before anyone else: beside the desk the browser would leave the page for them,
 * and the editor would write them into the manifest that is open.
 */
function wireDrop(whole: HTMLElement, onImport: (files: readonly File[]) => void): void {
  const take = (name: 'dragover' | 'drop', act: (data: DataTransfer) => void) => {
    const listener = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.stopPropagation();
      act(event.dataTransfer);
    };
    window.addEventListener(name, listener, { capture: true });
  };
  take('dragover', () => whole.classList.add('is-over'));
  take('drop', ({ files }) => {
    whole.classList.remove('is-over');
    onImport([...files]);
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) whole.classList.remove('is-over');
  });
}
