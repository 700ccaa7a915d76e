import { stripVTControlCharacters } from 'node:util';
import type {
  JSONReport,
  JSONReportSpec,
  JSONReportSuite,
  JSONReportTest,
} from 'playwright/types/testReporter';
import type { Outcome } from './outcome.ts';

/** Reads Playwright's JSON report. A report that is missing or broken is a failure, never silence. */
export function readPlaywrightReport(text: string | undefined): Outcome[] {
  if (text === undefined)
    return [failed('browser', 'Playwright wrote no report: it crashed before the end.')];
  let report: Partial<JSONReport> | null;
  try {
    report = JSON.parse(text) as Partial<JSONReport> | null;
  } catch {
    return [failed('browser', 'Playwright’s report is not JSON: it was cut off while being written.')];
  }
  if (!Array.isArray(report?.suites) || !Array.isArray(report.errors)) {
    return [failed('browser', 'Playwright’s report holds no suites and errors.')];
  }
  const errors = report.errors.map((error) => failed('error outside of a test', describe(error.message)));
  return [...report.suites.flatMap((suite) => readSuite(suite, [])), ...errors];
}

function readSuite(suite: JSONReportSuite, outer: readonly string[]): Outcome[] {
  const titles = [...outer, suite.title];
  const inner = (suite.suites ?? []).flatMap((child) => readSuite(child, titles));
  const own = suite.specs.flatMap((spec) => spec.tests.map((test) => readTest(spec, test, titles)));
  return [...own, ...inner];
}

function readTest(spec: JSONReportSpec, test: JSONReportTest, titles: readonly string[]): Outcome {
  const project = test.projectName === '' ? '' : ` [${test.projectName}]`;
  const name = `${[...titles, spec.title].join(' > ')}${project}`;
  const results = test.results;
  if (test.status === 'expected') {
    if (results.length > 0) return { state: 'passed', name };
    return failed(name, 'The test was never run.');
  }
  if (test.status === 'skipped') {
    // A test that was planned and not reached (after a crash, or past --max-failures) is "skipped" too.
    const note = test.annotations.find((entry) => entry.type === 'skip' || entry.type === 'fixme');
    if (note === undefined) return failed(name, 'The test was never run.');
    return { state: 'skipped', name, reason: note.description ?? '' };
  }
  const errors = results.flatMap((result) => result.errors.map((error) => describe(error.message)));
  if (test.status === 'flaky') return failed(name, `Passed only when tried again:\n${errors.join('\n')}`);
  return failed(name, errors.length > 0 ? errors.join('\n') : 'The test failed and left no message.');
}

function failed(name: string, message: string): Outcome {
  return { state: 'failed', name, message };
}

/** Without colours: the summary is read in logs. */
function describe(message: string | undefined): string {
  return stripVTControlCharacters(message ?? 'The error has no message.');
}
