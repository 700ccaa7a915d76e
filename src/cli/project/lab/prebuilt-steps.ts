import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { ToolkitError, type Workspace, writeWhole } from '../../../toolkit/index.ts';
import { DebugBuilds } from './debug-build.ts';
import { editedFile, type StepFolder } from './step-folder.ts';

/** What became of the modules of all steps. */
export interface PrebuiltSteps {
  readonly modules: number;
  /** Those whose contents are others than before. */
  readonly built: number;
}

/**
 * Builds every variant of every step as the page's own compiler would, to build/lab/steps/<tutorial>/<step>/
 * <variant>.wasm, so that a page runs them before any compiler is loaded. Nothing is compiled twice; the compiler is
 * not even loaded when nothing changed.
 *
 * @throws ToolkitError `step-rejected` with the compiler's words about a variant that does not build
 */
export async function prebuildSteps(
  workspace: Workspace,
  steps: readonly StepFolder[],
  builds = new DebugBuilds(workspace),
): Promise<PrebuiltSteps> {
  const root = path.join(workspace.buildDir, 'lab/steps');
  const wanted = new Set<string>();
  let built = 0;
  for (const step of steps) {
    for (const [name, source] of Object.entries(step.sources)) {
      const file = path.join(root, step.id, `${name}.wasm`);
      wanted.add(file);
      const { wasm, diagnostics } = await builds.build({ files: { [editedFile]: source }, main: editedFile });
      if (wasm === undefined) {
        const place = name === 'start' || name === 'solution' ? name : `mistakes/${name}`;
        throw new ToolkitError('step-rejected', `Cannot build ${step.folder}/${place}/c/${editedFile}.`, {
          notes: diagnostics
            .filter(({ severity }) => severity === 'error')
            .map(({ at, message }) => `line ${at.line}: ${message}`),
        });
      }
      const before = await readFile(file).catch(() => undefined);
      if (before !== undefined && Buffer.compare(before, wasm) === 0) continue;
      await mkdir(path.dirname(file), { recursive: true });
      await writeWhole(file, wasm);
      built++;
    }
  }
  await forget(root, wanted);
  return { modules: wanted.size, built };
}

/** Takes away what no step has any more: the site would serve it. */
async function forget(root: string, wanted: ReadonlySet<string>): Promise<void> {
  const files = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of files) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(file)) await rm(file);
  }
}
