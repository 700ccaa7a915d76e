import { readFileSync, statSync } from 'node:fs';
import { HostError, type HostErrorCode } from '../../abi/index.ts';
import { inspectElf } from './elf.ts';
import { DamagedFile, FileView, TruncatedFile } from './file-view.ts';
import type { FormatInspection, Inspection } from './inspection.ts';
import { inspectMachO, isMachO } from './mach-o.ts';
import { machine } from './machine.ts';
import { inspectPe } from './pe.ts';
import { unloadabilityOf, warningsOf } from './unloadability.ts';

/** A library beyond this is not read, so that a file cannot use up the host's memory. */
const largestBytes = 2 ** 30;

/**
 * Reads what a library's file tells, without executing any of it.
 *
 * @throws HostError file-missing, file-unreadable, file-truncated, file-damaged, not-a-library
 * @remarks Reads the whole file once. Time and memory grow with its size alone, whatever its headers claim.
 */
export function inspectLibrary(path: string): Inspection {
  return inspectBytes(path, readLibrary(path));
}

/**
 * Like {@link inspectLibrary} for bytes that were read already; `path` is for messages.
 *
 * @throws HostError file-truncated, file-damaged, not-a-library
 */
export function inspectBytes(path: string, bytes: Uint8Array): Inspection {
  const refuse = (code: HostErrorCode, why: string, cause?: unknown) =>
    new HostError(code, `Cannot load ${path}: ${why}`, { plugin: path, cause });
  try {
    const found = inspectFormat(new FileView(bytes));
    if (typeof found === 'string') throw refuse('not-a-library', `it is ${found}, not a shared library`);
    const unloadable = unloadabilityOf(found);
    return { path, ...found, unloadable, warnings: warningsOf(found), sizeBytes: bytes.length };
  } catch (error) {
    if (error instanceof TruncatedFile) {
      throw refuse('file-truncated', `the file is cut off: ${error.message}`, error);
    }
    if (error instanceof DamagedFile) {
      throw refuse('file-damaged', `the file is damaged: ${error.message}. Copy or build it again`, error);
    }
    throw error;
  }
}

/**
 * Reads the whole of a library's file.
 *
 * @throws HostError file-missing, file-unreadable
 */
export function readLibrary(path: string): Uint8Array {
  const unreadable = (why: string, cause?: unknown) =>
    new HostError('file-unreadable', `Cannot load ${path}: ${why}`, { plugin: path, cause });
  try {
    const found = statSync(path);
    if (found.isDirectory()) throw unreadable('it is a folder');
    // A pipe or a device may never end.
    if (!found.isFile()) throw unreadable('it is a pipe, a socket or a device, not a file');
    if (found.size > largestBytes) throw unreadable(`it has ${found.size} bytes, and the limit is 1 GiB`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof HostError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new HostError('file-missing', `Cannot load ${path}: there is no such file`, {
        plugin: path,
        cause: error,
      });
    }
    throw unreadable(code === 'EACCES' ? 'this user may not read it' : String(code), error);
  }
}

/** The format's own inspection, or in words what the file is instead. */
function inspectFormat(file: FileView): FormatInspection | string {
  if (file.sizeBytes === 0) return 'an empty file';
  if (file.sizeBytes < 4) return 'a file of unknown kind';
  const magic = file.u32(0, false);
  if (magic === 0x7f454c46) return inspectElf(file);
  if (isMachO(magic)) return inspectMachO(file, machine.arch) ?? 'a Java class';
  if (magic >>> 16 === 0x4d5a) return inspectPe(file) ?? 'a DOS program';
  if (magic === 0x0061736d) return 'WebAssembly';
  if (magic === 0x213c6172) return 'a static archive';
  if (magic >>> 16 === 0x2321) return 'a script';
  return 'a file of unknown kind';
}
