import type { CheckResult } from '../../checks/index.ts';
import type { RunResult } from '../runner/trace.ts';
import type { Finding } from '../sanitizer/finding.ts';
import { mistakeOf } from '../sanitizer/mistakes.ts';
import { checksOfStep } from './own-check.ts';
import type { Step } from './step.ts';

/** What a step says of a run. */
export interface Verdict {
  /** Whether every check of the step was made and passed, and nothing was found; Run alone never passes a step. */
  readonly isPassed: boolean;
  /** Every check that was made, in the step's order. */
  readonly checks: readonly CheckResult[];
  /** Each mistake once, in the order in which they were found. */
  readonly findings: readonly Finding[];
  /** All of it in a sentence or two, for the reader. */
  readonly sentence: string;
}

/** Judges what became of a run: by what the plugin did, never by how its code looks. */
export function judge(step: Step, result: RunResult): Verdict {
  const wanted = checksOfStep(step);
  const checks = wanted.flatMap(({ id }) => result.checks.find((check) => check.id === id) ?? []);
  const findings = distinct(result.findings);
  const isWhole = result.outcome === 'finished' && checks.length === wanted.length;
  const isPassed = isWhole && findings.length === 0 && checks.every(({ outcome }) => outcome === 'passed');
  return { isPassed, checks, findings, sentence: sentenceOf(step, result, { isPassed, checks, findings }) };
}

type Judged = Omit<Verdict, 'sentence'>;

function sentenceOf(step: Step, result: RunResult, { isPassed, checks, findings }: Judged): string {
  if (isPassed) return `${passedText(checks.length)} ${step.why}`;
  if (result.outcome === 'terminated')
    return 'It was ended before it was done. Its log shows how far it came: look at the last line that ran.';
  const [finding] = findings;
  if (finding !== undefined) return findingText(finding, findings.length);
  const failed = checks.filter(({ outcome }) => outcome !== 'passed');
  const [first] = failed;
  if (first !== undefined) return checkText(first, checks.length - failed.length, checks.length);
  const failure = result.trace.find((entry) => entry.type === 'failure');
  if (failure !== undefined)
    return `No mistake was seen. The plugin refused, in these words: ${ended(failure.message)}`;
  return 'It ran to its end, and no mistake was seen. Check tells whether it does what this step asks for.';
}

function passedText(count: number): string {
  if (count === 1) return 'The check passes.';
  return count === 2 ? 'Both checks pass.' : `All ${count} checks pass.`;
}

function findingText({ kind, message, at }: Finding, count: number): string {
  const what = at === undefined ? capitalised(message) : `Look at line ${at.line}: ${message}`;
  const more = count === 1 ? '' : ` It is the first of ${count} mistakes: the others may follow from it.`;
  return `${ended(what)} ${mistakeOf(kind).meaning}${more}`;
}

function checkText({ title, detail }: CheckResult, passed: number, all: number): string {
  const rest = passed === 0 ? '' : ` ${passed} of ${all} checks pass already.`;
  return `This should be true: ${ended(title)} What was seen: ${ended(detail)}${rest}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The same mistake on the same line is made again by every check: it is told once. */
function distinct(findings: readonly Finding[]): Finding[] {
  const key = ({ kind, at }: Finding) => `${kind} ${at?.file}:${at?.line}`;
  return findings.filter((finding, i) => findings.findIndex((other) => key(other) === key(finding)) === i);
}
