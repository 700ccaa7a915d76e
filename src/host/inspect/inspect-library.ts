import { readFileSync } from 'node:fs';
import { arch, platform } from 'node:process';
import { entrySymbol, HostError } from '../../abi/index.ts';
import { machineLibc } from '../target.ts';
import { inspectElf } from './elf.ts';
import { FileView, TruncatedFile } from './file-view.ts';
import type { FormatInspection, Inspection } from './inspection.ts';
import { inspectMachO } from './mach-o.ts';
import { inspectPe } from './pe.ts';

const archs: Record<string, string> = { x64: 'x86_64', arm64: 'aarch64', ia32: 'x86' };
const systems: Record<string, Inspection['os']> = { linux: 'linux', darwin: 'macos', win32: 'windows' };

/** This machine, in the words of an inspection. */
export const machine = { os: systems[platform] ?? platform, arch: archs[arch] ?? arch };

/**
 * Reads what a library's file tells, without executing any of it.
 *
 * @throws HostError file-missing, file-unreadable, file-truncated, not-a-library
 * @remarks Reads the whole file once.
 */
export function inspectLibrary(path: string): Inspection {
  const bytes = readLibrary(path);
  const file = new FileView(bytes);
  try {
    const found = inspectFormat(file);
    if (typeof found === 'string') {
      throw new HostError('not-a-library', `Cannot load ${path}: it is ${found}, not a shared library`, {
        plugin: path,
      });
    }
    return { path, ...found, sizeBytes: bytes.length };
  } catch (error) {
    if (!(error instanceof TruncatedFile)) throw error;
    const message = `Cannot load ${path}: the file is cut off: ${error.message}`;
    throw new HostError('file-truncated', message, { plugin: path, cause: error });
  }
}

/**
 * States that a library is a Tutti plugin for this machine.
 *
 * @throws HostError foreign-platform, not-a-library, not-a-plugin
 */
export function requirePlugin(library: Inspection): void {
  const { path, os } = library;
  if (os !== machine.os || library.arch !== machine.arch) {
    const message = `Cannot load ${path}: it was built for ${library.arch} ${os}, and this machine is ${machine.arch} ${machine.os}`;
    throw new HostError('foreign-platform', message, { plugin: path });
  }
  if (library.libc !== undefined && library.libc !== machineLibc()) {
    const message = `Cannot load ${path}: it was built for the C library ${library.libc}, and this process runs on ${machineLibc()}`;
    throw new HostError('foreign-platform', message, { plugin: path });
  }
  if (!library.isShared) {
    throw new HostError(
      'not-a-library',
      `Cannot load ${path}: it is a program or an object file, not a shared library`,
      { plugin: path },
    );
  }
  if (!library.exports.includes(entrySymbol)) {
    throw new HostError(
      'not-a-plugin',
      `Cannot load ${path}: it does not export ${entrySymbol}, so it is not a Tutti plugin`,
      { plugin: path },
    );
  }
}

function readLibrary(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new HostError('file-missing', `Cannot load ${path}: there is no such file`, {
        plugin: path,
        cause: error,
      });
    }
    const why =
      code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' ? 'this user may not read it' : String(code);
    throw new HostError('file-unreadable', `Cannot load ${path}: ${why}`, { plugin: path, cause: error });
  }
}

/** The format's own inspection, or in words what the file is instead. */
function inspectFormat(file: FileView): FormatInspection | string {
  if (file.sizeBytes === 0) return 'an empty file';
  if (file.sizeBytes < 4) return 'a file of unknown kind';
  const magic = file.u32(0, false);
  if (magic === 0x7f454c46) return inspectElf(file);
  if (magic === 0xcffaedfe || magic === 0xcafebabe) return inspectMachO(file, machine.arch);
  if (magic >>> 16 === 0x4d5a) return inspectPe(file) ?? 'a DOS program';
  if (magic === 0x0061736d) return 'WebAssembly';
  if (magic === 0x213c6172) return 'a static archive';
  if (magic >>> 16 === 0x2321) return 'a script';
  return 'a file of unknown kind';
}
