import { createElement } from './create-element.ts';
import type { LocatedProblem } from './read-manifest.ts';
import type { ManifestText } from './situation.ts';

/** The list of manifests and the text of the one that is open. */
export class ManifestEditor {
  readonly #list: HTMLElement;
  readonly #text: HTMLTextAreaElement;
  readonly #problems: HTMLElement;
  #open = 0;

  /** @param onEdit called with the position of the manifest and its new text, on each keystroke */
  constructor(place: HTMLElement, onEdit: (at: number, text: string) => void) {
    this.#list = place.querySelector('.files')!;
    this.#text = place.querySelector('textarea')!;
    this.#problems = place.querySelector('.problems')!;
    this.#text.addEventListener('input', () => onEdit(this.#open, this.#text.value));
  }

  /** Shows the manifests; the text of the open one is replaced only where it differs, so that the caret stays. */
  show(manifests: readonly ManifestText[], problems: readonly (readonly LocatedProblem[])[]): void {
    if (this.#open >= manifests.length) this.#open = 0;
    const open = manifests[this.#open];
    this.#list.replaceChildren(
      ...manifests.map((manifest, at) => this.#fileOf(manifest, at, manifests, problems)),
    );
    if (this.#text.value !== (open?.text ?? '')) this.#text.value = open?.text ?? '';
    this.#text.setAttribute('aria-label', `Text of ${open?.name ?? 'no manifest'}`);
    const found = problems[this.#open] ?? [];
    this.#text.setAttribute('aria-invalid', String(found.length > 0));
    this.#problems.replaceChildren(...found.map((problem) => this.#problemOf(problem)));
  }

  /** Forgets which manifest was open. */
  reset(): void {
    this.#open = 0;
  }

  #fileOf(
    manifest: ManifestText,
    at: number,
    manifests: readonly ManifestText[],
    problems: readonly (readonly LocatedProblem[])[],
  ): HTMLLIElement {
    const count = problems[at]?.length ?? 0;
    const badge = count > 0 ? createElement('b', { textContent: `${count} wrong` }) : undefined;
    const button = createElement('button', { type: 'button' }, manifest.name, badge);
    button.setAttribute('aria-pressed', String(at === this.#open));
    button.addEventListener('click', () => {
      this.#open = at;
      this.show(manifests, problems);
      this.#list.querySelectorAll('button')[at]?.focus();
    });
    return createElement('li', {}, button);
  }

  #problemOf(problem: LocatedProblem): HTMLLIElement {
    const place = createElement('button', {
      type: 'button',
      textContent: `line ${problem.line}, column ${problem.column}`,
    });
    place.addEventListener('click', () => {
      const at = offsetOf(this.#text.value, problem);
      this.#text.focus();
      this.#text.setSelectionRange(at, at + 1);
    });
    return createElement('li', {}, place, ` ${problem.message}`);
  }
}

function offsetOf(text: string, { line, column }: LocatedProblem): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((length, one) => length + one.length + 1, 0) + column - 1;
}
