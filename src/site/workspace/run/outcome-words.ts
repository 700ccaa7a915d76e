import { formatValue } from '../../../abi/index.ts';
import type { Diagnostic, Finding, Frame, Hostility, RunResult, Step } from '../../../lab/index.ts';

/** One call of a step's run, and what came of it. */
export interface CallLine {
  /** As C writes it, such as `repeat("cool", 3)`. */
  readonly call: string;
  readonly outcome: 'gives' | 'refuses' | 'goes wrong' | 'did not run';
  /** The value, or the plugin's or host's words; empty where there is nothing to say. */
  readonly text: string;
}

/** Each call of the plan with its answer. */
export function callLines(plan: Step, { results, trace }: RunResult): CallLine[] {
  const failures = trace.flatMap((entry) => (entry.type === 'failure' ? [entry] : []));
  let failed = 0;
  const calls = plan.run.flatMap((action) => (action.do === 'call' ? [action] : []));
  return calls.map(({ function: name, arguments: given }, at) => {
    const call = `${name}(${given.map((value) => formatValue(value)).join(', ')})`;
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

/** Whether a plugin held against a host that misbehaved, in a sentence or two. */
export function heldSentence(hostility: Hostility, result: RunResult): string {
  const [finding] = result.findings;
  if (result.outcome === 'terminated') return 'It did not hold: it had to be ended.';
  if (finding !== undefined) {
    const where = finding.at === undefined ? '' : ` at line ${finding.at.line}`;
    return `It did not hold: ${finding.message}${where}.`;
  }
  const refusals = result.results.filter((text) => text === undefined).length;
  const failure = result.trace.find((entry) => entry.type === 'failure');
  if (failure === undefined)
    return `It held, and did not notice: ${misdeedsOf(hostility).join(', ')}, and every call gave an answer.`;
  const said = `The reason: ${withoutPlace(failure.message).replace(/[.!?]?$/, '.')}`;
  if (refusals === 0) return `It held: it did not start on this host, and left nothing behind. ${said}`;
  return `It held: it refused with a status, touched nothing that is not its own, and left nothing behind. ${said}`;
}

/** The host's message without what a reader of one step knows: what could not be done, to which plugin. */
export function withoutPlace(message: string): string {
  return message.replace(/^(?:Cannot|Plugin) (?:[^:"]|"[^"]*")*: /, '');
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
  const where = first.at.line === 0 ? '' : ` at line ${first.at.line}`;
  const more = errors.length === 1 ? '' : ` It is the first of ${errors.length} errors: begin there.`;
  return `It does not compile: ${first.message}${where}.${more}`;
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

/** Bytes as one reads them. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}
