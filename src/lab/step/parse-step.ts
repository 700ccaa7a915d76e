import { mistakes } from '../sanitizer/mistakes.ts';
import { FieldReader, join } from './field-reader.ts';
import { knownChecks } from './own-check.ts';
import { readAction } from './read-action.ts';
import type { ReadStep, Step, StepCheck, StepMistake, StepStart, StepValue } from './step.ts';
import type { StepProblem } from './step-problem.ts';

type Parsed<T> =
  | { readonly ok: true; readonly step: T }
  | { readonly ok: false; readonly problems: readonly StepProblem[] };
export type ParsedStep = Parsed<Step>;
export type ParsedReadStep = Parsed<ReadStep>;

const fieldNames = ['idea', 'why', 'run', 'checks', 'own', 'start', 'hints', 'mistakes', 'fails'];
const hintCount = 3;

/**
 * Reads the `step.json` of a step that has start/, and finds everything that is wrong with it at once.
 *
 * @param text the file's text; hostile text costs no more than JSON.parse and a walk over its values
 * @param file how problems name the file
 */
export function parseStep(text: string, file: string): ParsedStep {
  return parse(text, file, fieldNames, (reader, fields) => new StepReader(reader).step(fields));
}

/** The same for a step that is only read: it has no start/, and its file says which checks its code fails. */
export function parseReadStep(text: string, file: string): ParsedReadStep {
  return parse(text, file, ['fails'], (reader, fields) => ({
    fails: reader.required(fields, '', 'fails', 'a list of checks', failsOf(reader)) ?? [],
  }));
}

type Fields = { readonly [name: string]: StepValue };

