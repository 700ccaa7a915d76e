import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Inspection } from './inspection.ts';

/** The library's own folder, as each loader writes it. */
const ownFolder = /^(?:\$ORIGIN\b|\$\{ORIGIN\}|@loader_path(?=\/|$))/;

/** The needed libraries that the loader would find by where the library itself lies: a copy elsewhere lacks them. */
export function librariesBeside({ path: file, format, needed, searched }: Inspection): string[] {
  const folder = path.dirname(path.resolve(file));
  const isThere = (name: string) => existsSync(name.replace(ownFolder, folder));
  const own = searched.filter((each) => ownFolder.test(each));
  return needed.filter((name) => {
    if (format === 'PE') return existsSync(path.join(folder, name));
    if (ownFolder.test(name)) return isThere(name);
    if (name.includes('/') && !name.startsWith('@rpath/')) return false;
    return own.some((each) => isThere(path.join(each, name.replace('@rpath/', ''))));
  });
}
