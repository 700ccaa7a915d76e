import { readFileSync, writeSync } from 'node:fs';
import { answerCase } from './resolve-case.ts';
import { isScenario } from './resolve-scenario.ts';

/**
 * Resolves the cases of a file in the neutral form, or a scenario, and prints one JSON object a line, so that a suite written
 * elsewhere can be run against the resolver: `npm run resolve-scenarios -- <file.json>`.
 *
 * @returns 0 when every case was answered, 1 when one could not be, 2 when there are no cases to read
 */
function main(argv: readonly string[]): number {
  const [file] = argv;
  if (file === undefined || argv.length > 1) return fail('Usage: npm run resolve-scenarios -- <file.json>');
  let cases: unknown;
  try {
    cases = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(`Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (isScenario(cases)) cases = [cases];
  if (!Array.isArray(cases)) return fail(`Cannot read ${file}: it must hold a list of cases, or a scenario`);
  let isEachAnswered = true;
  for (const [position, value] of cases.entries()) {
    const answer = answerCase(value, position);
    isEachAnswered &&= answer.error === undefined;
    print(1, JSON.stringify(answer));
  }
  return isEachAnswered ? 0 : 1;
}

function fail(message: string): number {
  print(2, message);
  return 2;
}

/** Waits until everything is written, also into a pipe whose reader is slow; quiet when the reader is gone. */
function print(descriptor: number, line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

process.exitCode = main(process.argv.slice(2));
