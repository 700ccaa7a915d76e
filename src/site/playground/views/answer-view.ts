import type { ExplanationLine, Request, Resolution } from '../../../resolver/index.ts';
import { counted } from '../../elements/counted.ts';
import { createButton, createElement } from '../../elements/create-element.ts';
import type { Answer, Check, Reason } from '../worker/answer.ts';
import type { OfferedFix } from '../worker/messages.ts';
import { overrideNote } from './override-note.ts';
import { reasonList } from './reason-list.ts';

export interface AnswerActions {
  /** Someone wants to try a fix. */
  readonly onFix: (fix: OfferedFix) => void;
  /** Someone looks at a line of a reason, or no longer does. */
  readonly onLine: (reason: number, line: ExplanationLine | undefined) => void;
  /** Someone wants the smallest desk with this conflict. */
  readonly onShrink: () => void;
}

/** So many selected plugins are read at once. */
const LONG = 12;

/** Says the answer: the selection, or why there is none and what would help. */
export class AnswerView {
  readonly #place: HTMLElement;
  readonly #status: HTMLElement;
  readonly #actions: AnswerActions;
  #fixes: HTMLElement | undefined;
  /** What no fix takes away. */
  #isOverridden = false;

  /** @param status a live region: it is told the outcome alone */
  constructor(place: HTMLElement, status: HTMLElement, actions: AnswerActions) {
    this.#place = place;
    this.#status = status;
    this.#actions = actions;
  }

  show(answer: Answer, request: Request): void {
    const { resolution } = answer;
    this.#fixes = undefined;
    this.#isOverridden = request.overrides !== undefined;
    const [title, kind, ...parts] = this.#partsOf(answer, request);
    this.#place.replaceChildren(
      createElement('h2', { className: kind, textContent: title }),
      ...leftOut(answer),
      ...parts,
    );
    const conclusions = answer.reasons.map(({ explanation }) => explanation.lines.at(-1)?.text ?? '');
    const count =
      resolution?.outcome === 'resolved'
        ? ` ${counted(Object.keys(resolution.selection).length, 'plugin')} selected.`
        : '';
    const said = `${title}.${count} ${[...conclusions, ...answer.questionProblems].join(' ')}`.trim();
    if (this.#status.textContent !== said) this.#status.textContent = said;
  }

  /** Adds what would help, once that is known. */
  showFixes(fixes: readonly OfferedFix[]): void {
    if (this.#fixes === undefined) return;
    const items = fixes.map((fix) => {
      const small = createElement('small', { textContent: changesOf(fix) });
      const button = createButton(fix.title, () => this.#actions.onFix(fix));
      return createElement('li', {}, button, createElement('b', { textContent: 'verified' }), small);
    });
    const none = `No single change would help${this.#isOverridden ? ' while the overrides stay' : ''}`;
    this.#fixes.replaceChildren(
      createElement('h3', { textContent: fixes.length > 0 ? 'What would help' : none }),
      createElement('ul', { className: 'fixes' }, ...items),
    );
  }

  #partsOf(answer: Answer, request: Request): [title: string, kind: string, ...Node[]] {
    const { resolution, questionProblems, reasons, check } = answer;
    if (!resolution) {
      const items = questionProblems.map((textContent) => createElement('li', { textContent }));
      return [
        'The question has no meaning yet',
        'no',
        createElement('ul', { className: 'problems' }, ...items),
      ];
    }
    if (resolution.outcome === 'unknown') {
      const text = `After ${resolution.effort.conflicts} conflicts neither an answer nor a proof was found.`;
      return ['Nobody knows', 'no', createElement('p', { textContent: text })];
    }
    if (resolution.outcome === 'resolved')
      return ['Together', 'yes', selectionOf(resolution, request), ...checkOf(check, 'selection')];
    this.#fixes = createElement('div', {});
    return [
      'Not together',
      'no',
      ...this.#reasonsOf(reasons),
      this.#fixes,
      createButton('Shrink to the smallest example', this.#actions.onShrink, { className: 'quiet' }),
    ];
  }

  #reasonsOf(reasons: readonly Reason[]): Node[] {
    return reasons.flatMap((reason, at) => {
      const head =
        reasons.length > 1
          ? [createElement('h3', { textContent: `Reason ${at + 1} of ${reasons.length}` })]
          : [];
      const list = reasonList(reason.explanation.lines, (line) => this.#actions.onLine(at, line));
      return [...head, list, ...overrideNote(reason), ...checkOf(reason.check, 'proof')];
    });
  }
}

/** A manifest with problems takes no part, and the reader must not overlook that. */
function leftOut({ problems }: Answer): Node[] {
  const count = problems.filter((list) => list.length > 0).length;
  if (count === 0) return [];
  const text =
    count === 1
      ? 'One manifest has problems and takes no part.'
      : `${count} manifests have problems and take no part.`;
  return [createElement('p', { className: 'left-out', textContent: text })];
}

function selectionOf(
  { selection, bindings }: Extract<Resolution, { outcome: 'resolved' }>,
  { roots }: Request,
): HTMLElement {
  const rows = Object.entries(selection).map(([id, version]) => {
    const provided = bindings
      .filter((binding) => binding.plugin === id)
      .map(({ capability, provider }) => `${capability} from ${provider}`);
    const why = Object.hasOwn(roots, id) ? provided : ['needed by others', ...provided];
    const note = why.length > 0 ? createElement('small', { textContent: why.join(', ') }) : undefined;
    const name = createElement('span', { textContent: id });
    return createElement('li', {}, name, createElement('code', { textContent: version }), note);
  });
  if (rows.length === 0)
    return createElement('p', { textContent: 'No plugin is asked for: silence.', className: 'silent' });
  const list = createElement('ul', { className: 'selection', ariaLabel: 'Selection' }, ...rows);
  // A long list scrolls by itself, and by key.
  if (rows.length > LONG) {
    list.classList.add('is-long');
    list.tabIndex = 0;
  }
  return list;
}

function checkOf(check: Check | undefined, what: 'proof' | 'selection'): Node[] {
  if (check === undefined) return [];
  const { steps, fault } = check;
  const [held, each] =
    what === 'proof'
      ? [`The proof has ${counted(steps, 'step')}`, steps === 1 ? 'it' : 'each of them']
      : [
          `Every rule of ${steps === 1 ? 'this release' : `these ${counted(steps, 'release')}`} holds`,
          'that',
        ];
  const text =
    fault === undefined
      ? `${held}; a second, independent program in this page checked ${each}.`
      : `The ${what} does not hold: ${fault}.`;
  return [
    createElement('p', { className: fault === undefined ? 'proof' : 'proof is-broken', textContent: text }),
  ];
}

function changesOf({ changes }: OfferedFix): string {
  const few = changes.slice(0, 4).map(({ plugin, before, after }) => {
    const name = plugin.split('.').at(-1);
    if (after === undefined) return `− ${name} ${before}`;
    return before === undefined ? `+ ${name} ${after}` : `${name} ${before} → ${after}`;
  });
  const more = changes.length - few.length;
  return `Locks ${few.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
