import type { MistakeKind, RunResult, TraceEntry } from '../../../lab/index.ts';
import { createButton, createElement } from '../../elements/create-element.ts';
import { findingCard } from '../finding/finding-card.ts';
import type { Place, PlaceLinks } from '../finding/place.ts';
import { LedgerView } from './ledger-view.ts';
import { LifecycleView } from './lifecycle-view.ts';
import { RecordedRun } from './recorded-run.ts';
import { runSentence } from './run-sentence.ts';
import { ScoreView } from './score-view.ts';
import { Scrubber } from './scrubber.ts';

export interface TraceViewOptions {
  /** The line that is looked at now; undefined when none is. */
  onPlace(place: Place | undefined): void;
  /** How often each line of the edited file ran up to the moment that is shown; undefined when nothing is. */
  onCoverage(hits: ReadonlyMap<number, number> | undefined): void;
  /** The page of the catalogue about a mistake. */
  hrefOf(kind: MistakeKind): string;
  /** Name of the file that the reader edits; `plugin.c` unless told. */
  readonly edited?: string;
}

/**
 * Shows a run, while it streams and afterwards at every moment of it: what it came to, its mistakes, the lifecycle,
 * each call and service, and who owns which block. Order of use: `begin`, `append`…, `finish`; `clear` forgets.
 */
export class TraceView {
  readonly element: HTMLElement;
  readonly #options: TraceViewOptions;
  readonly #edited: string;
  readonly #sentence = createElement('p', { className: 'run-sentence' });
  readonly #toMistake = createButton('To the mistake', () => this.#goToMistake(), {
    className: 'to-mistake',
  });
  readonly #sheet: HTMLElement;
  readonly #links: PlaceLinks;
  readonly #found = createElement('div', { className: 'found' });
  readonly #scrubber: Scrubber;
  readonly #lifecycle = new LifecycleView();
  readonly #score: ScoreView;
  readonly #ledger: LedgerView;
  #run: RecordedRun | undefined;
  #position = 0;
  #frame: number | undefined;
  /** A run that streams fast leaves most of the time to the page: when it may be shown again. */
  #notBefore = 0;

  constructor(options: TraceViewOptions) {
    this.#options = options;
    this.#edited = options.edited ?? 'plugin.c';
    const links = { edited: this.#edited, onPlace: (place: Place) => options.onPlace(place) };
    this.#links = links;
    const move = (position: number) => this.#move(position);
    this.#scrubber = new Scrubber(move);
    this.#score = new ScoreView(links, move);
    this.#ledger = new LedgerView(links);
    this.#sheet = createElement(
      'div',
      { className: 'trace-sheet' },
      this.#scrubber.element,
      this.#lifecycle.element,
      createElement('div', { className: 'trace-columns' }, this.#score.element, this.#ledger.element),
      this.#found,
    );
    const head = createElement('div', { className: 'run-head' }, this.#sentence, this.#toMistake);
    this.element = createElement('div', { className: 'trace' }, head, this.#sheet);
    this.clear();
  }

  /** A run starts: what the last one left is forgotten. */
  begin(): void {
    this.#forget();
    this.#run = new RecordedRun(this.#edited);
    this.#sentence.textContent = 'It runs.';
  }

  append(entry: TraceEntry): void {
    this.#run?.append(entry);
    this.#frame ??= requestAnimationFrame(() => this.#streamInTime());
  }

  /** The run is over: its end is shown, and every moment before it is a scrub away. */
  finish(result: RunResult): void {
    this.#cancelFrame();
    this.#run ??= new RecordedRun(this.#edited);
    this.#run.finish(result);
    const mistakes = this.#run.mistakes();
    this.#showFound(mistakes);
    this.#toMistake.hidden = mistakes.length === 0;
    this.#toMistake.textContent = mistakes.length === 1 ? 'To the mistake' : 'To the next mistake';
    this.#stream();
    this.#tell();
  }

  clear(): void {
    this.#forget();
    this.#sentence.textContent = 'Nothing has run yet.';
  }

  #forget(): void {
    this.#cancelFrame();
    this.#run = undefined;
    this.#position = 0;
    this.#sheet.hidden = true;
    this.#showFound([]);
    this.#toMistake.hidden = true;
    this.#options.onPlace(undefined);
    this.#options.onCoverage(undefined);
  }

  /** The mistakes of a run, each with its lines and the way to its moment. */
  #showFound(mistakes: ReturnType<RecordedRun['mistakes']>): void {
    const hrefOf = (kind: MistakeKind) => this.#options.hrefOf(kind);
    const cards = mistakes.map(({ finding, position }) => {
      const ways = [createButton('Go to the moment', () => this.#goTo(position))];
      return findingCard(finding, { links: this.#links, hrefOf, ways });
    });
    this.#found.hidden = cards.length === 0;
    this.#found.replaceChildren(...cards);
  }

  #cancelFrame(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  #streamInTime(): void {
    const began = performance.now();
    if (began < this.#notBefore) {
      this.#frame = requestAnimationFrame(() => this.#streamInTime());
      return;
    }
    this.#stream();
    this.#notBefore = performance.now() + 4 * (performance.now() - began);
  }

  /** Shows what has come so far, at its end. */
  #stream(): void {
    this.#frame = undefined;
    if (this.#run === undefined) return;
    this.#sheet.hidden = this.#run.length === 0;
    this.#sentence.textContent = runSentence(this.#run);
    this.#position = this.#run.length;
    this.#score.show(this.#run);
    this.#show();
  }

  #show(): void {
    const run = this.#run;
    if (run === undefined) return;
    const blocks = run.blocksAt(this.#position);
    this.#scrubber.show(run, this.#position);
    this.#lifecycle.show(run.standAt(this.#position), blocks);
    this.#ledger.show(blocks);
    this.#score.moveTo(this.#position);
  }

  #move(position: number): void {
    if (this.#run === undefined) return;
    this.#position = Math.min(Math.max(1, position), this.#run.length);
    this.#show();
    this.#tell();
  }

  /** After the last mistake comes the first. */
  #goToMistake(): void {
    const mistakes = this.#run?.mistakes() ?? [];
    const next = mistakes.find(({ position }) => position > this.#position) ?? mistakes[0];
    if (next) this.#goTo(next.position);
  }

  #goTo(position: number): void {
    this.#move(position);
    this.#scrubber.focus();
  }

  #tell(): void {
    this.#options.onCoverage(this.#run?.coverageAt(this.#position));
    this.#options.onPlace(this.#run?.placeAt(this.#position));
  }
}
