import { parseRange, type Ranges } from '../../../resolver/index.ts';
import { createButton, createElement } from '../../elements/create-element.ts';
import type { Desk } from '../desk/desk.ts';
import { nameOf } from '../desk/manifest-name.ts';
import type { LibraryPlugins } from '../worker/messages.ts';

export interface PluginsActions {
  readonly onRoots: (roots: Ranges, what: string, isTyping: boolean) => void;
  readonly onOpen: (at: number) => void;
  /** Someone wants a release of the imported index on the desk. */
  readonly onTake: (id: string, version: string) => void;
}

/** More rows at once would be no list that one can read; the filter finds the others. */
const MAX_ROWS = 60;
const MAX_VERSIONS = 12;

interface Row {
  readonly item: HTMLLIElement;
  readonly tick: HTMLInputElement;
  readonly range: HTMLInputElement;
  readonly versions: HTMLElement;
  /** What the row shows, to leave it alone while that is the same. */
  key: string;
}

interface Plugin {
  readonly id: string;
  /** Positions among the manifests, oldest version first. */
  readonly at: readonly number[];
  readonly library: readonly string[];
}

/** Every plugin with its versions, and whether and in which range it is asked for. */
export class PluginsView {
  readonly #list: HTMLElement;
  readonly #filter: HTMLInputElement;
  readonly #more: HTMLElement;
  readonly #actions: PluginsActions;
  #rows = new Map<string, Row>();
  #shown: { desk: Desk; library: LibraryPlugins; open: number; faulty: ReadonlySet<number> } | undefined;

  constructor(place: HTMLElement, actions: PluginsActions) {
    this.#list = place.querySelector('.roots')!;
    this.#filter = place.querySelector('input[type="search"]')!;
    this.#more = place.querySelector('.more')!;
    this.#actions = actions;
    this.#filter.addEventListener('input', () => this.#render());
  }

  show(desk: Desk, library: LibraryPlugins, open: number, faulty: ReadonlySet<number>): void {
    this.#shown = { desk, library, open, faulty };
    this.#render();
  }

  #render(): void {
    if (this.#shown === undefined) return;
    const { desk, library } = this.#shown;
    const { roots } = desk.request;
    const all = pluginsOf(desk, library);
    const wanted = this.#filter.value.trim().toLowerCase();
    const found = all
      .filter(({ id }) => id.toLowerCase().includes(wanted))
      .sort((left, right) => Number(Object.hasOwn(roots, right.id)) - Number(Object.hasOwn(roots, left.id)));
    this.#filter.parentElement!.hidden = all.length < 12;
    const rows = new Map<string, Row>();
    for (const plugin of found.slice(0, MAX_ROWS)) {
      const row = this.#rows.get(plugin.id) ?? this.#createRow(plugin.id);
      rows.set(plugin.id, row);
      this.#fill(row, plugin, roots);
    }
    this.#rows = rows;
    const items = [...rows.values()].map(({ item }) => item);
    // Elements that stay where they are keep the focus.
    const isSame =
      items.length === this.#list.children.length &&
      items.every((one, at) => one === this.#list.children[at]);
    if (!isSame) {
      // Whoever ticks a plugin goes with it to its new place.
      const focused = document.activeElement;
      this.#list.replaceChildren(...items);
      if (focused instanceof HTMLElement && this.#list.contains(focused)) focused.focus();
    }
    const hidden = found.length - items.length;
    this.#more.textContent = hidden > 0 ? `and ${hidden} more: filter to find them` : '';
  }

  #createRow(id: string): Row {
    const tick = createElement('input', { type: 'checkbox' });
    const range = createElement('input', {
      type: 'text',
      spellcheck: false,
      autocomplete: 'off',
      ariaLabel: `Range of ${id}`,
      value: '*',
    });
    const versions = createElement('div', { className: 'versions' });
    const name = createElement('label', {}, tick, createElement('span', { textContent: id }));
    const item = createElement('li', {}, name, range, versions);
    const change = (isTyping: boolean) => {
      const { roots } = this.#shown!.desk.request;
      const { [id]: _, ...others } = roots;
      const isKept = tick.checked || (isTyping && Object.hasOwn(roots, id));
      const next = isKept ? { ...roots, [id]: range.value } : others;
      const what = isTyping ? `Range of ${id} changed.` : `${id} is ${isKept ? '' : 'no longer '}asked for.`;
      this.#actions.onRoots(next, what, isTyping);
    };
    tick.addEventListener('change', () => change(false));
    range.addEventListener('input', () => {
      tick.checked = true;
      change(true);
    });
    return { item, tick, range, versions, key: '' };
  }

  #fill(row: Row, plugin: Plugin, roots: Ranges): void {
    const { desk, open, faulty } = this.#shown!;
    const { item, tick, range, versions } = row;
    const shown = plugin.at.map((at) => [
      at,
      nameOf(desk.manifests[at]!).version,
      at === open,
      faulty.has(at),
    ]);
    const key = JSON.stringify([shown, roots[plugin.id], plugin.library.length]);
    if (row.key === key) return;
    row.key = key;
    const isAsked = Object.hasOwn(roots, plugin.id);
    tick.checked = isAsked;
    item.classList.toggle('is-asked', isAsked);
    if (isAsked && range.value !== roots[plugin.id]) range.value = roots[plugin.id]!;
    range.ariaInvalid = String(isAsked && parseRange(range.value) === undefined);
    const own = plugin.at.map((at) => {
      const { version } = nameOf(desk.manifests[at]!);
      const button = createButton(version || 'no version', () => this.#actions.onOpen(at));
      button.setAttribute('aria-pressed', String(at === open));
      button.setAttribute('aria-label', `${plugin.id} ${version}${faulty.has(at) ? ', has problems' : ''}`);
      button.classList.toggle('is-faulty', faulty.has(at));
      return button;
    });
    const taken = new Set(plugin.at.map((at) => nameOf(desk.manifests[at]!).version));
    const others = plugin.library.filter((version) => !taken.has(version));
    const offered = others.slice(0, MAX_VERSIONS).map((version) => {
      const button = createButton(version, () => this.#actions.onTake(plugin.id, version), {
        className: 'of-library',
      });
      button.setAttribute('aria-label', `Open ${plugin.id} ${version} of the imported index`);
      return button;
    });
    const more = others.length - offered.length;
    const rest = more > 0 ? [createElement('small', { textContent: `and ${more} older` })] : [];
    const nothing =
      own.length + others.length === 0 ? [createElement('small', { textContent: 'no version here' })] : [];
    const isFocused = versions.contains(document.activeElement);
    const focused = isFocused ? [...versions.children].indexOf(document.activeElement!) : -1;
    versions.replaceChildren(...own, ...offered, ...rest, ...nothing);
    if (focused >= 0) (versions.children[focused] as HTMLElement | undefined)?.focus();
  }
}

function pluginsOf({ manifests, request }: Desk, library: LibraryPlugins): Plugin[] {
  const positions = new Map<string, number[]>();
  manifests.forEach((manifest, at) => {
    const { id } = nameOf(manifest);
    const known = positions.get(id);
    if (known === undefined) positions.set(id, [at]);
    else known.push(at);
  });
  const versionsOf = new Map(library);
  const ids = new Set([...positions.keys(), ...Object.keys(request.roots), ...versionsOf.keys()]);
  return [...ids].map((id) => ({ id, at: positions.get(id) ?? [], library: versionsOf.get(id) ?? [] }));
}
