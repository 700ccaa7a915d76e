import { besideOther, isEmpty, isRecord, type KeptStep, parseKeptStep } from './kept-step.ts';
import { PREFIX, passedKey, placeKey, type StepId, stepKey, tutorialOfStep } from './progress-keys.ts';

/** Where progress lies: the browser's `localStorage`, or anything like it. Each method may throw. */
export type ProgressStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** The bar of a tutorial that was visited last. */
export interface Place {
  readonly step: StepId;
  /** When, as ISO 8601. */
  readonly at: string;
}

/** Why something is not kept beyond this page. */
export type Trouble = 'denied' | 'full';

/**
 * What a reader did, kept in the browser and nowhere else. A storage that is denied, full or damaged is no error:
 * what could not be written is held as long as the page lives, and `trouble` says so.
 */
export class Progress {
  readonly #storage: ProgressStorage | undefined;
  readonly #now: () => Date;
  /** What could not be written; undefined for a key that could not be removed. */
  readonly #held = new Map<string, string | undefined>();
  /** What lay under each step's key when this page last looked. */
  readonly #seen = new Map<string, string | null>();

  /** @param storage undefined where the browser denies it */
  constructor(storage: ProgressStorage | undefined, now: () => Date = () => new Date()) {
    this.#storage = storage;
    this.#now = now;
  }

  /** Why this page's changes would be gone after it, or undefined. */
  get trouble(): Trouble | undefined {
    if (this.#storage === undefined) return 'denied';
    return this.#held.size > 0 ? 'full' : undefined;
  }

  step(id: StepId): KeptStep {
    const raw = this.#read(stepKey(id));
    this.#seen.set(id, raw);
    return parseKeptStep(raw);
  }

  /**
   * Keeps a step. A text that another tab wrote meanwhile is not lost: it stands among the `others` then.
   *
   * @returns the step as it is kept
   */
  keep(id: StepId, step: KeptStep): KeptStep {
    const key = stepKey(id);
    const there = this.#read(key);
    const isMet = this.#seen.has(id) && there !== this.#seen.get(id);
    const kept = isMet ? besideOther(step, parseKeptStep(there)) : step;
    const raw = isEmpty(kept) ? undefined : JSON.stringify(kept);
    this.#write(key, raw);
    this.#seen.set(id, raw ?? null);
    return kept;
  }

  /** When the step's checks first passed, as ISO 8601. */
  passedAt(id: StepId): string | undefined {
    const at = this.#read(passedKey(id));
    return at !== null && isDate(at) ? at : undefined;
  }

  /** Notes that a step's checks passed; the first time counts. */
  pass(id: StepId, at: string = this.#now().toISOString()): void {
    const before = this.passedAt(id);
    if (before === undefined || at < before) this.#write(passedKey(id), at);
  }

  place(tutorial: string): Place | undefined {
    const raw = this.#read(placeKey(tutorial));
    return raw === null ? undefined : parsePlace(raw);
  }

  visit(step: StepId, at: string = this.#now().toISOString()): void {
    this.#write(placeKey(tutorialOfStep(step)), JSON.stringify({ step, at }));
  }

  /** Steps of which anything is kept, and tutorials with a place. */
  inventory(): { readonly steps: readonly StepId[]; readonly tutorials: readonly string[] } {
    const steps = new Set<StepId>();
    const tutorials: string[] = [];
    for (const key of this.#keys()) {
      const [, kind, rest = ''] = /^(step|passed|place)\/(.*)$/.exec(key.slice(PREFIX.length)) ?? [];
      if (kind === 'place' && this.place(rest)) tutorials.push(rest);
      if (kind === 'passed' && this.passedAt(rest)) steps.add(rest);
      if (kind === 'step' && !isEmpty(parseKeptStep(this.#read(key)))) steps.add(rest);
    }
    return { steps: [...steps].sort(), tutorials: tutorials.sort() };
  }

  /** Removes everything of ours from the browser, and nothing else. */
  forget(): void {
    for (const key of this.#keys()) this.#write(key, undefined);
    this.#seen.clear();
  }

  #keys(): string[] {
    const keys = new Set(this.#held.keys());
    try {
      const storage = this.#storage;
      for (let at = 0; storage && at < storage.length; at++) {
        const key = storage.key(at);
        if (key?.startsWith(PREFIX)) keys.add(key);
      }
    } catch {
      // A storage that stopped answering has nothing more to say.
    }
    return [...keys];
  }

  #read(key: string): string | null {
    if (this.#held.has(key)) return this.#held.get(key) ?? null;
    try {
      return this.#storage?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  #write(key: string, value: string | undefined): void {
    try {
      if (this.#storage === undefined) throw new Error('denied');
      if (value === undefined) this.#storage.removeItem(key);
      else this.#storage.setItem(key, value);
      this.#held.delete(key);
    } catch {
      this.#held.set(key, value);
    }
  }
}

function parsePlace(raw: string): Place | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    if (!isRecord(value)) return undefined;
    const { step, at } = value;
    return typeof step === 'string' && typeof at === 'string' && isDate(at) ? { step, at } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text is a moment as `Date.toISOString` writes it. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));
}
