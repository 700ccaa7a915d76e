#!/usr/bin/env node
import { workspaceAt } from '../toolkit/index.ts';
import { commands } from './commands.ts';
import { paintFor } from './paint.ts';
import { runCommandLine } from './run-command-line.ts';

const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
process.once('SIGTERM', () => interruption.abort());

const result = await runCommandLine(process.argv.slice(2), commands, {
  workspace: workspaceAt(process.cwd()),
  paint: paintFor(process.stdout),
  signal: interruption.signal,
});
process[result.stream].once('error', (error: NodeJS.ErrnoException) => {
  // Whoever closed the pipe has read what they wanted; the exit code still is the answer.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`Cannot print the answer: ${error.code}.\n`);
  process.exitCode = 1;
});
process[result.stream].write(`${result.text}\n`);
process.exitCode = result.exitCode;
