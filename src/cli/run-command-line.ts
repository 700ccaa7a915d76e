import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageDir } from '../toolkit/index.ts';
import type { Command, Context } from './command.ts';
import type { ExitCode } from './exit-code.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { renderError } from './render-error.ts';
import { renderHelp, renderOverview } from './render-help.ts';

/** What a command line came to; `text` goes to `stream`. */
export interface CommandLineResult {
  readonly exitCode: ExitCode;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Runs one command line; never throws, never prints. */
export async function runCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
  context: Context,
): Promise<CommandLineResult> {
  try {
    const request = parseCommandLine(argv, commands);
    if (request.kind === 'version') return printed(`tutti ${await packageVersion()}`);
    if (request.kind === 'help') {
      const { command } = request;
      return printed(command ? renderHelp(command, context.paint) : renderOverview(commands, context.paint));
    }
    const answer = await request.command.answer(request.input, context);
    return { ...printed(answer.text), exitCode: answer.isYes ? 0 : 1 };
  } catch (error) {
    return { ...renderError(error, context.paint), stream: 'stderr' };
  }
}

function printed(text: string): CommandLineResult {
  return { exitCode: 0, stream: 'stdout', text };
}

async function packageVersion(): Promise<string> {
  const text = await readFile(path.join(packageDir, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
