import { missingToolPrefix, type Outcome } from './outcome.ts';

/** A stage as the summary needs it. */
export interface StageOutcomes {
  stage: string;
  durationMs: number;
  outcomes: readonly Outcome[];
}

/** What is printed at the very end, and what `npm test` exits with. */
export interface Summary {
  lines: string[];
  exitCode: 0 | 1;
}

/** Lines of one failure's message that are repeated in the summary; the rest stands above, where it happened. */
const messageLines = 60;

/**
 * Adds up the stages. In CI a tool that is missing is a failure; everywhere a skip without a reason is one.
 * The last line is always exactly `N passed, N failed, N skipped`.
 */
export function summarize(stages: readonly StageOutcomes[], options: { isCI: boolean }): Summary {
  const judged = stages.map((stage) => ({
    ...stage,
    outcomes: stage.outcomes.map((outcome) => judgeSkip(outcome, options.isCI)),
  }));
  const all = judged.flatMap((stage) => stage.outcomes);
  const passed = all.filter((outcome) => outcome.state === 'passed').length;
  const failed = all.filter((outcome) => outcome.state === 'failed');
  const skipped = all.filter((outcome) => outcome.state === 'skipped');

  const lines: string[] = [];
  if (failed.length > 0) {
    lines.push('Failed', '');
    for (const { name, message } of failed) lines.push(`✗ ${name}`, ...indent(message), '');
  }
  if (skipped.length > 0) {
    lines.push('Skipped', '', ...skipped.map(({ name, reason }) => `- ${name}: ${reason}`), '');
  }
  lines.push('Stages', '', ...judged.map(describeStage), '');
  lines.push(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  // Nothing that ran and passed is no success either: a gate that tested nothing stays closed.
  return { lines, exitCode: failed.length > 0 || passed === 0 ? 1 : 0 };
}

function judgeSkip(outcome: Outcome, isCI: boolean): Outcome {
  if (outcome.state !== 'skipped') return outcome;
  const { name, reason } = outcome;
  if (reason.trim() === '') return { state: 'failed', name, message: 'Skipped without a reason.' };
  if (isCI && reason.startsWith(missingToolPrefix)) {
    return { state: 'failed', name, message: `Skipped for a tool that CI must have: ${reason}` };
  }
  return outcome;
}

function describeStage({ stage, durationMs, outcomes }: StageOutcomes): string {
  const count = (state: Outcome['state']) => outcomes.filter((outcome) => outcome.state === state).length;
  const seconds = `${(durationMs / 1000).toFixed(1)} s`;
  return `${stage.padEnd(8)} ${seconds.padStart(8)}  ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped.`;
}

function indent(message: string): string[] {
  const lines = message.trimEnd().split('\n');
  const kept = lines.slice(0, messageLines).map((line) => `    ${line}`.trimEnd());
  if (lines.length > messageLines) kept.push(`    … and ${lines.length - messageLines} more lines above`);
  return kept;
}
