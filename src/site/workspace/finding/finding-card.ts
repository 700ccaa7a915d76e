import { type Finding, type Frame, type MistakeKind, mistakeOf } from '../../../lab/index.ts';
import { createElement } from '../../elements/create-element.ts';
import { type PlaceLinks, placeButton, placeOf } from './place.ts';

export interface FindingCardOptions {
  readonly links: PlaceLinks;
  /** The address of a kind's page. */
  readonly hrefOf: (kind: MistakeKind) => string;
  /** What can be done beside reading more. */
  readonly ways?: readonly HTMLElement[];
}

/** A finding: what it is called, what happened and where, what it would have done natively, and its page. */
export function findingCard(finding: Finding, { links, hrefOf, ways = [] }: FindingCardOptions): HTMLElement {
  const { kind, message, at } = finding;
  const { title, meaning, natively } = mistakeOf(kind);
  const words = withoutPlace(message);
  const places = blockPlaces(finding).flatMap(({ phrase, at: place }, i) => [
    `${i === 0 ? ' ' : ', '}${phrase} `,
    placeButton(placeOf(place), links),
  ]);
  const head = createElement('h4', {}, title);
  const more = createElement('a', { href: hrefOf(kind), textContent: `More about “${title}”` });
  return createElement(
    'article',
    { className: 'finding' },
    createElement(
      'div',
      { className: 'finding-head' },
      head,
      at ? placeButton(placeOf(at), links) : undefined,
    ),
    createElement(
      'p',
      { className: 'finding-words' },
      `${words.charAt(0).toUpperCase()}${words.slice(1)}.`,
      ...places,
      places.length > 0 ? '.' : undefined,
    ),
    createElement('p', {}, meaning),
    createElement('p', { className: 'natively' }, createElement('i', {}, 'Natively: '), natively),
    createElement('p', { className: 'finding-ways' }, ...ways, more),
  );
}

/** The host's message without what a reader of one step knows: what could not be done, to which plugin. */
export function withoutPlace(message: string): string {
  return message.replace(/^(?:Cannot|Plugin) (?:[^:"]|"[^"]*")*: /, '');
}

/** The lines where a finding's block was made and given back, as phrases to be joined with commas; not its own line. */
export function blockPlaces({ block, at }: Finding): { readonly phrase: string; readonly at: Frame }[] {
  if (block === undefined) return [];
  const { allocatedAt, freedAt, sizeBytes } = block;
  const subject = `Its block of ${sizeBytes} ${sizeBytes === 1 ? 'byte' : 'bytes'} was`;
  const events = [
    { verb: 'made', frame: innermost(allocatedAt) },
    { verb: 'given back', frame: innermost(freedAt) },
  ];
  return events
    .flatMap(({ verb, frame }) => (frame && !isSameLine(frame, at) ? [{ verb, frame }] : []))
    .map(({ verb, frame }, i) => ({ phrase: `${i === 0 ? `${subject} ` : ''}${verb} at`, at: frame }));
}

function isSameLine(frame: Frame, other: Frame | undefined): boolean {
  return frame.line === other?.line && frame.file === other.file;
}

/** The reader's own frame where there is one: frames of the SDK say less. */
function innermost(frames: readonly Frame[]): Frame | undefined {
  return frames.find(({ file }) => file === 'plugin.c') ?? frames[0];
}
