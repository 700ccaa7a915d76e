import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, SerializedError, TestCase, TestModule, TestRunEndReason } from 'vitest/node';
import type { Outcome } from './outcome.ts';

/**
 * Writes what each test came to as a JSON list of outcomes. Vitest's own JSON report keeps neither the
 * reason of a skip nor the errors outside of tests.
 */
export class OutcomesReporter implements Reporter {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const outcomes = modules.flatMap(readModule);
    for (const error of errors) {
      outcomes.push({ state: 'failed', name: 'error outside of a test', message: describeError(error) });
    }
    if (reason === 'interrupted') {
      outcomes.push({ state: 'failed', name: 'vitest', message: 'The run was interrupted.' });
    }
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(this.#path, JSON.stringify(outcomes));
  }
}

function readModule(module: TestModule): Outcome[] {
  const path = relative(process.cwd(), module.moduleId).replaceAll('\\', '/');
  const outcomes = [...module.children.allTests()].map((test) => readTest(path, test));
  const suites = [module, ...module.children.allSuites()];
  for (const error of suites.flatMap((suite) => suite.errors())) {
    outcomes.push({ state: 'failed', name: path, message: describeError(error) });
  }
  if (outcomes.length === 0) {
    outcomes.push({
      state: 'failed',
      name: path,
      message: 'The file holds no test that could be collected.',
    });
  }
  return outcomes;
}

function readTest(path: string, test: TestCase): Outcome {
  const name = `${path} > ${test.fullName}`;
  const result = test.result();
  switch (result.state) {
    case 'passed':
      return { state: 'passed', name };
    case 'skipped':
      return { state: 'skipped', name, reason: result.note ?? '' };
    case 'failed':
      return { state: 'failed', name, message: result.errors.map(describeError).join('\n') };
    case 'pending':
      return { state: 'failed', name, message: 'The test did not finish: its process may have crashed.' };
  }
}

function describeError(error: SerializedError): string {
  const difference = typeof error.diff === 'string' ? `\n${error.diff}` : '';
  const cause = error.cause === undefined ? '' : `\ncaused by ${describeError(error.cause)}`;
  const text = `${error.name ?? 'Error'}: ${error.message}${describePlace(error)}${difference}${cause}`;
  // Vitest colours differences even where nothing is a terminal.
  return stripVTControlCharacters(text);
}

/** Errors outside of tests come with their stack as text only. */
function describePlace({ stacks, stack }: SerializedError): string {
  const place = stacks?.[0];
  if (place !== undefined)
    return `\n  at ${relative(process.cwd(), place.file)}:${place.line}:${place.column}`;
  const line = stack?.split('\n').find((text) => text.startsWith('    at '));
  return line === undefined ? '' : `\n  ${line.trim()}`;
}
