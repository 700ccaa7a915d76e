import { Playground } from './playground.ts';

/** Resolves what stands on the page, in the page, on each change. The address names a situation or holds the desk. */
class TuttiPlayground extends HTMLElement {
  #playground: Playground | undefined;

  connectedCallback(): void {
    this.#playground ??= new Playground(this);
  }
}

customElements.define('tutti-playground', TuttiPlayground);
