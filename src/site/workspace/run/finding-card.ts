import { type Finding, type Frame, type MistakeKind, mistakeOf } from '../../../lab/index.ts';
import { createButton, createElement } from '../../elements/create-element.ts';
import { blockPlaces, withoutPlace } from './outcome-words.ts';

export interface FindingCardOptions {
  readonly hrefOf: (kind: MistakeKind) => string;
  readonly onLine: (file: string, line: number) => void;
}

/** A finding: what it is called, what happened and where, what it would have done natively, and its page. */
export function findingCard(finding: Finding, { hrefOf, onLine }: FindingCardOptions): HTMLElement {
  const { kind, message, at } = finding;
  const { title, meaning, natively } = mistakeOf(kind);
  const words = withoutPlace(message);
  const lineOf = (frame: Frame) =>
    createButton(placeText(frame), () => onLine(frame.file, frame.line), { className: 'line-link' });
  const places = blockPlaces(finding).flatMap(({ phrase, at: place }, i) => [
    `${i === 0 ? ' ' : ', '}${phrase} `,
    lineOf(place),
  ]);
  const name = createElement('h4', {}, title);
  const more = createElement('a', { href: hrefOf(kind), textContent: `More about “${title}”` });
  return createElement(
    'article',
    { className: 'finding' },
    createElement('div', { className: 'finding-head' }, name, at ? lineOf(at) : undefined),
    createElement(
      'p',
      { className: 'finding-words' },
      `${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
      ...places,
      places.length > 0 ? '.' : undefined,
    ),
    createElement('p', {}, meaning),
    createElement('p', { className: 'natively' }, createElement('i', {}, 'Natively: '), natively),
    createElement('p', {}, more),
  );
}

function placeText({ file, line }: Frame): string {
  return file === 'plugin.c' ? `line ${line}` : `${file}, line ${line}`;
}
