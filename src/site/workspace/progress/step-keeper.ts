import type { StepDesk, TextSource } from '../desk/step-desk.ts';
import {
  besideOther,
  besideReplaced,
  type KeptStep,
  type OtherText,
  type Replaced,
  withoutOther,
} from './kept-step.ts';
import type { Progress, Trouble } from './progress.ts';
import { PROGRESS_EVENT, type StepId } from './progress-keys.ts';

/** Keeps what happens on a step's desk in the browser, key by key, and brings it back on the next visit. */
export class StepKeeper {
  readonly progress: Progress;
  readonly #desk: StepDesk;
  readonly #id: StepId;
  readonly #listeners = new Set<() => void>();
  #kept: KeptStep;
  /** The text before the latest change. */
  #text: string;

  /** Brings the kept text onto the desk at once, with the way back to what a press had replaced. */
  constructor(desk: StepDesk, progress: Progress) {
    this.progress = progress;
    this.#desk = desk;
    this.#id = desk.asset.id;
    this.#kept = progress.step(this.#id);
    const { text, replaced } = this.#kept;
    if (text !== undefined) desk.restore(text, replaced);
    this.#text = desk.text;
    desk.subscribe((change) => {
      if (change.what === 'text') this.#keepText(change.by);
      if (change.what !== 'outcome') return;
      const { outcome } = change;
      if (outcome.kind === 'ran' && outcome.press === 'check' && outcome.verdict.isPassed) this.#pass();
    });
  }

  /** How many hints were opened. */
  get hints(): number {
    return this.#kept.hints ?? 0;
  }

  /** Texts of this step from elsewhere. */
  get others(): readonly OtherText[] {
    return this.#kept.others ?? [];
  }

  get trouble(): Trouble | undefined {
    return this.progress.trouble;
  }

  /** Whether something that the reader wrote would be gone after this page. */
  get isAtRisk(): boolean {
    const { isOwn, replaced, others } = this.#kept;
    return this.trouble !== undefined && (isOwn === true || replaced?.isOwn === true || others !== undefined);
  }

  get isPassed(): boolean {
    return this.progress.passedAt(this.#id) !== undefined;
  }

  /** @returns ends the subscription */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  openHints(count: number): void {
    this.#keep({ ...this.#kept, hints: Math.max(count, this.hints) });
  }

  /** Shows a text from elsewhere in the place of the shown one, which `Undo` brings back. */
  showOther({ text, from }: OtherText): void {
    this.#desk.replace(text, `Open the text of ${from}`);
    this.#keep(withoutOther(this.#kept, text));
  }

  /** Reads again what lies in the browser: after an import, after `forget`, and when another tab wrote. */
  reread(): void {
    const there = this.progress.step(this.#id);
    const { text } = this.#kept;
    if (text === undefined && there.text !== undefined) {
      // Nothing of the reader's is on the desk: what came in may be shown at once.
      this.#kept = there;
      this.#text = there.text;
      this.#desk.restore(there.text, there.replaced);
    } else if (there.text === undefined || there.text === text) this.#kept = there;
    else this.#kept = besideOther(this.#kept, there);
    this.#tell();
  }

  #keepText(by: TextSource): void {
    const before = this.#text;
    const text = this.#desk.text;
    if (text === before) return;
    this.#text = text;
    const { asset, undoable } = this.#desk;
    const { replaced, isOwn: wasOwn = false, others, hints } = this.#kept;
    const rest = { ...(others && { others }), ...(hints !== undefined && { hints }) };
    if (by === 'reader') {
      this.#keep({ ...rest, text, isOwn: true, ...(replaced && { replaced }) });
      return;
    }
    const isBack = by === 'undo';
    // A text of the reader's is kept until another one of theirs takes its place.
    const isNewer = wasOwn || replaced?.isOwn !== true || isBack;
    const latest = isNewer ? { name: undoable ?? '', before, ...(wasOwn && { isOwn: true }) } : replaced;
    // An undo uncovers the replacement before it; only an edit that it took back can be brought back in its turn.
    const lost = isBack && undoable !== 'Undo' ? uncovered(others, undoable) : latest;
    const isStart = text === asset.start.source && undoable === undefined;
    const next: KeptStep = {
      ...rest,
      ...(!isStart && { text, isOwn: isBack && replaced?.isOwn === true }),
      ...(undoable !== undefined && lost && { replaced: lost }),
    };
    // Only one text is kept to be undone: the one that it takes the place of stands beside.
    const isPushedOut = replaced?.isOwn === true && !isBack && next.replaced?.before !== replaced.before;
    const whole = isPushedOut ? besideReplaced(next, replaced) : next;
    this.#keep(withoutOther(withoutOther(whole, text), next.replaced?.before ?? text));
  }

  #pass(): void {
    this.progress.pass(this.#id);
    this.#tell();
  }

  #keep(step: KeptStep): void {
    this.#kept = this.progress.keep(this.#id, step);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
    globalThis.document?.dispatchEvent(new CustomEvent(PROGRESS_EVENT));
  }
}

/** The replacement of a name, when the text that it took the place of stands beside. */
function uncovered(others: readonly OtherText[] = [], name: string | undefined): Replaced | undefined {
  const found = others.find(({ from }) => from === `before ${name}`);
  return found && { name: name ?? '', before: found.text, isOwn: true };
}
