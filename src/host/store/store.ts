import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { HostError } from '../../abi/index.ts';
import { inspectBytes, readLibrary } from '../inspect/inspect-library.ts';
import type { Inspection } from '../inspect/inspection.ts';
import { librariesBeside } from '../inspect/libraries-beside.ts';
import {
  entryFolder,
  hashOf,
  isHash,
  nameInEntry,
  readEntry,
  readEntryAt,
  type StoredPlugin,
  sidecarName,
  sidecarText,
} from './entry.ts';
import { FileMemory, stampOf } from './file-memory.ts';
import { defaultStoreFolder } from './store-folder.ts';
import { removeAbandoned, temporaryIn } from './temporary.ts';

export interface StoreOptions {
  /** Reads and compares a library's bytes each time it is taken out of the store; off unless told. */
  readonly isVerified?: boolean;
}

/** An entry that must not be loaded, and why. */
export interface CorruptEntry {
  readonly hash: string;
  readonly error: HostError;
}

/**
 * A folder of plugins' libraries, each under the hash of its bytes: `ab/abcd…/librepeat.so`. Nothing in it is
 * ever written in place, so what a process has mapped from it stays what it was. Any number of processes may
 * use one folder at once.
 */
export class Store {
  /** Absolute. */
  readonly folder: string;
  readonly #isVerified: boolean;
  readonly #files = new FileMemory();

  constructor(folder: string, isVerified: boolean) {
    this.folder = folder;
    this.#isVerified = isVerified;
  }

