import { stat } from 'node:fs/promises';
import path from 'node:path';
import { formatProblem, type Language, type Manifest, parseManifest } from '../manifest/index.ts';
import { exampleEntries, languageTitles } from './sdk.ts';
import { readTextFile } from './text-file.ts';
import { ToolkitError } from './toolkit-error.ts';
import { shownPath, type Workspace } from './workspace.ts';

/** A folder with a `tutti.json` that was read and found right. */
export interface PluginFolder {
  /** Absolute. */
  readonly dir: string;
  /** Last part of the plugin's id: `repeat` of `org.tutti.repeat`. Names its artifacts. */
  readonly name: string;
  readonly id: string;
  readonly version: string;
  readonly manifest: Manifest;
  /** The manifest as a person would type it. */
  readonly manifestPath: string;
}

/** What a plugin's manifest is called, in its folder. */
export const manifestName = 'tutti.json';

/**
 * Reads the `tutti.json` of `pluginDir`, which may be named itself.
 *
 * @throws ToolkitError `plugin-missing`, `manifest-rejected` with one note for each problem
 */
export async function readPluginFolder(workspace: Workspace, pluginDir: string): Promise<PluginFolder> {
  const named = path.resolve(workspace.dir, pluginDir);
  const dir = path.basename(named) === manifestName ? path.dirname(named) : named;
  const file = path.join(dir, manifestName);
  const manifestPath = shownPath(workspace, file);
  const text = await readManifest(file, manifestPath, shownPath(workspace, dir));
  const parsed = parseManifest(text, manifestPath);
  if (!parsed.ok) {
    const count = parsed.problems.length === 1 ? 'a problem' : `${parsed.problems.length} problems`;
    throw new ToolkitError('manifest-rejected', `Cannot read ${manifestPath}: it has ${count}.`, {
      notes: parsed.problems.map(formatProblem),
    });
  }
  const { manifest } = parsed;
  const { id, version } = manifest;
  return { dir, name: id.slice(id.lastIndexOf('.') + 1), id, version, manifest, manifestPath };
}

/**
 * The source that a plugin's manifest names for `language`, for Rust the crate's Cargo.toml; absolute.
 *
 * @throws ToolkitError `source-missing`
 */
export async function sourceOf(
  workspace: Workspace,
  plugin: PluginFolder,
  language: Language,
): Promise<string> {
  const named = plugin.manifest.entry?.[language];
  if (named === undefined) {
    throw new ToolkitError(
      'source-missing',
      `Cannot build ${plugin.id}: ${plugin.manifestPath} names no ${languageTitles[language]} source. Add "entry": { "${language}": "${exampleEntries[language](plugin.name)}" }.`,
    );
  }
  const source = path.resolve(plugin.dir, named);
  if ((await stat(source).catch(() => undefined))?.isFile()) return source;
  throw new ToolkitError(
    'source-missing',
    `Cannot build ${plugin.id}: there is no ${shownPath(workspace, source)}, which "entry" in ${plugin.manifestPath} names.`,
  );
}

async function readManifest(file: string, shown: string, shownDir: string): Promise<string> {
  const read = await readTextFile(file);
  if (read.ok) return read.text;
  const state = read.isMissing ? `there is no ${shown}` : `${shown} ${read.state}`;
  throw new ToolkitError(
    'plugin-missing',
    `Cannot find a plugin in ${shownDir}: ${state}. Every plugin's folder has a tutti.json.`,
  );
}
