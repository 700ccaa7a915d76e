import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  buildPrebuilt,
  errorCode,
  filesBelow,
  folderError,
  prepareFolder,
  runChild,
  ToolkitError,
  temporaryBeside,
  type Workspace,
} from '../../toolkit/index.ts';

/**
 * Makes what `npm pack` takes: `lib/` with the code as JavaScript and declarations, and the native
 * half of the host under `prebuilt/` for every target. The site and the project's own commands stay out.
 *
 * @throws ToolkitError `source-rejected` with the type checker's lines
 */
export async function buildPackage(workspace: Workspace, signal: AbortSignal): Promise<string> {
  const lib = path.join(workspace.dir, 'lib');
  const prebuilt = await buildPrebuilt({ workspace, signal });
  await prepareFolder(workspace.buildDir);
  const temporary = temporaryBeside(path.join(workspace.buildDir, 'lib'));
  try {
    await compile(workspace, temporary, signal);
    await copyJson(path.join(workspace.dir, 'src'), temporary);
    await rm(lib, { recursive: true, force: true });
    await moveFolder(temporary, lib);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return `${(await filesBelow(lib)).length} files in lib/, the native half for ${prebuilt.length} targets`;
}

async function compile(workspace: Workspace, outDir: string, signal: AbortSignal): Promise<void> {
  const tsc = path.join(workspace.dir, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '--project', 'tsconfig.lib.json', '--outDir', outDir, '--pretty', 'false'];
  const { exitCode, stdout } = await runChild(process.execPath, args, { cwd: workspace.dir, signal });
  if (exitCode === 0) return;
  throw new ToolkitError('source-rejected', 'Cannot make the package: the type checker reports errors.', {
    notes: stdout.split('\n').filter((line) => line !== ''),
  });
}

/** tsc emits code only. */
async function copyJson(from: string, to: string): Promise<void> {
  for (const file of await filesBelow(from)) {
    const relative = path.relative(from, file);
    if (!file.endsWith('.json') || relative.startsWith(`site${path.sep}`)) continue;
    const target = path.join(to, relative);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, await readFile(file));
  }
}

async function moveFolder(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    // The build folder was moved to another disk: copy.
    if (errorCode(error) !== 'EXDEV') throw folderError(error, path.dirname(to));
    await cp(from, to, { recursive: true });
  }
}