  /**
   * Copies a library into the store, unless its bytes are there already, and says what its file tells.
   *
   * @throws HostError of `inspectLibrary`; needed-beside, store-unwritable
   * @remarks Reads the file once, and what is inspected is what is stored. An entry that was damaged is replaced. A
   *   file to which nothing was done since is not read again.
   */
  async add(file: string): Promise<StoredPlugin> {
    const hash = this.#files.hashOf(file, stampOf(file));
    if (hash === undefined) return this.#addRead(file);
    try {
      const known = readEntry(entryFolder(this.folder, hash), this.#isVerified);
      if (known === undefined) return await this.#addRead(file);
      requireAlone({ ...known.inspection, path: file });
      return known;
    } catch (error) {
      if (isCorrupt(error)) return this.#addRead(file);
      throw error;
    }
  }

  async #addRead(file: string): Promise<StoredPlugin> {
    const stamp = stampOf(file);
    const bytes = readLibrary(file);
    const plugin = hashOf(bytes);
    this.#files.remember(file, stamp, stampOf(file), plugin);
    const folder = entryFolder(this.folder, plugin);
    try {
      const known = readEntry(folder, this.#isVerified);
      if (known !== undefined) {
        requireAlone({ ...known.inspection, path: file });
        return known;
      }
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      await this.remove(plugin);
    }
    const name = nameInEntry(file);
    const inspection = inspectBytes(file, bytes);
    requireAlone(inspection);
    try {
      await this.#place(folder, name, bytes, sidecarText(name, inspection));
    } catch (error) {
      throw unwritable(file, this.folder, error);
    }
    const added = readEntry(folder);
    if (added !== undefined) return added;
    throw unwritable(file, this.folder, new Error('the entry was removed while it was added'));
  }

  /**
   * The entry of a hash.
   *
   * @throws HostError store-corrupt
   */
  get(plugin: string): StoredPlugin | undefined {
    return isHash(plugin) ? readEntry(entryFolder(this.folder, plugin), this.#isVerified) : undefined;
  }

  /** Every entry that can be read, sorted by hash. */
  async list(): Promise<StoredPlugin[]> {
    const found: StoredPlugin[] = [];
    for (const plugin of await this.#hashes()) {
      try {
        const entry = readEntry(entryFolder(this.folder, plugin));
        if (entry !== undefined) found.push(entry);
      } catch (error) {
        if (!isCorrupt(error)) throw error;
      }
    }
    return found;
  }

  /** Reads every entry and names those whose bytes are no longer those that their names say. */
  async verify(): Promise<CorruptEntry[]> {
    const found: CorruptEntry[] = [];
    for (const plugin of await this.#hashes()) {
      try {
        readEntry(entryFolder(this.folder, plugin), true);
      } catch (error) {
        if (!isCorrupt(error)) throw error;
        found.push({ hash: plugin, error });
      }
      // Another plugin's calls run in between.
      await new Promise(setImmediate);
    }
    return found;
  }

  /**
   * Takes an entry out of the store. Processes that have it mapped keep what they have.
   *
   * @returns whether it was there
   */
  async remove(plugin: string): Promise<boolean> {
    if (!isHash(plugin)) return false;
    const away = temporaryIn(this.folder);
    try {
      await rename(entryFolder(this.folder, plugin), away);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw unwritable(plugin, this.folder, error);
    }
    await rm(away, { recursive: true, force: true });
    return true;
  }

  /**
   * Removes every entry that is not kept, and what interrupted processes left.
   *
   * @param keep hashes of the plugins that are in use, those that other processes are about to open included
   * @returns the hashes that were removed, sorted
   */
  async collect(keep: Iterable<string>): Promise<string[]> {
    const kept = new Set(keep);
    const removed: string[] = [];
    await removeAbandoned(this.folder);
    for (const plugin of await this.#hashes()) {
      if (!kept.has(plugin) && (await this.remove(plugin))) removed.push(plugin);
    }
    return removed;
  }

  /** Writes a whole entry beside its place and moves it there in one step; whoever is first wins. */
  async #place(folder: string, name: string, bytes: Uint8Array, sidecar: string): Promise<void> {
    await mkdir(path.dirname(folder), { recursive: true });
    const temporary = temporaryIn(this.folder);
    try {
      await mkdir(temporary);
      await writeDurably(path.join(temporary, name), bytes);
      await writeDurably(path.join(temporary, sidecarName), sidecar);
      await syncFolder(temporary);
      await rename(temporary, folder);
      await syncFolder(path.dirname(folder));
    } catch (error) {
      const isThere = ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(codeOf(error) ?? '');
      if (!isThere || readEntry(folder) === undefined) throw error;
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  async #hashes(): Promise<string[]> {
    const found: string[] = [];
    for (const digits of await readdir(this.folder).catch(() => [])) {
      if (!/^[0-9a-f]{2}$/.test(digits)) continue;
      const names = await readdir(path.join(this.folder, digits)).catch(() => []);
      found.push(...names.filter((name) => isHash(name) && name.startsWith(digits)));
    }
    return found.sort();
  }
}

/**
 * Opens a store, and makes its folder where there is none.
 *
 * @param folder what `TUTTI_STORE` names unless told, else `tutti/plugins` in the user's cache
 * @throws HostError store-unwritable
 * @remarks Removes what interrupted processes left in it.
 */
export async function openStore(
  folder: string = defaultStoreFolder(),
  { isVerified = false }: StoreOptions = {},
): Promise<Store> {
  const absolute = path.resolve(folder);
  try {
    await mkdir(absolute, { recursive: true });
  } catch (error) {
    throw unwritable('plugins', absolute, error);
  }
  await removeAbandoned(absolute);
  return new Store(absolute, isVerified);
}

/** The default store, once it was opened; `TUTTI_STORE` may change while a process runs. */
let opened: Store | undefined;

/**
 * The stored form of a plugin: itself, if it lies in a store already, else a copy in the default store.
 *
 * @param plugin a stored plugin, or the path of a library
 * @throws HostError of `inspectLibrary`; store-corrupt, store-unwritable
 */
export async function stored(
  plugin: string | { readonly path: string } | StoredPlugin,
): Promise<StoredPlugin> {
  if (typeof plugin !== 'string' && 'inspection' in plugin) return plugin;
  const file = typeof plugin === 'string' ? plugin : plugin.path;
  const known = readEntryAt(file);
  if (known !== undefined) return known;
  if (opened?.folder !== defaultStoreFolder()) opened = await openStore();
  return opened.add(file);
}

/** @throws HostError needed-beside */
function requireAlone(inspection: Inspection): void {
  const [beside] = librariesBeside(inspection);
  if (beside === undefined) return;
  const { path: plugin } = inspection;
  const why = `it needs ${beside}, which lies beside it, and a store keeps every library on its own`;
  const fix = `Link ${beside} into the plugin, or install it where the system looks`;
  throw new HostError('needed-beside', `Cannot store ${plugin}: ${why}. ${fix}`, { plugin });
}

async function writeDurably(file: string, content: Uint8Array | string): Promise<void> {
  const handle = await open(file, 'wx', 0o444);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** So that the names in it outlive a loss of power; Windows has nothing of the kind. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

function isCorrupt(error: unknown): error is HostError {
  return error instanceof HostError && error.code === 'store-corrupt';
}

function unwritable(what: string, folder: string, cause: unknown): HostError {
  const isFull = ['ENOSPC', 'EDQUOT'].includes(codeOf(cause) ?? '');
  const why = isFull
    ? 'the disk is full. Free some space, or set TUTTI_STORE to a folder on another disk'
    : `it cannot be written to (${codeOf(cause) ?? (cause as Error).message}). Make it writable, or set TUTTI_STORE to a folder that is`;
  return new HostError('store-unwritable', `Cannot store ${what} in ${folder}: ${why}`, {
    plugin: what,
    cause,
  });
}
