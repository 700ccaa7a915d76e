import { checkRequest, type Ranges, type Request } from '../../../resolver/index.ts';
import { createButton, createElement } from '../../elements/create-element.ts';
import type { Desk } from '../desk/desk.ts';
import { neededPlugins } from '../desk/needed-plugins.ts';
import type { LibraryPlugins } from '../worker/messages.ts';

export interface OverridesActions {
  readonly onOverrides: (overrides: Ranges, what: string, isTyping: boolean) => void;
}

interface Row {
  readonly item: HTMLLIElement;
  readonly range: HTMLInputElement;
  readonly remove: HTMLButtonElement;
}

/** The ranges that stand in the place of what plugins ask of each other; nothing, where nobody asks anything. */
export class OverridesView {
  readonly #place: HTMLElement;
  readonly #list: HTMLElement;
  readonly #add: HTMLButtonElement;
  readonly #form: HTMLFormElement;
  readonly #plugin: HTMLInputElement;
  readonly #range: HTMLInputElement;
  readonly #actions: OverridesActions;
  #rows = new Map<string, Row>();
  #request: Request | undefined;
  #needed: readonly string[] = [];

  constructor(place: HTMLElement, actions: OverridesActions) {
    this.#place = place;
    this.#list = place.querySelector('ul')!;
    this.#add = place.querySelector('[data-action="add-override"]')!;
    this.#form = place.querySelector('form')!;
    this.#plugin = place.querySelector('input[name="override"]')!;
    this.#range = place.querySelector('input[name="override-range"]')!;
    this.#actions = actions;
    this.#add.addEventListener('click', () => this.#adding(true));
    place
      .querySelector('[data-action="override-cancel"]')!
      .addEventListener('click', () => this.#adding(false));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#form.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.#adding(false);
    });
    for (const input of [this.#plugin, this.#range])
      input.addEventListener('input', () => input.setCustomValidity(''));
  }

  show(desk: Desk, library: LibraryPlugins): void {
    this.#request = desk.request;
    this.#needed = neededPlugins(desk, library);
    const overrides = Object.entries(this.#overrides);
    const rows = overrides.map(([id]) => [id, this.#rows.get(id) ?? this.#createRow(id)] as const);
    this.#rows = new Map(rows);
    for (const [id, range] of overrides) {
      const field = this.#rows.get(id)!.range;
      if (field.value !== range) field.value = range;
      field.ariaInvalid = String(this.#whyNoRange(id, range) !== undefined);
    }
    const items = rows.map(([, { item }]) => item);
    // Elements that stay where they are keep the focus.
    if (items.length !== this.#list.children.length || items.some((one) => one.parentNode !== this.#list))
      this.#list.replaceChildren(...items);
    this.#arrange();
  }

  get #overrides(): Ranges {
    return this.#request?.overrides ?? {};
  }

  /** Shows what there is to see or to do. */
  #arrange(): void {
    const isAdding = !this.#form.hidden;
    const isAny = this.#rows.size > 0;
    this.#place.querySelector<HTMLElement>('.said')!.hidden = !isAny && !isAdding;
    this.#list.hidden = !isAny;
    this.#add.hidden = isAdding || this.#offered().length === 0;
    this.#place.hidden = !isAny && !isAdding && this.#add.hidden;
    const options = isAdding ? this.#offered().map((value) => createElement('option', { value })) : [];
    this.#place.querySelector('datalist')!.replaceChildren(...options);
  }

  #offered(): string[] {
    return this.#needed.filter((id) => !Object.hasOwn(this.#overrides, id));
  }

  #adding(isOn: boolean): void {
    this.#form.hidden = !isOn;
    if (isOn) this.#form.reset();
    this.#arrange();
    if (isOn) this.#plugin.focus();
    else this.#focusNear(undefined);
  }

  #submit(): void {
    const [id, range] = [this.#plugin.value.trim(), this.#range.value.trim()];
    const isOffered = this.#offered().includes(id);
    this.#plugin.setCustomValidity(isOffered ? '' : this.#whyNoPlugin(id));
    this.#range.setCustomValidity(this.#whyNoRange(id, range) ?? '');
    if (!this.#form.reportValidity()) return;
    this.#form.hidden = true;
    this.#actions.onOverrides(
      { ...this.#overrides, [id]: range },
      `${id} is overridden with ${range}.`,
      false,
    );
    this.#rows.get(id)?.range.focus();
  }

  #whyNoPlugin(id: string): string {
    if (Object.hasOwn(this.#overrides, id)) return `${id} is overridden already.`;
    return 'Expected the id of a plugin that another one depends on.';
  }

  #whyNoRange(id: string, range: string): string | undefined {
    const problems = this.#request ? checkRequest({ ...this.#request, overrides: { [id]: range } }) : [];
    return problems.find(({ path }) => path[0] === 'overrides')?.message;
  }

  #createRow(id: string): Row {
    const range = createElement('input', {
      type: 'text',
      spellcheck: false,
      autocomplete: 'off',
      ariaLabel: `Override of ${id}`,
    });
    range.addEventListener('input', () => {
      this.#actions.onOverrides(
        { ...this.#overrides, [id]: range.value },
        `Override of ${id} changed.`,
        true,
      );
    });
    const remove = createButton('Remove', () => this.#remove(id), {
      className: 'quiet',
      ariaLabel: `Remove the override of ${id}`,
    });
    const item = createElement('li', {}, createElement('span', { textContent: id }), range, remove);
    return { item, range, remove };
  }

  #remove(id: string): void {
    const ids = [...this.#rows.keys()];
    const at = ids.indexOf(id);
    const { [id]: _, ...others } = this.#overrides;
    this.#actions.onOverrides(others, `${id} is no longer overridden.`, false);
    this.#focusNear(ids[at + 1] ?? ids[at - 1]);
  }

  /** Whoever worked with what is gone goes on beside it. */
  #focusNear(id: string | undefined): void {
    const row = id === undefined ? undefined : this.#rows.get(id);
    if (row !== undefined) row.remove.focus();
    else if (!this.#add.hidden) this.#add.focus();
    else [...this.#rows.values()].at(-1)?.remove.focus();
  }
}
