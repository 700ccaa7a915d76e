import { type Finding, type Frame, type MistakeKind, mistakeOf } from '../../../lab/index.ts';
import { createButton, createElement } from '../../playground/views/create-element.ts';
import { type Place, placeOf } from './entry-words.ts';
import { type PlaceLinks, placeButton } from './place-button.ts';

export interface FindingsViewOptions {
  readonly links: PlaceLinks;
  hrefOf(kind: MistakeKind): string;
  /** Goes to the moment of a finding, by its number from 0. */
  onMoment(finding: number): void;
}

/** The mistakes of a run, each told as one would explain it. */
export class FindingsView {
  readonly element = createElement('div', { className: 'findings' });
  readonly #options: FindingsViewOptions;

  constructor(options: FindingsViewOptions) {
    this.#options = options;
  }

  show(findings: readonly Finding[]): void {
    this.element.hidden = findings.length === 0;
    this.element.replaceChildren(...findings.map((finding, at) => this.#card(finding, at)));
  }

  #card(finding: Finding, at: number): HTMLElement {
    const { hrefOf, onMoment } = this.#options;
    const { title, meaning, natively } = mistakeOf(finding.kind);
    const { block } = finding;
    const facts = [
      this.#fact(finding.kind === 'leak' ? 'allocated' : 'here', finding.at && placeOf(finding.at)),
      finding.kind === 'leak' ? undefined : this.#fact('allocated', ownPlace(block?.allocatedAt)),
      this.#fact(block?.from === 'host' ? 'given back' : 'freed', ownPlace(block?.freedAt)),
    ];
    return createElement(
      'article',
      { className: 'finding' },
      createElement('h3', { textContent: title }),
      createElement('p', { className: 'finding-message', textContent: `${sentence(finding.message)}.` }),
      createElement('dl', {}, ...facts),
      createElement('p', { textContent: meaning }),
      createElement('p', {}, createElement('i', { textContent: 'Natively: ' }), natively),
      createElement(
        'p',
        { className: 'finding-ways' },
        createButton('Go to the moment', () => onMoment(at)),
        createElement('a', { href: hrefOf(finding.kind), textContent: `More about “${title}”` }),
      ),
    );
  }

  #fact(words: string, place: Place | undefined): HTMLElement | undefined {
    if (place === undefined) return undefined;
    return createElement(
      'div',
      {},
      createElement('dt', { textContent: words }),
      createElement('dd', {}, placeButton(place, this.#options.links)),
    );
  }
}

/** The innermost place that the reader can look at: a frame of the SDK or of the runtime is none. */
function ownPlace(frames: readonly Frame[] = []): Place | undefined {
  const frame = frames.find(({ file }) => file !== '' && !file.startsWith('/') && file !== 'runtime.c');
  return frame && placeOf(frame);
}

function sentence(message: string): string {
  return message.replace(/^./, (first) => first.toUpperCase());
}
