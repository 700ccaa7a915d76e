import { createButton, createElement } from '../../elements/create-element.ts';
import { type Desk, whyNoId } from '../desk/desk.ts';
import { labelOf, nameOf } from '../desk/manifest-name.ts';
import type { CodeEditor } from '../editor/code-editor.ts';
import type { KnownNames } from '../editor/manifest-options.ts';
import type { LocatedProblem } from '../worker/read-manifest.ts';

export interface EditorActions {
  readonly onEdit: (at: number, text: string) => void;
  readonly onAddVersion: (at: number) => void;
  readonly onRename: (id: string, to: string) => void;
  readonly onRemove: (at: number) => void;
  /** Someone wants to know what its withdrawal would break. */
  readonly onWhatIf: (at: number) => void;
}

/** The manifest that is open: its text, its problems, and what can be done with it. */
export class EditorView {
  readonly #place: HTMLElement;
  readonly #actions: EditorActions;
  readonly #rename: HTMLInputElement;
  #editor: CodeEditor | undefined;
  #desk: Desk | undefined;
  #open = 0;

  constructor(place: HTMLElement, actions: EditorActions) {
    this.#place = place;
    this.#actions = actions;
    this.#rename = place.querySelector('input[name="rename"]')!;
    const action = (name: string, act: () => void) =>
      place.querySelector(`[data-action="${name}"]`)!.addEventListener('click', act);
    action('add-version', () => actions.onAddVersion(this.#open));
    action('remove', () => actions.onRemove(this.#open));
    action('what-if', () => actions.onWhatIf(this.#open));
    action('rename', () => {
      this.#rename.value = this.#id();
      this.#renaming(true);
      this.#rename.select();
    });
    action('rename-cancel', () => this.#renaming(false));
    place.querySelector('form')!.addEventListener('submit', (event) => {
      event.preventDefault();
      const to = this.#rename.value.trim();
      const why = this.#desk && to !== this.#id() ? whyNoId(this.#desk, to) : undefined;
      this.#rename.setCustomValidity(why ?? '');
      if (!this.#rename.reportValidity()) return;
      if (to !== this.#id()) actions.onRename(this.#id(), to);
      this.#renaming(false);
    });
    this.#rename.addEventListener('input', () => this.#rename.setCustomValidity(''));
    this.#rename.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#renaming(false);
    });
  }

  /** Loads the editor, which is the largest part of the page, after the first answer is on its way. */
  async load(names: () => KnownNames): Promise<void> {
    const { CodeEditor } = await import('../editor/code-editor.ts');
    const onEdit = (text: string) => this.#actions.onEdit(this.#open, text);
    this.#editor = new CodeEditor(this.#place.querySelector('.code')!, { onEdit, names });
    if (this.#desk) this.show(this.#desk, this.#open);
  }

  show(desk: Desk, open: number): void {
    this.#desk = desk;
    this.#open = open;
    const manifest = desk.manifests[open];
    this.#place.querySelector('.open-name')!.textContent = manifest ? labelOf(manifest) : 'Nothing is open';
    for (const button of this.#place.querySelectorAll<HTMLButtonElement>('.actions button'))
      button.disabled = manifest === undefined;
    this.#editor?.show(manifest?.text ?? '', manifest ? labelOf(manifest) : 'no manifest');
  }

  showProblems(problems: readonly LocatedProblem[]): void {
    this.#editor?.mark(problems);
    const items = problems.map((problem) => {
      const place = createButton(`line ${problem.line}, column ${problem.column}`, () =>
        this.#editor?.goTo(problem),
      );
      return createElement('li', {}, place, ` ${problem.message}`);
    });
    this.#place.querySelector('.problems')!.replaceChildren(...items);
  }

  focus(): void {
    this.#editor?.focus();
  }

  #id(): string {
    const manifest = this.#desk?.manifests[this.#open];
    return manifest ? nameOf(manifest).id : '';
  }

  #renaming(isOn: boolean): void {
    const form = this.#place.querySelector('form')!;
    if (form.hidden === !isOn) return;
    form.hidden = !isOn;
    if (isOn) this.#rename.focus();
    else this.#place.querySelector<HTMLElement>('[data-action="rename"]')!.focus();
  }
}
