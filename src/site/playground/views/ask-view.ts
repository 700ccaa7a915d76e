import { formatPlatform, type Request } from '../../../resolver/index.ts';
import { createElement } from '../../elements/create-element.ts';
import type { Desk } from '../desk/desk.ts';
import { PLATFORMS } from '../platforms.ts';
import type { Situation } from '../situation.ts';

export interface AskActions {
  readonly onSituation: (id: string) => void;
  readonly onAsk: (change: Partial<Request>, what: string) => void;
}

/** The pickers: which situation, which host, which platform. */
export class AskView {
  readonly #situation: HTMLSelectElement;
  readonly #abi: HTMLInputElement;
  readonly #abis: HTMLDataListElement;
  readonly #platform: HTMLSelectElement;
  readonly #story: HTMLElement;

  constructor(
    place: HTMLElement,
    situations: readonly Pick<Situation, 'id' | 'title'>[],
    actions: AskActions,
  ) {
    this.#situation = place.querySelector('select[name="situation"]')!;
    this.#abi = place.querySelector('input[name="abi"]')!;
    this.#abis = place.querySelector('datalist')!;
    this.#platform = place.querySelector('select[name="platform"]')!;
    this.#story = place.querySelector('.story')!;
    const own = createElement('option', { value: '', textContent: 'Your own', hidden: true });
    this.#situation.replaceChildren(
      own,
      ...situations.map(({ id, title }) => createElement('option', { value: id, textContent: title })),
    );
    this.#situation.addEventListener('change', () => actions.onSituation(this.#situation.value));
    this.#abi.addEventListener('input', () => {
      const abi = this.#abi.value.trim();
      actions.onAsk({ host: { abi } }, `Host ABI is ${abi}.`);
    });
    this.#platform.addEventListener('change', () => {
      const platform = PLATFORMS.find((one) => formatPlatform(one) === this.#platform.value);
      if (platform) actions.onAsk({ platform }, `Platform is ${this.#platform.value}.`);
    });
  }

  show({ situation = '', story, request }: Desk): void {
    this.#situation.value = situation;
    this.#story.textContent = story;
    if (this.#abi.value.trim() !== request.host.abi) this.#abi.value = request.host.abi;
    const asked = formatPlatform(request.platform);
    const names = [...new Set([...PLATFORMS.map(formatPlatform), asked])];
    this.#platform.replaceChildren(
      ...names.map((name) => createElement('option', { value: name, textContent: name })),
    );
    this.#platform.value = asked;
  }

  /** Offers the host versions that make a difference. */
  suggest(abis: readonly string[]): void {
    this.#abis.replaceChildren(...abis.map((value) => createElement('option', { value })));
  }
}
