import { watch } from 'node:fs';
import path from 'node:path';
import { runChild, ToolkitError, type Workspace } from '../../toolkit/index.ts';
import type { Paint } from '../paint.ts';
import { formatSeconds } from '../quantities.ts';
import { renderError } from '../render-error.ts';
import { astroCommand, astroEnvironment } from './site.ts';
import { runStages } from './stage.ts';
import { projectStages } from './stages.ts';

export interface DevOptions {
  readonly workspace: Workspace;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly paint: Paint;
  readonly print: (text: string) => void;
}

/** Sources whose change calls for new builds and reports; Astro itself watches what pages are made of. */
const watched = ['examples', 'native', 'content/docs/tutorials'];
const quietMs = 150;

/** Serves pages as they are edited, and builds and checks the examples again when their sources change. */
export async function serveWhileEditing(options: DevOptions): Promise<void> {
  const { workspace, port, signal, print } = options;
  const watchers = watched.map((folder) => watchFolder(path.join(workspace.dir, folder), rebuilder(options)));
  const [file, args] = astroCommand(workspace, 'dev', '--host', '127.0.0.1', '--port', String(port));
  try {
    const { exitCode, endedBy } = await runChild(file, args, {
      cwd: workspace.dir,
      env: { ...astroEnvironment('/'), ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
      signal,
      onOutput: print,
    });
    throw new ToolkitError('site-rejected', `Cannot go on: Astro ended with ${exitCode ?? endedBy}.`);
  } catch (error) {
    const isEnd = error instanceof ToolkitError && error.code === 'interrupted';
    if (!isEnd) throw error;
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

function watchFolder(folder: string, onChange: () => void) {
  return watch(folder, { recursive: true }, onChange).on('error', () => undefined);
}

/** One rebuild at a time; changes during it start another when it is done. */
function rebuilder(options: DevOptions): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  const rebuild = async () => {
    await running;
    if (options.signal.aborted) return;
    running = rebuildOnce(options);
    await running;
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(rebuild, quietMs);
  };
}

async function rebuildOnce({ workspace, signal, paint, print }: DevOptions): Promise<void> {
  const startedAt = performance.now();
  const lines: string[] = [];
  try {
    const stages = projectStages(workspace, { base: '/', withSite: false });
    await runStages(stages, { signal, paint, print: (text) => lines.push(text) });
    const results = lines.join('').trimEnd().split('\n');
    if (!results.every((line) => line.includes('unchanged')))
      print(`examples built and checked again  ${formatSeconds(performance.now() - startedAt)}\n`);
  } catch (error) {
    if (!signal.aborted) print(`${renderError(error, paint).text}\n`);
  }
}
