import { hash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { HostError } from '../../abi/index.ts';
import { inspectBytes } from '../inspect/inspect-library.ts';
import type { Inspection } from '../inspect/inspection.ts';

/** A plugin's library in a store: bytes that never change, under a name that says which they are. */
export interface StoredPlugin {
  /** SHA-256 of the file's bytes, 64 hexadecimal digits. */
  readonly hash: string;
  /** The file in the store, which keeps its original name. */
  readonly path: string;
  readonly inspection: Inspection;
}

/** Beside each library: what it was found to be, so that opening it reads nothing of it again. */
export const sidecarName = 'inspection.json';
/** Counts up whenever an inspection tells more than before: an older sidecar is then made anew. */
const sidecarVersion = 2;

interface Sidecar {
  readonly version: number;
  /** Name of the library's file. */
  readonly name: string;
  readonly inspection: Inspection;
}

const hashPattern = /^[0-9a-f]{64}$/;

/** The name that content has in a store. */
export function hashOf(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** The folder of an entry: `ab/abcd…`. */
export function entryFolder(store: string, plugin: string): string {
  return path.join(store, plugin.slice(0, 2), plugin);
}

/** Whether a name in a store's folder of two digits is an entry's. */
export function isHash(name: string): boolean {
  return hashPattern.test(name);
}

/** The name of a library in its entry: its own, unless that is the sidecar's. */
export function nameInEntry(file: string): string {
  const name = path.basename(file);
  return name.includes(sidecarName) ? 'library' : name;
}

/** What the sidecar of a fresh entry says. */
export function sidecarText(name: string, inspection: Inspection): string {
  const sidecar: Sidecar = { version: sidecarVersion, name, inspection: { ...inspection, path: name } };
  return `${JSON.stringify(sidecar)}\n`;
}

/**
 * Reads an entry by its folder.
 *
 * @param isVerified whether the library's bytes are read and compared with the entry's name
 * @returns undefined when there is no such entry
 * @throws HostError store-corrupt
 * @remarks Unless verified, reads the sidecar and asks for the library's size: about 0.1 ms.
 */
export function readEntry(folder: string, isVerified = false): StoredPlugin | undefined {
  const sidecar = readSidecar(folder);
  const name = sidecar?.name ?? nameOfLibrary(folder);
  if (name === undefined) return undefined;
  const file = path.join(folder, name);
  const plugin = path.basename(folder);
  requireSize(file, sidecar?.inspection.sizeBytes);
  if (sidecar !== undefined && !isVerified) {
    return { hash: plugin, path: file, inspection: { ...sidecar.inspection, path: file } };
  }
  const bytes = readFileSync(file);
  if (hashOf(bytes) !== plugin) throw corrupt(file, 'its bytes are no longer those that its name says');
  const inspection = sidecar?.inspection ?? inspectBytes(file, bytes);
  if (sidecar === undefined) writeSidecar(folder, name, inspection);
  return { hash: plugin, path: file, inspection: { ...inspection, path: file } };
}

function requireSize(file: string, expectedBytes: number | undefined): void {
  const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size;
  if (sizeBytes === undefined) throw corrupt(file, 'the library is gone');
  if (expectedBytes === undefined || sizeBytes === expectedBytes) return;
  throw corrupt(file, `the library has ${sizeBytes} bytes and had ${expectedBytes}`);
}

/** Looks whether an entry's library is still there, whole. @throws HostError store-corrupt */
export function requireWhole({ path: file, inspection }: StoredPlugin): void {
  requireSize(file, inspection.sizeBytes);
}

/** Like {@link readEntry} for the path of a stored library, of whichever store; undefined for any other path. */
export function readEntryAt(file: string, isVerified = false): StoredPlugin | undefined {
  const folder = path.dirname(path.resolve(file));
  const plugin = path.basename(folder);
  if (!isHash(plugin) || path.basename(path.dirname(folder)) !== plugin.slice(0, 2)) return undefined;
  const entry = readEntry(folder, isVerified);
  return entry !== undefined && path.basename(entry.path) === path.basename(file) ? entry : undefined;
}

/** The sidecar, unless it is missing, damaged, or tells less than an inspection does now. */
function readSidecar(folder: string): Sidecar | undefined {
  try {
    const value = JSON.parse(readFileSync(path.join(folder, sidecarName), 'utf8')) as Partial<Sidecar> | null;
    const isCurrent = value?.version === sidecarVersion && value.inspection !== undefined;
    const isInFolder = typeof value?.name === 'string' && path.basename(value.name) === value.name;
    return isCurrent && isInFolder ? (value as Sidecar) : undefined;
  } catch {
    return undefined;
  }
}

/** Made again from the library; where the store may not be written to, the next reader makes it again too. */
function writeSidecar(folder: string, name: string, inspection: Inspection): void {
  const temporary = path.join(folder, `.${sidecarName}-${process.pid}`);
  try {
    writeFileSync(temporary, sidecarText(name, inspection));
    renameSync(temporary, path.join(folder, sidecarName));
  } catch {
    rmSync(temporary, { force: true });
  }
}

function nameOfLibrary(folder: string): string | undefined {
  try {
    return readdirSync(folder).find((name) => !name.startsWith(`.${sidecarName}`) && name !== sidecarName);
  } catch {
    return undefined;
  }
}

function corrupt(file: string, why: string): HostError {
  const fix = 'Remove it from the store and add the plugin again';
  return new HostError('store-corrupt', `Cannot load ${file}: ${why}. ${fix}`, { plugin: file });
}
