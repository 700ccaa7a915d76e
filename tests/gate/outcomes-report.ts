import type { Outcome } from './outcome.ts';

/** Reads the report of `OutcomesReporter`. A report that is missing or broken is a failure, never silence. */
export function readOutcomesReport(text: string | undefined): Outcome[] {
  const stage = 'unit';
  if (text === undefined) return [failed(stage, 'Vitest wrote no report: it crashed before the end.')];
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return [failed(stage, 'Vitest’s report is not JSON: it was cut off while being written.')];
  }
  if (!Array.isArray(report)) return [failed(stage, 'Vitest’s report is not a list of outcomes.')];
  return report.map((entry: unknown, index) =>
    isOutcome(entry) ? entry : failed(stage, `Entry ${index} of Vitest’s report is not an outcome.`),
  );
}

function failed(name: string, message: string): Outcome {
  return { state: 'failed', name, message };
}

function isOutcome(entry: unknown): entry is Outcome {
  if (typeof entry !== 'object' || entry === null) return false;
  const { state, name, message, reason } = entry as Record<string, unknown>;
  if (typeof name !== 'string') return false;
  if (state === 'failed') return typeof message === 'string';
  if (state === 'skipped') return typeof reason === 'string';
  return state === 'passed';
}
