import { formatValue } from '../../../abi/index.ts';
import type { Diagnostic, Hostility, RunResult, Step } from '../../../lab/index.ts';
import { editedFile } from '../desk/step-desk.ts';
import { withoutPlace } from '../finding/finding-card.ts';
import { placeOf, placeWords } from '../finding/place.ts';

/** One call of a step's run, and what came of it. */
export interface CallLine {
  /** As C writes it, such as `repeat("cool", 3)`. */
  readonly call: string;
  readonly outcome: 'gives' | 'refuses' | 'goes wrong' | 'did not end' | 'did not run';
  /** The value, or the plugin's or host's words; empty where there is nothing to say. */
  readonly text: string;
}

/** Each call of the plan with its answer. */
export function callLines(plan: Step, { outcome, results, trace }: RunResult): CallLine[] {
  const events = trace.flatMap((entry) => (entry.type === 'event' ? [entry.event] : []));
  const made = events.filter(({ type }) => type === 'call').length;
  const returned = events.filter((event) => event.type === 'return');
  const failures = trace.flatMap((entry) => (entry.type === 'failure' ? [entry] : []));
  let failed = 0;
  const calls = plan.run.flatMap((action) => (action.do === 'call' ? [action] : []));
  return calls.map(({ function: name, arguments: given }, at) => {
    const call = `${name}(${given.map((value) => formatValue(value)).join(', ')})`;
    if (outcome === 'terminated') {
      // Its results went with it: the log has them.
      const { status, text } = returned[at] ?? {};
      if (status === undefined) return { call, outcome: at < made ? 'did not end' : 'did not run', text: '' };
      return status === 'TUTTI_OK'
        ? { call, outcome: 'gives', text: text === '' ? '(an empty text)' : (text ?? '') }
        : { call, outcome: 'refuses', text: `${text} (${status})` };
    }
    if (at >= results.length) return { call, outcome: 'did not run', text: '' };
    const text = results[at];
    if (text === undefined) {
      const failure = failures[failed++];
      const words = failure === undefined ? '' : withoutPlace(failure.message);
      return { call, outcome: failure?.code === 'call-failed' ? 'refuses' : 'goes wrong', text: words };
    }
    return { call, outcome: 'gives', text: text === '' ? '(an empty text)' : text };
  });
}

/** How a plugin held, or did not, against a host that misbehaved, in a sentence or two. */
export function heldSentence(hostility: Hostility, result: RunResult): string {
  const [finding] = result.findings;
  if (result.outcome === 'terminated') return 'It had to be ended.';
  if (finding !== undefined) {
    const { message, at } = finding;
    const where = at === undefined ? '' : ` at ${placeWords(placeOf(at), editedFile)}`;
    return `${message.charAt(0).toUpperCase()}${message.slice(1)}${where}.`;
  }
  const failure = result.trace.find((entry) => entry.type === 'failure');
  if (failure === undefined)
    return `It did not notice: ${misdeedsOf(hostility).join(', ')}, and every call gave an answer.`;
  const said = `The reason: ${withoutPlace(failure.message).replace(/[.!?]?$/, '.')}`;
  if (!result.results.includes(undefined))
    return `It did not start on this host, and left nothing behind. ${said}`;
  return `It refused with a status, touched nothing that is not its own, and left nothing behind. ${said}`;
}

/** What the host does wrong, as phrases without a subject. */
export function misdeedsOf({ failAllocationAt, abi, cancelAfter, invalidText }: Hostility): string[] {
  return [
    ...(failAllocationAt === undefined ? [] : [`allocation ${failAllocationAt} fails`]),
    ...(abi === undefined ? [] : [`the host offers ABI ${abi.major}.${abi.minor}`]),
    ...(cancelAfter === undefined
      ? []
      : [
          `the call is cancelled after ${cancelAfter === 1 ? '1 host service' : `${cancelAfter} host services`}`,
        ]),
    ...(invalidText === true ? ['the text is no UTF-8'] : []),
  ];
}

/** What a build that failed says first, as a sentence. */
export function refusedSentence(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return 'It does not compile.';
  const place = placeOf({ file: first.file, line: first.at.line });
  const where = place.line === 0 ? '' : ` at ${placeWords(place, editedFile)}`;
  const more = errors.length === 1 ? '' : ` It is the first of ${errors.length} errors: begin there.`;
  return `It does not compile: ${first.message}${where}.${more}`;
}

/** Bytes as one reads them. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}
