import { addOther, isRecord, type KeptStep, type OtherText } from './kept-step.ts';
import { isDate, type Progress } from './progress.ts';
import { type StepId, tutorialOfStep } from './progress-keys.ts';

/** Characters of a file that may be opened. */
export const MAX_FILE_LENGTH = 5_000_000;
const FORM = 1;
const stepPattern = /^[a-z0-9-]{1,80}\/[a-z0-9-]{1,80}$/;

/** One step of a file. */
export interface FiledStep {
  readonly passedAt?: string;
  /** The text that was shown first, then the others. */
  readonly texts: readonly OtherText[];
}

export interface ProgressFile {
  readonly steps: ReadonlyMap<StepId, FiledStep>;
  readonly places: readonly { readonly step: StepId; readonly at: string }[];
}

/** What could be read, and everything that could not, each with its path in the file. */
export interface ReadProgressFile {
  readonly file: ProgressFile | undefined;
  readonly problems: readonly string[];
}

/** Everything that is kept, as the text of a file. */
export function writeProgressFile(progress: Progress): string {
  const { steps, tutorials } = progress.inventory();
  const filed = steps.map((id): [StepId, object] => {
    const { text, replaced, others = [] } = progress.step(id);
    const passedAt = progress.passedAt(id);
    const beside = replaced?.isOwn
      ? [{ text: replaced.before, from: `before ${replaced.name}` }, ...others]
      : others;
    return [
      id,
      {
        ...(passedAt !== undefined && { passedAt }),
        ...(text !== undefined && { text }),
        ...(beside.length > 0 && { others: beside }),
      },
    ];
  });
  const places = tutorials.flatMap((tutorial) => progress.place(tutorial) ?? []);
  const whole = { tutti: 'progress', form: FORM, places, steps: Object.fromEntries(filed) };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Reads what `writeProgressFile` wrote. What is wrong in one step does not lose the others. */
export function readProgressFile(text: string): ReadProgressFile {
  const refuse = (why: string): ReadProgressFile => ({ file: undefined, problems: [why] });
  if (text.length > MAX_FILE_LENGTH) return refuse(`It is longer than ${MAX_FILE_LENGTH} characters.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(`It is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (!isRecord(value) || value.tutti !== 'progress') return refuse('It is no file of progress with Tutti.');
  if (value.form !== FORM)
    return refuse(`It is of form ${JSON.stringify(value.form)}; this page reads form ${FORM}.`);
  const problems: string[] = [];
  const steps = new Map<StepId, FiledStep>();
  if (!isRecord(value.steps)) problems.push('steps: is not an object.');
  else
    for (const [id, one] of Object.entries(value.steps)) {
      const step = readStep(id, one, problems);
      if (step) steps.set(id, step);
    }
  return { file: { steps, places: readPlaces(value.places, problems) }, problems };
}

function readStep(id: StepId, value: unknown, problems: string[]): FiledStep | undefined {
  const at = `steps.${JSON.stringify(id)}`;
  if (!stepPattern.test(id)) {
    problems.push(`${at}: is not the name of a step, such as "first-plugin/1-write".`);
    return undefined;
  }
  if (!isRecord(value)) {
    problems.push(`${at}: is not an object.`);
    return undefined;
  }
  const { passedAt, text, others = [] } = value;
  const isPassed = typeof passedAt === 'string' && isDate(passedAt);
  if (passedAt !== undefined && !isPassed) problems.push(`${at}.passedAt: is not a moment of ISO 8601.`);
  const texts: OtherText[] = [];
  if (typeof text === 'string') texts.push({ text, from: 'a file' });
  else if (text !== undefined) problems.push(`${at}.text: is not a text.`);
  if (!Array.isArray(others)) problems.push(`${at}.others: is not a list.`);
  else
    others.forEach((other: unknown, index) => {
      if (isRecord(other) && typeof other.text === 'string')
        texts.push({ text: other.text, from: `a file, ${String(other.from).slice(0, 60)}` });
      else problems.push(`${at}.others[${index}]: has no text.`);
    });
  return { ...(isPassed && { passedAt }), texts };
}

function readPlaces(value: unknown, problems: string[]): ProgressFile['places'] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    problems.push('places: is not a list.');
    return [];
  }
  return value.flatMap((one: unknown, index) => {
    if (isRecord(one) && typeof one.step === 'string' && stepPattern.test(one.step))
      if (typeof one.at === 'string' && isDate(one.at)) return { step: one.step, at: one.at };
    problems.push(`places[${index}]: is not a step with a moment of ISO 8601.`);
    return [];
  });
}

/** What a merge did, a sentence for each step that it changed or where the two differ. */
export type MergeLines = readonly string[];

/**
 * Brings a file's progress into this browser. Nothing that is here is overwritten: a step passed in either counts
 * as passed, and of two different texts the one here stays and the other is kept beside it.
 */
export function mergeProgress(progress: Progress, { steps, places }: ProgressFile): MergeLines {
  const lines: string[] = [];
  for (const [id, { passedAt, texts }] of steps) {
    if (passedAt !== undefined) {
      if (progress.passedAt(id) === undefined) lines.push(`${id}: passed.`);
      progress.pass(id, passedAt);
    }
    const before = progress.step(id);
    const { kept, said } = mergeTexts(before, texts);
    if (kept !== before) progress.keep(id, kept);
    lines.push(...said.map((one) => `${id}: ${one}`));
  }
  for (const { step, at } of places) {
    const here = progress.place(tutorialOfStep(step));
    if (here === undefined || here.at < at) progress.visit(step, at);
  }
  return lines;
}

function mergeTexts(before: KeptStep, texts: readonly OtherText[]): { kept: KeptStep; said: string[] } {
  let kept = before;
  const said: string[] = [];
  for (const other of texts) {
    if (kept.text === undefined) {
      kept = { ...kept, text: other.text, isOwn: true };
      said.push('its text was taken over.');
      continue;
    }
    if (kept.replaced?.before === other.text) continue;
    const more = addOther(kept, other);
    if (more === undefined) said.push('one of its texts found no room: five others are kept already.');
    else if (more !== kept)
      said.push('the file has a different text; yours stays, and the other is kept beside it.');
    kept = more ?? kept;
  }
  return { kept, said };
}
