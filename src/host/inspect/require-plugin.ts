import { entrySymbol, HostError, type HostErrorCode } from '../../abi/index.ts';
import { machineGlibc, machineLibc } from '../target.ts';
import { compareReleases } from './elf-versions.ts';
import type { Inspection } from './inspection.ts';
import { machine } from './machine.ts';
import { missingLibraries } from './needed-libraries.ts';

/**
 * States that a library is a Tutti plugin which this machine can load.
 *
 * @throws HostError foreign-platform, not-a-library, not-a-plugin, executable-stack, system-too-old,
 *   needed-missing
 */
export function requirePlugin(library: Inspection): void {
  const { path, os, libc, needsGlibc } = library;
  const refuse = (code: HostErrorCode, why: string) =>
    new HostError(code, `Cannot load ${path}: ${why}`, { plugin: path });
  if (os !== machine.os || library.arch !== machine.arch) {
    const here = `this machine is ${machine.arch} ${machine.os}`;
    throw refuse('foreign-platform', `it was built for ${library.arch} ${os}, and ${here}`);
  }
  if (libc !== undefined && libc !== machineLibc()) {
    const here = `this process runs on ${machineLibc()}`;
    throw refuse('foreign-platform', `it was built for the C library ${libc}, and ${here}`);
  }
  if (!library.isShared) {
    throw refuse('not-a-library', 'it is a program or an object file, not a shared library');
  }
  if (!library.exports.includes(entrySymbol)) {
    throw refuse('not-a-plugin', `it does not export ${entrySymbol}, so it is not a Tutti plugin`);
  }
  if (library.hasExecutableStack && library.format === 'ELF') {
    const risk = 'it asks for an executable stack, which would open the whole process to injected code';
    throw refuse('executable-stack', `${risk}. Link it with -Wl,-z,noexecstack`);
  }
  const glibc = machineGlibc();
  if (needsGlibc !== undefined && glibc !== undefined && compareReleases(needsGlibc, glibc) > 0) {
    const fix = 'Build it with "tutti build", which asks for glibc 2.28, or on an older system';
    throw refuse('system-too-old', `it needs glibc ${needsGlibc}, and this machine has ${glibc}. ${fix}`);
  }
  const [missing] = missingLibraries(library);
  if (missing !== undefined) {
    const fix = 'Install that library, or link it into the plugin';
    throw refuse('needed-missing', `it needs ${missing}, which is not on this machine. ${fix}`);
  }
}
