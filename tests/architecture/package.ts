import { posix } from 'node:path';
import semver from 'semver';

/** The parts of package.json that are checked. */
export interface PackageFile {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  allowScripts?: Record<string, boolean>;
}

/** The parts of package-lock.json that are checked. Keys are paths: `""`, `node_modules/astro`, … */
export interface LockFile {
  packages: Record<string, LockEntry>;
}

export interface LockEntry {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

/** Says of each dependency that is not one exact version what stands there. */
export function findLoosePins({ dependencies = {}, devDependencies = {} }: PackageFile): string[] {
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => semver.valid(version) !== version)
    .map(([name, version]) => `${name}: "${version}" is not one exact version`);
}

/** Says everything that would make the lock file install something else, or nothing, on another machine. */
export function findLockFaults(lock: LockFile, { allowScripts = {} }: PackageFile): string[] {
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    if (path === '') return [];
    const faults: string[] = [];
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (entry.resolved !== undefined) faults.push(`${path}: names the address that it came from`);
    if (entry.integrity === undefined && entry.optional !== true) faults.push(`${path}: has no hash`);
    if (entry.hasInstallScript === true && !(name in allowScripts)) {
      faults.push(`${path}: has an install script that package.json neither allows nor denies`);
    }
    for (const dependency of Object.keys(entry.optionalDependencies ?? {})) {
      if (isLocked(lock, path, dependency)) continue;
      faults.push(
        `${path}: its optional package ${dependency} is missing, so another platform would lack it`,
      );
    }
    return faults;
  });
}

/** Is the package locked where Node would find it from `path`: in it, or in a folder around it? */
function isLocked(lock: LockFile, path: string, dependency: string): boolean {
  for (let folder = path; ; folder = posix.dirname(folder)) {
    const isRoot = folder === '.';
    if (posix.join(isRoot ? '' : folder, 'node_modules', dependency) in lock.packages) return true;
    if (isRoot) return false;
  }
}
