import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import koffi, { type LibraryHandle } from 'koffi';
import { HostError } from '../../abi/index.ts';
import { libraryFileName, machineTarget } from '../target.ts';

/** Where the native half of the host lies: beside the sources in a clone, beside lib/ in the package. */
function prebuilt(file: string): string {
  return fileURLToPath(new URL(file, new URL(`../../../prebuilt/${machineTarget()}/`, import.meta.url)));
}

/** The library of host services for this machine. */
export function servicesPath(): string {
  return prebuilt(libraryFileName('tutti_services'));
}

/** The program that plugins run in when they have a process of their own. */
export function childPath(): string {
  return prebuilt('tutti_child');
}

let opened: LibraryHandle | undefined;

/**
 * The library of host services, loaded once and kept.
 *
 * @throws HostError services-missing
 */
export function servicesLibrary(): LibraryHandle {
  if (opened !== undefined) return opened;
  const path = servicesPath();
  if (!existsSync(path)) {
    const fix = 'In a clone, run "npm start" or "npm run build" once';
    throw new HostError('services-missing', `Cannot find the host services at ${path}. ${fix}`);
  }
  opened = koffi.load(path);
  return opened;
}
