import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../../../src/cli/project/lab/lab-kit.ts';
import { editedFile, type StepFolder } from '../../../src/cli/project/lab/step-folder.ts';
import { readMistakes } from '../../lab/faults/mistake-file.ts';
import { firstReport, type RepeatCall, sanitizerReport } from '../../lab/faults/native-verdict.ts';
import { nativeDifferences } from './native-differences.ts';
import { expectedFinding } from './page-proof.ts';

/**
 * What gcc's sanitizers find in a variant's run that is not what the step says. A kind of mistake may get any of the
 * verdicts that the seeded mistakes of that kind get, on its line; where the sanitizers do not know a kind, they say
 * nothing.
 */
export function nativeProblems(root: string, step: StepFolder, variant: string): string[] {
  const calls = repeatCalls(step);
  if (calls === undefined) return ['its run is more than calls of repeat, which the harness cannot make'];
  const text = step.sources[variant] ?? '';
  const report = sanitizerReport(root, { file: editedFile, text }, placed(root, text), calls);
  const found = foundIn(report);
  const difference = nativeDifferences[`${step.id}/${variant}`];
  const allowed = verdictsOf(root, expectedFinding(step, variant));
  const isAllowed = allowed.some((verdict) => matches(found, verdict));
  if (isAllowed && difference !== undefined)
    return [`no difference is left: native-differences.ts should not name ${step.id}/${variant}`];
  if (isAllowed || found === difference?.found) return [];
  return [`the sanitizers should find ${difference?.found ?? allowed.join(' or ')}: they find ${found}`];
}

/** `what at line` of the first report, without addresses; `nothing` without one. */
function foundIn(report: string): string {
  // No line of a report holds a line feed, so what was found is given in the report's own words.
  const found = firstReport(report, '\n', editedFile);
  if (found === undefined) return 'nothing';
  return found.replace(/^AddressSanitizer: /, '').replace(/ on (?:unknown )?address .*?(?= at [\d?]+$)/, '');
}

/** What the seeded mistakes of a kind get natively, on the line of this one. */
function verdictsOf(root: string, wanted: string | undefined): string[] {
  if (wanted === undefined) return ['nothing'];
  const [kind, line] = wanted.split(' at ');
  const seeded = readMistakes(root).filter((mistake) => mistake.kind === kind);
  const verdicts = seeded.map(({ native }) =>
    'reason' in native ? 'nothing' : `${native.says} at ${native.hasLine ? line : '?'}`,
  );
  return [...new Set(verdicts)];
}

/** Whether what was found holds the words of a verdict, at the same line. */
function matches(found: string, verdict: string): boolean {
  const [what, at] = [/^(.*) at ([\d?]+)$/.exec(found), /^(.*) at ([\d?]+)$/.exec(verdict)];
  if (what === null || at === null) return found === verdict;
  return (what[1] ?? '').includes(at[1] ?? '') && what[2] === at[2];
}

/** The run as calls of `repeat`; undefined when it is more than that. */
function repeatCalls({ plan }: StepFolder): RepeatCall[] | undefined {
  const calls = plan.run.flatMap((action): RepeatCall[] => {
    if (action.do !== 'call' || action.capability !== 'tutti.text') return [];
    const [text, count] = action.arguments;
    const bytes = typeof text === 'string' ? Buffer.from(text) : Buffer.from(text as readonly number[]);
    return [[bytes.toString('hex'), Number(count)]];
  });
  return calls.length === plan.run.length ? calls : undefined;
}

/** Writes a variant's source where the compiler finds it under the name that the reader sees. */
function placed(root: string, text: string): string {
  const folder = `build/lab/native/${fingerprint(text)}`;
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, editedFile), text);
  return `${folder}/${editedFile}`;
}
