import { HostError } from '../abi/index.ts';
import { ToolkitError } from '../toolkit/index.ts';
import { UsageError } from './command.ts';
import type { ExitCode } from './exit-code.ts';
import type { Paint } from './paint.ts';

/** What a thrown value means for the person who typed the command. */
export function renderError(error: unknown, paint: Paint): { exitCode: ExitCode; text: string } {
  if (error instanceof UsageError) return { exitCode: 2, text: error.message };
  if (error instanceof ToolkitError) {
    const text = [error.message, ...error.notes.map((note) => `  ${note}`)].join('\n');
    return { exitCode: error.code === 'interrupted' ? 130 : 1, text };
  }
  if (error instanceof HostError) return { exitCode: 1, text: error.message };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const title = 'Tutti failed for a reason of its own. Please report this with the lines below.';
  return { exitCode: 3, text: `${paint('bad', title)}\n${stack}` };
}
