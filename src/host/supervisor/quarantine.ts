import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HostError } from '../../abi/index.ts';
import type { StoredPlugin } from '../store/entry.ts';
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

/** A store, or no more than where it is. */
type InStore = { readonly folder: string };

const hashForm = /^[0-9a-f]{64}$/;
const folderOf = (store: InStore) => join(store.folder, 'quarantine');
const fileOf = (store: InStore, hash: string) => join(folderOf(store), `${hash}.json`);

/** Writes a record beside the plugins of a store; whole or not at all. A later record takes the place of an earlier. */
export async function quarantine(store: InStore, record: Quarantined): Promise<void> {
  await mkdir(folderOf(store), { recursive: true });
  const temporary = join(folderOf(store), `.${record.hash}-${randomUUID()}`);
  await writeFile(temporary, `${JSON.stringify(record, undefined, 2)}\n`);
  await rename(temporary, fileOf(store, record.hash));
}

/** The record of a content; undefined when it is not quarantined. @remarks About 5 µs where there is none. */
export async function findQuarantined(store: InStore, hash: string): Promise<Quarantined | undefined> {
  if (!existsSync(fileOf(store, hash))) return undefined;
  try {
    return JSON.parse(await readFile(fileOf(store, hash), 'utf8')) as Quarantined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Everything that a store holds in quarantine, longest first. */
export async function listQuarantined(store: InStore): Promise<Quarantined[]> {
  const names = await readdir(folderOf(store)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const hashes = names.map((name) => name.replace(/\.json$/, '')).filter((name) => hashForm.test(name));
  const records = await Promise.all(hashes.map((hash) => findQuarantined(store, hash)));
  return records.filter((record) => record !== undefined).sort((a, b) => a.since - b.since);
}

/** Takes a content out of quarantine. Returns whether it was in it. */
export async function liftQuarantine(store: InStore, hash: string): Promise<boolean> {
  if ((await findQuarantined(store, hash)) === undefined) return false;
  await rm(fileOf(store, hash), { force: true });
  return true;
}

/** The refusal of a quarantined library: which content, why, and how it is lifted. */
export function quarantinedError(path: string, store: InStore | undefined, record: Quarantined): HostError {
  const { hash, plugin, faults } = record;
  const last = faults.at(-1);
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  const since = new Date(record.since).toISOString();
  const why = `its content ${hash} is quarantined since ${since} after ${count} of plugin "${plugin}"${last ? `, the last: ${last.message}` : ''}`;
  const lift =
    store === undefined
      ? 'supervise it again'
      : `lift it with liftQuarantine(store, "${hash}") for the store ${store.folder}`;
  return new HostError('quarantined', `Cannot open ${path}: ${why}. Update the plugin, or ${lift}`, {
    plugin,
  });
}

/** The store that an entry lies in. */
export function storeOf({ path }: StoredPlugin): InStore {
  return { folder: dirname(dirname(dirname(path))) };
}

/** @throws HostError quarantined */
export async function requireNotQuarantined(path: string, store: InStore, hash: string): Promise<void> {
  const record = await findQuarantined(store, hash);
  if (record) throw quarantinedError(path, store, record);
}
