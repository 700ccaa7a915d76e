import { createElement } from '../elements/create-element.ts';
import { wireTabs } from '../elements/tabs.ts';

/** What stands below the editor, one at a time, behind tabs. */
export class Panels {
  readonly #place: HTMLElement;
  readonly #list = createElement('div', { className: 'tabs' });
  #select: (name: string) => void = () => {};

  /** @param onChoose told when the reader turns to a panel */
  constructor(place: HTMLElement, onChoose: () => void) {
    this.#place = place;
    this.#list.setAttribute('role', 'tablist');
    // From the first press on, the place has a height of its own: nothing jumps when another panel is shown.
    this.#list.addEventListener('click', () => {
      this.reveal();
      onChoose();
    });
    this.#list.setAttribute('aria-label', 'About this step');
    place.replaceChildren(this.#list);
  }

  /** The name of the panel that is shown. */
  get shown(): string | undefined {
    return this.#list.querySelector<HTMLElement>('[aria-selected="true"]')?.dataset.panel;
  }

  add(name: string, label: string, element: HTMLElement): void {
    const tab = createElement('button', { type: 'button', id: `tab-${name}`, textContent: label });
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', `panel-${name}`);
    tab.dataset.panel = name;
    const panel = createElement('div', { id: `panel-${name}`, className: `panel ${name}-panel` }, element);
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', tab.id);
    panel.tabIndex = 0;
    this.#list.append(tab);
    this.#place.append(panel);
  }

  /** Makes the tabs work, when all are there, and shows the first. */
  ready(): void {
    this.#select = wireTabs(this.#list);
    this.show(this.#list.querySelector<HTMLElement>('[role="tab"]')?.dataset.panel ?? '');
  }

  /** Scrolls as far as it takes to see what is shown, and no further. */
  reveal(): void {
    this.#hold();
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#place.scrollIntoView({ block: 'nearest', behavior: isStill ? 'auto' : 'smooth' });
  }

  /** Shows a panel from its top. */
  show(name: string): void {
    this.#select(name);
    this.#place.querySelector(`#panel-${name}`)?.scrollTo(0, 0);
  }

  #hold(): void {
    const workspace = this.#place.closest<HTMLElement>('.workspace');
    if (workspace) workspace.dataset.split = '';
  }
}
