import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { missingToolPrefix } from './outcome.ts';

/** The part of Vitest's test context, and of Playwright's `test`, that a skip needs. */
export interface SkipContext {
  skip(reason: string): void;
}

/** Where and how `requireTool` looks; tests pass their own. */
export interface ToolSearch {
  find?: (tool: string) => string | undefined;
  isCI?: boolean;
}

/**
 * Finds a program that a test runs. Without it the test is skipped with its reason on a laptop and fails
 * in CI, where every tool must be.
 *
 * @param context the test's context: `test('…', (context) => { const gcc = requireTool(context, 'gcc'); … })`
 * @returns the program's path; does not return when there is none
 */
export function requireTool(context: SkipContext, tool: string, search: ToolSearch = {}): string {
  const { find = findOnPath, isCI = process.env.CI === 'true' } = search;
  const path = find(tool);
  if (path !== undefined) return path;
  const reason = `${missingToolPrefix} ${tool}`;
  if (!isCI) context.skip(reason);
  throw new Error(`Cannot run this test: ${reason}, which CI must have`);
}

/** The first program of that name on PATH, with Windows' extensions on Windows. */
export function findOnPath(tool: string): string | undefined {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders
    .flatMap((folder) => extensions.map((extension) => join(folder, tool + extension)))
    .find(isProgram);
}

/** Is there a file that may be executed? */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
