import { formatPlatform, type Platform, type Request } from '../../resolver/index.ts';
import { abisOf } from '../score/score-of.ts';
import { answerOf } from './answer.ts';
import { createElement } from './create-element.ts';
import { ManifestEditor } from './manifest-editor.ts';
import { showAnswer } from './show-answer.ts';
import { showRoots } from './show-roots.ts';
import { showScore } from './show-score.ts';
import type { ManifestText, Situation } from './situation.ts';

const PLATFORMS: readonly Platform[] = [
  { os: 'linux', arch: 'x86_64', libc: 'gnu' },
  { os: 'linux', arch: 'aarch64', libc: 'gnu' },
  { os: 'linux', arch: 'x86_64', libc: 'musl' },
  { os: 'macos', arch: 'aarch64' },
  { os: 'windows', arch: 'x86_64' },
  { os: 'freestanding', arch: 'wasm32' },
];

/** Resolves what stands on the page, in the page, on each change. The address keeps the situation: `#name`. */
class TuttiPlayground extends HTMLElement {
  #situations: Situation[] = [];
  #manifests: ManifestText[] = [];
  #request!: Request;
  #editor!: ManifestEditor;

  connectedCallback(): void {
    this.#situations = JSON.parse(
      this.querySelector('script[type="application/json"]')!.textContent,
    ) as Situation[];
    this.#editor = new ManifestEditor(this.querySelector('.manifests')!, (at, text) => {
      this.#manifests = this.#manifests.map((manifest, index) =>
        index === at ? { ...manifest, text } : manifest,
      );
      this.#show();
    });
    this.#select('situation').replaceChildren(
      ...this.#situations.map(({ id, title }) => createElement('option', { value: id, textContent: title })),
    );
    this.#select('situation').addEventListener('change', ({ target }) => {
      location.hash = (target as HTMLSelectElement).value;
    });
    this.#select('abi').addEventListener('change', ({ target }) => {
      this.#ask({ host: { abi: (target as HTMLSelectElement).value } });
    });
    this.#select('platform').addEventListener('change', ({ target }) => {
      const platform = PLATFORMS.find((one) => formatPlatform(one) === (target as HTMLSelectElement).value);
      if (platform) this.#ask({ platform });
    });
    this.querySelector('.put-back')!.addEventListener('click', () => this.#open());
    window.addEventListener('hashchange', () => this.#open());
    this.#open();
    let width = this.clientWidth;
    new ResizeObserver(() => {
      if (this.clientWidth === width) return;
      width = this.clientWidth;
      this.#show();
    }).observe(this);
  }

  /** Takes up the situation that the address names, as it was before any change. */
  #open(): void {
    const id = decodeURIComponent(location.hash.slice(1));
    const situation = this.#situations.find((one) => one.id === id) ?? this.#situations[0]!;
    this.#select('situation').value = situation.id;
    this.querySelector('.story')!.textContent = situation.story;
    this.#manifests = [...situation.manifests];
    this.#request = situation.request;
    this.#editor.reset();
    this.#show();
  }

  #ask(change: Partial<Request>): void {
    this.#request = { ...this.#request, ...change };
    this.#show();
  }

  #show(): void {
    const answer = answerOf(this.#manifests, this.#request);
    const { releases } = answer;
    this.dataset.outcome = answer.resolution?.outcome ?? 'meaningless';
    this.#options('abi', abisOf({ releases }, this.#request.host.abi), this.#request.host.abi);
    const asked = formatPlatform(this.#request.platform);
    this.#options('platform', [...new Set([...PLATFORMS.map(formatPlatform), asked])], asked);
    showScore(this.querySelector('.drawn')!, answer.score);
    showAnswer(this.querySelector('.why')!, answer, (fix) => this.#ask(fix.request));
    showRoots(this.querySelector('.roots')!, releases, this.#request.roots, (roots) => this.#ask({ roots }));
    this.#editor.show(this.#manifests, answer.problems);
  }

  #select(name: string): HTMLSelectElement {
    return this.querySelector(`select[name="${name}"]`)!;
  }

  #options(name: string, values: readonly string[], value: string): void {
    const select = this.#select(name);
    select.replaceChildren(...values.map((one) => createElement('option', { value: one, textContent: one })));
    select.value = value;
  }
}

customElements.define('tutti-playground', TuttiPlayground);
