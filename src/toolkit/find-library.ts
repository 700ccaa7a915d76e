import { stat } from 'node:fs/promises';
import path from 'node:path';
import { artifactFile } from './build.ts';
import { nativeTarget } from './target.ts';
import { ToolkitError } from './toolkit-error.ts';
import { shownPath, type Workspace } from './workspace.ts';

/**
 * The library that a person means: the file itself, or for a plugin's folder its native build.
 *
 * @returns the path as the person would type it; for a file, whether it exists is not looked at
 * @throws ToolkitError `plugin-missing`, `manifest-rejected`, `not-built`
 */
export async function findLibrary(workspace: Workspace, named: string): Promise<string> {
  const found = await stat(path.resolve(workspace.dir, named)).catch(() => undefined);
  if (!found?.isDirectory()) return named;
  const file = await artifactFile(workspace, named, nativeTarget());
  const shown = shownPath(workspace, file);
  if (await stat(file).catch(() => undefined)) return shown;
  throw new ToolkitError(
    'not-built',
    `Cannot load ${named}: there is no ${shown}. Run "tutti build ${named}" first.`,
  );
}
