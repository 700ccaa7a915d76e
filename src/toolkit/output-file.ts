import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { ToolkitError } from './toolkit-error.ts';

/** A temporary says whose it is, so that a later run removes those whose process is gone. */
const temporaryPattern = /^\.tutti-(\d+)-\d+\.tmp(?:-|$)/;
let count = 0;

/** A name beside `file` for its unfinished content; `putInPlace` or `removeTemporaries` ends it. */
export function temporaryBeside(file: string): string {
  count += 1;
  return path.join(path.dirname(file), `.tutti-${process.pid}-${count}.tmp-${path.basename(file)}`);
}

/**
 * Makes `dir` and removes what interrupted runs left in it.
 *
 * @param advice what the person can do when it cannot be written to; see {@link folderError}
 */
export async function prepareFolder(dir: string, advice?: string): Promise<void> {
  try {
    await makeFolder(dir);
    await removeTemporaries(dir);
  } catch (error) {
    throw folderError(error, dir, advice);
  }
}

/**
 * Makes a folder and those above it. Node's own recursive mkdir never ends below a folder that says ENOENT to every
 * name, as those of Linux's /proc do: here the second ENOENT is the answer.
 */
async function makeFolder(dir: string): Promise<void> {
  try {
    await makeOne(dir);
  } catch (error) {
    const parent = path.dirname(dir);
    if (errorCode(error) !== 'ENOENT' || parent === dir) throw error;
    await makeFolder(parent);
    await makeOne(dir);
  }
}

async function makeOne(dir: string): Promise<void> {
  try {
    await mkdir(dir);
  } catch (error) {
    const isThere = errorCode(error) === 'EEXIST' && (await stat(dir)).isDirectory();
    if (!isThere) throw error;
  }
}

async function removeTemporaries(dir: string): Promise<void> {
  for (const name of await readdir(dir)) {
    const owner = temporaryPattern.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) {
      await rm(path.join(dir, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Replaces `file` in one step: whoever has the old one open or mapped keeps it. */
export async function putInPlace(temporary: string, file: string, advice?: string): Promise<void> {
  try {
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw folderError(error, path.dirname(file), advice);
  }
}

/** Writes the whole of `content` or leaves what was there. */
export async function writeWhole(file: string, content: string | Uint8Array, advice?: string): Promise<void> {
  const temporary = temporaryBeside(file);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(temporary, { force: true });
    throw folderError(error, path.dirname(file), advice);
  }
  await putInPlace(temporary, file, advice);
}

const buildDirAdvice = 'set TUTTI_BUILD_DIR to a folder';

/**
 * The one sentence for a folder that cannot be written to; any other error comes back as it is.
 *
 * @param advice the way out, up to the word that "on another disk" or "that is" follows
 */
export function folderError(error: unknown, dir: string, advice = buildDirAdvice): unknown {
  const code = errorCode(error);
  const details = { cause: error };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(dir, advice, error);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
      return new ToolkitError(
        'folder-unwritable',
        `Cannot write to ${dir}: it is not writable (${code}). Make it writable, or ${advice} that is.`,
        details,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new ToolkitError(
        'folder-unwritable',
        `Cannot write to ${dir}: a file stands where a folder is needed (${code}). Move that file away, or ${advice} elsewhere.`,
        details,
      );
    default:
      return error;
  }
}

export function diskFull(dir: string, advice = buildDirAdvice, cause?: unknown): ToolkitError {
  return new ToolkitError(
    'disk-full',
    `Cannot write to ${dir}: the disk is full. Free some space, or ${advice} on another disk.`,
    { cause },
  );
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
