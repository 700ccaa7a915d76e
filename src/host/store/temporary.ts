import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { pid } from 'node:process';

/** A temporary says whose it is, so that those of processes that are gone can be removed. */
const pattern = /^\.tutti-(.+)-(\d+)-\d+$/;
/** How long one of another machine is left alone, since nobody here knows whether its process runs. */
const patienceMs = 24 * 60 * 60 * 1000;
let count = 0;

/** A fresh name in a store's folder, for an entry that is not in place yet or no longer. */
export function temporaryIn(folder: string): string {
  count += 1;
  return path.join(folder, `.tutti-${hostname()}-${pid}-${count}`);
}

/** Removes what interrupted processes left in a store's folder. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, machine, owner] = pattern.exec(name) ?? [];
    if (owner === undefined) continue;
    const file = path.join(folder, name);
    const isAbandoned = machine === hostname() ? !isRunning(Number(owner)) : await isOld(file);
    if (isAbandoned) await rm(file, { recursive: true, force: true });
  }
}

async function isOld(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > patienceMs;
}

function isRunning(owner: number): boolean {
  if (owner === pid) return true;
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
