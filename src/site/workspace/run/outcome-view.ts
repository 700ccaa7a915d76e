import type { Diagnostic, MistakeKind, RunResult, Step } from '../../../lab/index.ts';
import { createButton, createElement } from '../../elements/create-element.ts';
import type { StepOutcome } from '../desk/step-desk.ts';
import { findingCard } from '../finding/finding-card.ts';
import { type PlaceLinks, placeButton, placeOf, placeWords } from '../finding/place.ts';
import { checkList } from './check-list.ts';
import { callLines, heldSentence, misdeedsOf, refusedSentence } from './outcome-words.ts';

export interface OutcomeViewOptions {
  readonly plan: Step;
  readonly hrefOf: (kind: MistakeKind) => string;
  readonly links: PlaceLinks;
  readonly onLoad: (press: 'run' | 'check') => void;
  /** The way on when the step is passed. */
  readonly next: HTMLElement | undefined;
}

/** What became of Run or Check, in words. */
export class OutcomeView {
  readonly element: HTMLElement;
  readonly #options: OutcomeViewOptions;

  constructor(options: OutcomeViewOptions) {
    this.#options = options;
    this.element = createElement('div', { className: 'outcome' });
    this.#showIdea();
  }

  /** @returns what a screen reader is told */
  show(outcome: StepOutcome): string {
    switch (outcome.kind) {
      case 'ran':
        return this.#showRun(outcome);
      case 'refused': {
        const sentence = refusedSentence(outcome.diagnostics);
        this.#set(
          createElement('h3', { className: 'is-failed', textContent: 'It does not compile' }),
          this.#diagnostics(outcome.diagnostics),
        );
        return sentence;
      }
      case 'needs-compiler': {
        const words = 'Your own text needs the compiler, 23 MB, once: afterwards it is kept in this browser.';
        const load = createButton('Load compiler, 23 MB', () => this.#options.onLoad(outcome.press), {
          className: 'button',
        });
        this.#set(
          createElement('h3', { textContent: 'This needs the compiler' }),
          createElement('p', { textContent: words }),
          createElement('p', {}, load),
        );
        return words;
      }
      case 'failed':
        this.#set(
          createElement('h3', { className: 'is-failed', textContent: 'It could not be run' }),
          createElement('p', { textContent: outcome.message }),
        );
        return outcome.message;
    }
  }

  /** What stands there is of an earlier text or run: it is no verdict on what stands in the editor now. */
  age(): void {
    this.element.classList.add('is-past');
  }

  #showIdea(): void {
    const { idea } = this.#options.plan;
    this.#set(createElement('p', { className: 'idea', textContent: idea }));
  }

  #showRun(outcome: StepOutcome & { readonly kind: 'ran' }): string {
    const { press, result, verdict, hostility } = outcome;
    const { next } = this.#options;
    const isFailed = verdict.findings.length > 0 || result.outcome !== 'finished';
    const isRefused = press === 'check' && !verdict.isPassed;
    const sentence = hostility ? heldSentence(hostility, result) : verdict.sentence;
    const head = hostility
      ? isFailed
        ? 'It did not hold'
        : 'It held'
      : verdict.isPassed
        ? 'Passed'
        : isFailed
          ? result.outcome === 'terminated'
            ? 'It was ended'
            : 'A mistake was found'
          : isRefused
            ? 'Not yet'
            : 'It ran';
    const title = createElement('h3', { textContent: head });
    title.className = verdict.isPassed ? 'is-passed' : isFailed || isRefused ? 'is-failed' : '';
    if (next) next.hidden = !verdict.isPassed;
    this.#set(
      title,
      verdict.findings.length > 0 && !hostility && result.outcome !== 'terminated'
        ? undefined
        : createElement('p', { className: 'sentence', textContent: sentence }),
      hostility &&
        createElement('p', {
          className: 'aside',
          textContent: `This host: ${misdeedsOf(hostility).join('; ')}.`,
        }),
      verdict.isPassed ? next : undefined,
      ...verdict.findings.map((finding) => findingCard(finding, this.#options)),
      press === 'check' && verdict.checks.length > 0 ? checkList(verdict.checks) : undefined,
      press === 'run' || isFailed ? this.#calls(result) : undefined,
      createElement('p', {
        className: 'aside',
        textContent: effortWords(result),
      }),
    );
    return `${head}. ${sentence}`;
  }

  #calls(result: (StepOutcome & { readonly kind: 'ran' })['result']): HTMLElement {
    const items = callLines(this.#options.plan, result).map(({ call, outcome, text }) =>
      createElement(
        'li',
        { className: outcome === 'gives' ? '' : 'is-refused' },
        createElement('code', { textContent: call }),
        createElement('span', { className: 'word', textContent: ` ${outcome} ` }),
        text === '' ? undefined : createElement('samp', { textContent: text }),
      ),
    );
    return createElement('ul', { className: 'calls' }, ...items);
  }

  #diagnostics(diagnostics: readonly Diagnostic[]): HTMLElement {
    const items = diagnostics.map(({ severity, message, file, at, notes }) => {
      const { links } = this.#options;
      const link = at.line === 0 ? undefined : placeButton(placeOf({ file, line: at.line }), links);
      const more = notes.map((note) => {
        const place = placeWords(placeOf({ file: note.file, line: note.at.line }), links.edited);
        return createElement('span', { className: 'note', textContent: `${note.message} (${place})` });
      });
      return createElement(
        'li',
        { className: severity },
        createElement('span', { className: 'word', textContent: `${severity} ` }),
        link,
        ` ${message}`,
        ...more,
      );
    });
    return createElement('ul', { className: 'diagnostics' }, ...items);
  }

  #set(...children: readonly (Node | undefined)[]): void {
    this.element.classList.remove('is-past');
    this.element.replaceChildren(...children.filter((child) => child !== undefined));
  }
}

/** How much the plugin did. A run that was ended from outside took its count with it. */
function effortWords({ outcome, steps, elapsedMs }: RunResult): string {
  const time = `${Math.round(elapsedMs)} ms`;
  return outcome === 'terminated'
    ? `${time}.`
    : `${steps.toLocaleString('en-GB')} steps of the plugin, ${time}.`;
}
