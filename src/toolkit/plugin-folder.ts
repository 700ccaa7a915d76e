import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './output-file.ts';
import { ToolkitError } from './toolkit-error.ts';
import { shownPath, type Workspace } from './workspace.ts';

/** What a build needs to know of a plugin's folder. */
export interface PluginFolder {
  /** Last part of the plugin's id: `repeat` of `org.tutti.repeat`. */
  readonly name: string;
  readonly id: string;
  readonly version: string;
  /** Absolute path of the C source. */
  readonly source: string;
}

/**
 * Reads the `tutti.json` of `pluginDir` and finds the source that it names.
 *
 * @throws ToolkitError `plugin-missing`, `manifest-rejected` with one note for each problem, `source-missing`
 */
export async function readPluginFolder(workspace: Workspace, pluginDir: string): Promise<PluginFolder> {
  const dir = path.resolve(workspace.dir, pluginDir);
  const manifestFile = path.join(dir, 'tutti.json');
  const shown = shownPath(workspace, manifestFile);
  const text = await readManifest(manifestFile, shown, shownPath(workspace, dir));
  const manifest = JSON.parse(text) as { id: string; version: string; entry: string };
  const source = path.resolve(dir, manifest.entry);
  if (!(await stat(source).catch(() => undefined))?.isFile()) {
    throw new ToolkitError(
      'source-missing',
      `Cannot build ${manifest.id}: its source ${shownPath(workspace, source)} does not exist. The field "entry" of ${shown} names it.`,
    );
  }
  return {
    name: manifest.id.slice(manifest.id.lastIndexOf('.') + 1),
    id: manifest.id,
    version: manifest.version,
    source,
  };
}

async function readManifest(file: string, shown: string, shownDir: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const code = errorCode(cause);
    const state =
      code === 'ENOENT' || code === 'ENOTDIR' ? `there is no ${shown}` : `${shown} cannot be read (${code})`;
    throw new ToolkitError(
      'plugin-missing',
      `Cannot find a plugin in ${shownDir}: ${state}. Every plugin's folder has a tutti.json.`,
      { cause },
    );
  }
}