function parse<T>(
  text: string,
  file: string,
  names: readonly string[],
  read: (reader: FieldReader, fields: Fields) => T,
): Parsed<T> {
  const reader = new FieldReader(file);
  let value: StepValue;
  try {
    value = JSON.parse(text) as StepValue;
  } catch (error) {
    reader.report('', `is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    return { ok: false, problems: reader.problems };
  }
  const fields = reader.fields(value, '', names);
  const step = fields && read(reader, fields);
  if (step === undefined || reader.problems.length > 0) return { ok: false, problems: reader.problems };
  return { ok: true, step };
}

/** Checks of src/checks: of the capability, which the step's own are not. */
function failsOf(reader: FieldReader) {
  const ids = knownChecks().map(({ id }) => id);
  return reader.list('ids of src/checks', reader.oneOf(ids, 'a check of src/checks'));
}

/** Reads the fields of a step, and what none of them can know alone. */
class StepReader {
  readonly #reader: FieldReader;

  constructor(reader: FieldReader) {
    this.#reader = reader;
  }

  step(fields: Fields): Step {
    const reader = this.#reader;
    const action = readAction(reader);
    const text = (name: string) => reader.required(fields, '', name, 'a sentence', reader.sentence) ?? '';
    const [idea, why] = [text('idea'), text('why')];
    const run =
      reader.required(fields, '', 'run', 'a list of what Run does', reader.list('actions', action)) ?? [];
    const own =
      reader.optional<StepCheck[]>(
        fields,
        '',
        'own',
        [],
        reader.list('checks', (value, path) => this.#own(value, path)),
      ) ?? [];
    this.#once('own', own);
    const ids = [...knownChecks().map(({ id }) => id), ...own.map(({ id }) => id)];
    const check = reader.oneOf(ids, 'a check of src/checks or of "own"');
    const checks =
      reader.required(fields, '', 'checks', 'a list of checks', reader.list('ids of checks', check)) ?? [];
    const made = [...new Set([...checks, ...own.map(({ id }) => id)])];
    if (Array.isArray(fields.checks) && fields.checks.length === 0 && own.length === 0)
      reader.report(
        'checks',
        'must name a check, or "own" must hold one: a step without checks passes at once',
      );
    const start = reader.required(fields, '', 'start', 'an object with fails', (value, path) =>
      this.#start(value, path, made),
    ) ?? { fails: '' };
    const hints =
      reader.required(
        fields,
        '',
        'hints',
        `a list of ${hintCount} texts`,
        reader.list('texts', reader.text),
      ) ?? [];
    if (Array.isArray(fields.hints) && fields.hints.length !== hintCount)
      reader.report(
        'hints',
        `must be ${hintCount}, where to look, what to do, and nearly the line: got ${fields.hints.length}`,
      );
    const mistakesOf = reader.map('mistakes', (value, path) => this.#mistake(value, path));
    const known = reader.optional<Record<string, StepMistake>>(fields, '', 'mistakes', {}, mistakesOf) ?? {};
    const fails = reader.optional<string[]>(fields, '', 'fails', [], failsOf(reader)) ?? [];
    fails.forEach((id, i) => {
      if (made.includes(id))
        reader.report(
          `fails[${i}]`,
          `must not name "${id}": "checks" names it, and the solution passes those`,
        );
    });
    return { idea, why, run, checks, own, start, hints, mistakes: known, fails };
  }

  #own(value: StepValue, path: string): StepCheck | undefined {
    const reader = this.#reader;
    const fields = reader.fields(value, path, ['id', 'title', 'run', 'results']);
    if (fields === undefined) return undefined;
    const id = reader.required(fields, path, 'id', 'a name', reader.name);
    const title = reader.required(
      fields,
      path,
      'title',
      'a sentence that is true when it passes',
      reader.text,
    );
    const run = reader.required(
      fields,
      path,
      'run',
      'a list of what it does',
      reader.list('actions', readAction(reader)),
    );
    const results = reader.required(fields, path, 'results', 'a list, one for each call', (given, at) =>
      Array.isArray(given) ? (given as readonly StepValue[]) : reader.mustBe(at, 'a list', given),
    );
    if (knownChecks().some((check) => check.id === id))
      reader.report(join(path, 'id'), `must be another: src/checks has a check "${id}"`);
    if (title?.endsWith('.')) reader.report(join(path, 'title'), 'must end without a full stop');
    if (Array.isArray(fields.run) && results !== undefined) {
      const calls = fields.run.filter((each) => (each as { do?: unknown } | null)?.do === 'call').length;
      if (results.length !== calls)
        reader.report(
          join(path, 'results'),
          `must hold one for each call: ${calls} are made, and it holds ${results.length}`,
        );
    }
    if (id === undefined || title === undefined || run === undefined || results === undefined)
      return undefined;
    return { id, title, run, results };
  }

  /** @param made ids of the step's checks */
  #start(value: StepValue, path: string, made: readonly string[]): StepStart | undefined {
    const reader = this.#reader;
    const fields = reader.fields(value, path, ['fails', 'kind', 'line']);
    if (fields === undefined) return undefined;
    const what = 'one of the checks of this step';
    const fails = reader.required(fields, path, 'fails', what, reader.oneOf(made, what)) ?? '';
    if (fields.kind === undefined && fields.line === undefined) return { fails };
    const { kind, line } = this.#diagnosis(fields, path);
    return kind === undefined || line === undefined ? undefined : { fails, kind, line };
  }

  #mistake(value: StepValue, path: string): StepMistake | undefined {
    const reader = this.#reader;
    const fields = reader.fields(value, path, ['title', 'kind', 'line']);
    if (fields === undefined) return undefined;
    const title = reader.required(fields, path, 'title', 'what the reader did', reader.text);
    const { kind, line } = this.#diagnosis(fields, path);
    if (path === 'mistakes.start' || path === 'mistakes.solution')
      reader.report(path, 'must have another name: start and solution are variants themselves');
    if (title?.endsWith('.')) reader.report(join(path, 'title'), 'must end without a full stop');
    return title === undefined || kind === undefined || line === undefined
      ? undefined
      : { title, kind, line };
  }

  #diagnosis(fields: Fields, path: string) {
    const reader = this.#reader;
    const kinds = mistakes.map(({ kind }) => kind);
    const what = 'a kind of mistake, such as "leak"';
    return {
      kind: reader.required(fields, path, 'kind', what, reader.oneOf(kinds, what)),
      line: reader.required(fields, path, 'line', 'a line of plugin.c', reader.whole(1)),
    };
  }

  #once(path: string, checks: readonly StepCheck[]): void {
    checks.forEach(({ id }, i) => {
      if (checks.findIndex((check) => check.id === id) !== i)
        this.#reader.report(`${path}[${i}].id`, `must be another: "${id}" is there before`);
    });
  }
}
