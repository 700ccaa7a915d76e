import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError } from '../../abi/index.ts';
import type { SeenFault } from './restart-policy.ts';

/** Why a library may not be opened any more, by the hash of its content: a copy under another name is meant too. */
export interface Quarantined {
  /** SHA-256 of the library, in hexadecimal. */
  readonly hash: string;
  readonly plugin: string;
  readonly version: string;
  /** Where it was opened from when it was quarantined. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Oldest first. */
  readonly faults: readonly SeenFault[];
}

/** SHA-256 of a file, in hexadecimal. */
export async function contentHash(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

const hashForm = /^[0-9a-f]{64}$/;
const folderOf = (store: string) => join(store, 'quarantine');
const fileOf = (store: string, hash: string) => join(folderOf(store), `${hash}.json`);

/** Writes a record into the folder of a store; whole or not at all. A later record takes the place of an earlier. */
export async function quarantine(store: string, record: Quarantined): Promise<void> {
  await mkdir(folderOf(store), { recursive: true });
  const temporary = join(folderOf(store), `.${record.hash}-${randomUUID()}`);
  await writeFile(temporary, `${JSON.stringify(record, undefined, 2)}\n`);
  await rename(temporary, fileOf(store, record.hash));
}

/** The record of a content; undefined when it is not quarantined. */
export async function findQuarantined(store: string, hash: string): Promise<Quarantined | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(store, hash), 'utf8')) as Quarantined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Everything that a store holds in quarantine, longest first. */
export async function listQuarantined(store: string): Promise<Quarantined[]> {
  const names = await readdir(folderOf(store)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const hashes = names.map((name) => name.replace(/\.json$/, '')).filter((name) => hashForm.test(name));
  const records = await Promise.all(hashes.map((hash) => findQuarantined(store, hash)));
  return records.filter((record) => record !== undefined).sort((a, b) => a.since - b.since);
}

/** Takes a content out of quarantine. Returns whether it was in it. */
export async function liftQuarantine(store: string, hash: string): Promise<boolean> {
  if ((await findQuarantined(store, hash)) === undefined) return false;
  await rm(fileOf(store, hash), { force: true });
  return true;
}

/** The refusal of a quarantined library: which content, why, and how it is lifted. */
export function quarantinedError(path: string, store: string, record: Quarantined): HostError {
  const { hash, plugin, faults } = record;
  const last = faults.at(-1);
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  return new HostError(
    'quarantined',
    `Cannot open ${path}: its content ${hash} is quarantined since ${new Date(record.since).toISOString()} after ${count} of plugin "${plugin}"${last ? `, the last: ${last.message}` : ''}. Update the plugin, or lift it: liftQuarantine("${store}", "${hash}")`,
    { plugin },
  );
}

/** @throws HostError quarantined */
export async function requireNotQuarantined(path: string, store: string, hash: string): Promise<void> {
  const record = await findQuarantined(store, hash);
  if (record) throw quarantinedError(path, store, record);
}
