import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where a command works. Paths that a person sees are relative to `dir`, with forward slashes. */
export interface Workspace {
  readonly dir: string;
  /** Artifacts and their records; `TUTTI_BUILD_DIR` moves it. */
  readonly buildDir: string;
}

/** The folder of the `tutti` package itself: the one that holds `native/include` and `prebuilt`. */
export const packageDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export function workspaceAt(dir: string, env: NodeJS.ProcessEnv = process.env): Workspace {
  const moved = env.TUTTI_BUILD_DIR;
  return { dir, buildDir: moved ? path.resolve(dir, moved) : path.join(dir, 'build') };
}

/** `file` as a person in `workspace.dir` would type it; a path outside of it stays absolute. */
export function shownPath(workspace: Workspace, file: string): string {
  const relative = path.relative(workspace.dir, path.resolve(workspace.dir, file));
  if (relative === '') return '.';
  const isOutside = relative.startsWith('..') || path.isAbsolute(relative);
  return (isOutside ? path.resolve(workspace.dir, file) : relative).replaceAll(path.sep, '/');
}

/** Where the artifacts of the plugin in `pluginDir` go: `build/examples/repeat` for `examples/repeat`. */
export function artifactDir(workspace: Workspace, pluginDir: string): string {
  const relative = path.relative(workspace.dir, path.resolve(workspace.dir, pluginDir));
  const isInside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return path.join(
    workspace.buildDir,
    isInside ? relative : path.basename(path.resolve(workspace.dir, pluginDir)),
  );
}
