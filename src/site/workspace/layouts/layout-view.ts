import type { TargetLayouts } from '../../../lab/index.ts';
import { createButton, createElement } from '../../elements/create-element.ts';
import { editedFile, type StepDesk } from '../desk/step-desk.ts';
import { drawBars } from './layout-bars.ts';
import { drawTable } from './layout-grid.ts';
import { describeTable, tableOf } from './layout-table.ts';
import { choicesOf, nameLayouts } from './named-layouts.ts';
import { type FieldSizes, planProbes, readProbes } from './size-probes.ts';

/** How long a pause in typing is waited for before the text is laid out again. */
const PAUSE_MS = 500;

interface LaidOut {
  readonly text: string;
  readonly all: readonly TargetLayouts[];
  readonly sizes: FieldSizes;
}

/** Structs of the reader's source, and of the headers it includes, as six targets lay them out. */
export class LayoutView {
  readonly element: HTMLElement;
  readonly #desk: StepDesk;
  readonly #state = createElement('p', { className: 'layout-state' });
  readonly #load: HTMLButtonElement;
  readonly #select = createElement('select', {});
  readonly #pick: HTMLLabelElement;
  readonly #shown = createElement('div', { className: 'layout-shown' });
  readonly #refusals = createElement('div', { className: 'layout-refusals' });
  #isVisible = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #laidOut: LaidOut | undefined;
  #chosen: string | undefined;

  constructor(desk: StepDesk) {
    this.#desk = desk;
    this.#state.setAttribute('role', 'status');
    this.#load = createButton('Load compiler, 23 MB', () => void desk.compiler.load().catch(() => {}), {
      className: 'button open',
    });
    this.#pick = createElement('label', { textContent: 'Struct ' }, this.#select);
    this.element = createElement(
      'section',
      { className: 'layouts', ariaLabel: 'Layouts' },
      this.#pick,
      this.#state,
      this.#load,
      this.#shown,
      this.#refusals,
    );
    this.#select.addEventListener('change', () => {
      this.#chosen = this.#select.value;
      this.#draw();
    });
    desk.compiler.subscribe(() => this.#refresh());
    desk.subscribe(({ what }) => {
      if (what === 'text') this.#later();
    });
    // Nothing is laid out for a panel that nobody looks at.
    new IntersectionObserver((entries) => {
      this.#isVisible = entries.at(-1)?.isIntersecting ?? false;
      this.#refresh();
    }).observe(this.element);
    this.#refresh();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), PAUSE_MS);
  }

  #refresh(): void {
    const { state } = this.#desk.compiler;
    this.#load.hidden = state.phase !== 'absent' && state.phase !== 'failed';
    this.#pick.hidden = this.#laidOut === undefined;
    if (state.phase === 'absent')
      this.#state.textContent = 'The compiler lays the structs out, and it is not loaded yet.';
    if (state.phase === 'loading') this.#state.textContent = 'The compiler is being loaded.';
    if (state.phase === 'failed') this.#state.textContent = state.message;
    if (state.phase === 'ready' && this.#isVisible && this.#laidOut?.text !== this.#desk.text)
      void this.#layOut();
  }

  async #layOut(): Promise<void> {
    const { text } = this.#desk;
    const { client } = this.#desk.compiler;
    if (client === undefined) return;
    if (this.#laidOut === undefined) this.#state.textContent = 'Laying out.';
    const layouts = (source: string) => client.layouts({ files: { [editedFile]: source }, main: editedFile });
    try {
      const found = await layouts(text);
      if (found === undefined) return;
      const all = nameLayouts(found, editedFile, text);
      const probes = planProbes(all);
      const measured = await layouts(text + probes.source);
      // Overtaken by a newer text.
      if (measured === undefined || text !== this.#desk.text) return;
      this.#laidOut = { text, all, sizes: readProbes(probes, measured) };
      this.#showChoices();
      this.#draw();
    } catch (error) {
      this.#state.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  #showChoices(): void {
    const { all, text } = this.#laidOut!;
    const choices = choicesOf(all, text);
    if (!choices.some(({ name }) => name === this.#chosen)) {
      const usual = choices.find(({ name }) => name === 'struct tutti_owned');
      this.#chosen = (choices[0]?.isOwn ? choices[0] : (usual ?? choices[0]))?.name;
    }
    const group = (label: string, isOwn: boolean) => {
      const options = choices
        .filter((choice) => choice.isOwn === isOwn)
        .map(({ name }) =>
          createElement('option', { value: name, textContent: name, selected: name === this.#chosen }),
        );
      return options.length > 0 ? [createElement('optgroup', { label }, ...options)] : [];
    };
    this.#select.replaceChildren(...group(`Of ${editedFile}`, true), ...group('Of the headers', false));
    this.#pick.hidden = choices.length === 0;
  }

  #draw(): void {
    const { all, sizes } = this.#laidOut!;
    this.#refusals.replaceChildren(...refusalsOf(all));
    if (this.#chosen === undefined) {
      this.#state.textContent =
        'There is no struct to lay out: neither in this text nor in what it includes.';
      this.#shown.replaceChildren();
      return;
    }
    const table = tableOf(all, sizes, this.#chosen);
    this.#state.textContent = describeTable(table);
    this.#shown.replaceChildren(drawBars(table.columns), drawTable(table));
  }
}

/** Where the source does not compile, and why; its structs are laid out all the same where they can be. */
function refusalsOf(all: readonly TargetLayouts[]): HTMLElement[] {
  return all.flatMap(({ target, diagnostics }) => {
    const [first] = diagnostics;
    if (first === undefined) return [];
    const file = first.file.slice(first.file.lastIndexOf('/') + 1);
    const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : '';
    const where = `${file}, line ${first.at.line}`;
    const text = `On ${target} it does not compile: ${where}: ${first.message}${more}.`;
    return [createElement('p', { textContent: text })];
  });
}
