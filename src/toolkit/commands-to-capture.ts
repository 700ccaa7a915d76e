import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ToolkitError } from './toolkit-error.ts';
import type { Workspace } from './workspace.ts';

/** A command line that an example's pages show, listed in its `commands.json`. */
export interface CommandToCapture {
  /** What pages call it by. */
  readonly id: string;
  /** After `tutti`. */
  readonly arguments: readonly string[];
  /** What it must end with; 0 unless stated. */
  readonly exitCode?: number;
}

/**
 * Reads the `commands.json` of an example; without one there is nothing to capture.
 *
 * @throws ToolkitError `report-failed` when it is not a list of commands
 */
export async function readCommandsToCapture(
  workspace: Workspace,
  example: string,
): Promise<CommandToCapture[]> {
  const file = path.resolve(workspace.dir, example, 'commands.json');
  const text = await readFile(file, 'utf8').catch(() => '[]');
  const shape = 'a list of { "id": …, "arguments": […], "exitCode"?: … }';
  const fail = (state: string) =>
    new ToolkitError('report-failed', `Cannot report on ${example}: its commands.json ${state}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail(`is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!Array.isArray(value) || !value.every(isCommand)) throw fail(`is not ${shape}`);
  return value;
}

function isCommand(value: unknown): value is CommandToCapture {
  if (typeof value !== 'object' || value === null) return false;
  const { id, arguments: args, exitCode } = value as Record<string, unknown>;
  return (
    typeof id === 'string' &&
    Array.isArray(args) &&
    args.every((word) => typeof word === 'string') &&
    (exitCode === undefined || typeof exitCode === 'number')
  );
}

/** Words as one types them in a POSIX shell: quoted where they must be. */
export function shellLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}
