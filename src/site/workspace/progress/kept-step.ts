/** A text of the reader's that is not the one shown. */
export interface OtherText {
  readonly text: string;
  /** Where it comes from, as the page says it: `another tab`, `a file`. */
  readonly from: string;
}

/** A text that a press took the place of. */
export interface Replaced {
  /** Name of the press, such as `Solve`. */
  readonly name: string;
  readonly before: string;
  /** Whether the reader had typed in it. */
  readonly isOwn?: boolean;
}

/** What is kept of the reader's work on one step. */
export interface KeptStep {
  /** plugin.c as it was left; undefined while it is the step's own start. */
  readonly text?: string;
  /** Whether the reader typed in it; else a press put it there. */
  readonly isOwn?: boolean;
  /** What a press such as Solve took the place of. */
  readonly replaced?: Replaced;
  /** Texts of the same step that met this one and are not lost. */
  readonly others?: readonly OtherText[];
  /** How many hints were opened. */
  readonly hints?: number;
}

const otherTab = 'another tab';

/** How many texts beside the shown one a step keeps. */
export const MOST_OTHERS = 5;

/** Reads a kept step; whatever does not have the right shape counts as not kept. */
export function parseKeptStep(raw: string | null): KeptStep {
  if (raw === null) return {};
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return {};
  }
  if (!isRecord(value)) return {};
  const { text, isOwn, replaced, others, hints } = value;
  const found = Array.isArray(others) ? others.filter(isOtherText).slice(0, MOST_OTHERS) : [];
  return {
    ...(typeof text === 'string' && { text }),
    ...(typeof isOwn === 'boolean' && { isOwn }),
    ...(isReplaced(replaced) && {
      replaced: {
        ...{ name: replaced.name, before: replaced.before },
        ...(replaced.isOwn === true && { isOwn: true }),
      },
    }),
    ...(found.length > 0 && { others: found.map(({ text, from }) => ({ text, from })) }),
    ...(typeof hints === 'number' && Number.isInteger(hints) && hints > 0 && { hints }),
  };
}

/** Whether there is anything to keep. */
export function isEmpty(step: KeptStep): boolean {
  return (
    step.text === undefined &&
    step.replaced === undefined &&
    step.others === undefined &&
    step.hints === undefined
  );
}

/**
 * Adds a text beside the shown one.
 *
 * @returns undefined when there is no room for one more
 */
export function addOther(step: KeptStep, other: OtherText): KeptStep | undefined {
  const others = step.others ?? [];
  if (other.text === step.text || others.some(({ text }) => text === other.text)) return step;
  if (others.length >= MOST_OTHERS) return undefined;
  return { ...step, others: [...others, other] };
}

/** A step whose text stays, when another tab kept `there` meanwhile: no text of the two is lost. */
export function besideOther(step: KeptStep, there: KeptStep): KeptStep {
  let met = step;
  for (const other of there.others ?? []) met = addOther(met, other) ?? met;
  const { text } = there;
  if (text === undefined || text === step.text) return met;
  // Of the other tab the latest text counts.
  const others = (met.others ?? []).filter(({ from }) => from !== otherTab);
  return { ...met, others: [...others, { text, from: otherTab }].slice(-MOST_OTHERS) };
}

/** A step beside whose text another stands that a press took the place of, and that no undo brings back any more. */
export function besideReplaced(step: KeptStep, { name, before }: Replaced): KeptStep {
  const others = (step.others ?? []).filter(({ text }) => text !== before);
  return { ...step, others: [...others, { text: before, from: `before ${name}` }].slice(-MOST_OTHERS) };
}

/** Takes a text out of those beside the shown one. */
export function withoutOther({ others = [], ...step }: KeptStep, text: string): KeptStep {
  const left = others.filter((other) => other.text !== text);
  return left.length > 0 ? { ...step, others: left } : step;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isOtherText(value: unknown): value is OtherText {
  return isRecord(value) && typeof value.text === 'string' && typeof value.from === 'string';
}

function isReplaced(value: unknown): value is Replaced {
  return isRecord(value) && typeof value.name === 'string' && typeof value.before === 'string';
}
