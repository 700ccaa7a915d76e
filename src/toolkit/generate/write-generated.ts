import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, prepareFolder, writeWhole } from '../output-file.ts';
import type { GeneratedFile } from './generator.ts';

export interface WrittenFile {
  /** As it was given. */
  readonly path: string;
  readonly state: 'written' | 'unchanged';
}

const advice = 'name a folder with --out';

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The files below `dir` that are not as the generator writes them, or not there. */
export async function staleFiles(dir: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const stale: string[] = [];
  for (const file of files) {
    if ((await textOf(path.resolve(dir, file.path))) !== file.text) stale.push(file.path);
  }
  return stale;
}

/**
 * Writes files below `dir`, each whole or not at all; a file that is right already is not touched.
 *
 * @throws ToolkitError folder-unwritable, disk-full
 */
export async function writeGenerated(dir: string, files: readonly GeneratedFile[]): Promise<WrittenFile[]> {
  const stale = new Set(await staleFiles(dir, files));
  const written: WrittenFile[] = [];
  for (const { path: name, text } of files) {
    const file = path.resolve(dir, name);
    if (stale.has(name)) {
      await prepareFolder(path.dirname(file), advice);
      await writeWhole(file, text, advice);
    }
    written.push({ path: name, state: stale.has(name) ? 'written' : 'unchanged' });
  }
  return written;
}
