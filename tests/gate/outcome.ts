/** What one test came to. A skip always has a reason; a failure always has a message. */
export type Outcome =
  | { state: 'passed'; name: string }
  | { state: 'failed'; name: string; message: string }
  | { state: 'skipped'; name: string; reason: string };

/** How a skip's reason begins when a tool is not on this machine: allowed on a laptop, a failure in CI. */
export const missingToolPrefix = 'missing:';

/** How the process of a stage ended. `signal` names what killed it; `timedOutMs` is set when the gate did. */
export interface Ending {
  exitCode: number | null;
  signal: string | null;
  timedOutMs?: number;
}

/** Says in words what is wrong with an ending, or `undefined` when it is a plain success. */
export function describeEnding(ending: Ending): string | undefined {
  if (ending.timedOutMs !== undefined)
    return `did not end within ${Math.round(ending.timedOutMs / 60_000)} minutes`;
  if (ending.signal !== null) return `was ended by ${ending.signal}`;
  if (ending.exitCode !== 0) return `ended with exit code ${ending.exitCode}`;
  return undefined;
}

/**
 * Joins what a stage's report says with how its process ended: a failure that only one of the two knows
 * about still counts, and a stage that executed no test has failed.
 */
export function judgeStage(stage: string, outcomes: readonly Outcome[], ending: Ending): Outcome[] {
  const judged = [...outcomes];
  const fault = describeEnding(ending);
  if (fault !== undefined && !judged.some((outcome) => outcome.state === 'failed')) {
    judged.push({
      state: 'failed',
      name: stage,
      message: `The ${stage} stage ${fault}, and no test says why.`,
    });
  }
  if (!judged.some((outcome) => outcome.state !== 'skipped')) {
    judged.push({ state: 'failed', name: stage, message: `The ${stage} stage executed no test.` });
  }
  return judged;
}
