import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Inspection } from './inspection.ts';
import { machine } from './machine.ts';

const systemFolders = ['/lib64', '/usr/lib64', '/lib', '/usr/lib', '/usr/local/lib'];
let cache: string | undefined;
/** Names that were found in the cache: most plugins need the same few. */
const known = new Set<string>();

/**
 * The needed libraries of which this machine has no trace, so that the loader would refuse the one that needs
 * them: neither where the file says, nor in the system's folders and cache, nor loaded already.
 *
 * @remarks Answers on Linux alone; elsewhere the loader's own words tell.
 */
export function missingLibraries({ os, needed, searched, path: file }: Inspection): string[] {
  if (os !== 'linux' || machine.os !== 'linux') return [];
  // The usual case costs no more than this.
  if (needed.every(isKnown)) return [];
  const origin = path.dirname(path.resolve(file));
  const folders = searched.map((folder) => folder.replaceAll(/\$(?:ORIGIN\b|\{ORIGIN\})/g, origin));
  return needed.filter((name) => {
    if (name.includes('/')) return !existsSync(name);
    return !isKnown(name) && !isBelow(folders, name) && !isInSystem(name) && !isLoaded(name);
  });
}

function isBelow(folders: readonly string[], name: string): boolean {
  return folders.some((folder) => existsSync(path.join(folder, name)));
}

/** The cache is kept: it holds every library that most plugins need. */
function isKnown(name: string): boolean {
  if (known.has(name)) return true;
  cache ??= readSystemCache();
  if (!cache.includes(`/${name}\0`)) return false;
  known.add(name);
  return true;
}

function isInSystem(name: string): boolean {
  // Installed since the cache was read.
  cache = readSystemCache();
  return isKnown(name) || isBelow(foldersOfLoader(), name);
}

function readSystemCache(): string {
  try {
    return readFileSync('/etc/ld.so.cache', 'latin1');
  } catch {
    return '';
  }
}

function foldersOfLoader(): string[] {
  const ofUser = (process.env.LD_LIBRARY_PATH ?? '').split(/[:;]/).filter((folder) => folder !== '');
  return [...ofUser, ...systemFolders, ...foldersOfMusl()];
}

/** musl has no cache: a file names its folders. */
function foldersOfMusl(): string[] {
  const files = readdirSync('/etc').filter((name) => /^ld-musl-.*\.path$/.test(name));
  return files.flatMap((name) => readFileSync(`/etc/${name}`, 'utf8').split(/[:\n]/).filter(Boolean));
}

/** A library that is loaded from anywhere also serves one that needs its name. */
function isLoaded(name: string): boolean {
  return readFileSync('/proc/self/maps', 'utf8').includes(`/${name}\n`);
}
