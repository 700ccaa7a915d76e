import { HostError } from '../../abi/index.ts';
import type { Lockfile, Manifest, Target } from '../../manifest/index.ts';
import type { Selection } from '../../resolver/index.ts';
import type { Isolation } from '../road.ts';
import type { StoredPlugin } from '../store/entry.ts';
import { stored } from '../store/store.ts';
import { requireNotQuarantined, storeOf } from '../supervisor/quarantine.ts';
import { machineTarget } from '../target.ts';
import type { FoundPlugin } from './discover.ts';
import type { Placement } from './groups.ts';
import type { RegistryOptions } from './registry-options.ts';

/** A plugin that was selected, with its library in the store. */
export interface Candidate {
  readonly manifest: Manifest;
  readonly stored: StoredPlugin;
}

/**
 * Stores the library of every selected plugin.
 *
 * @throws HostError library-missing, lock-mismatch, quarantined; of `inspectLibrary` and of the store
 */
export async function storeSelected(
  found: readonly FoundPlugin[],
  selection: Selection,
  { store, lock, opensQuarantined }: Pick<RegistryOptions, 'store' | 'lock' | 'opensQuarantined'>,
): Promise<Map<string, Candidate>> {
  const candidates = new Map<string, Candidate>();
  for (const { manifest, folder, library } of found) {
    const { id, version } = manifest;
    if (selection[id] !== version) continue;
    if (library === undefined) {
      const target = machineTarget();
      const fix = `Build it, and name the library in "entry" of its tutti.json: { "${target}": "lib/…" }`;
      const text = `Cannot open plugin "${id}": there is no library for ${target} in ${folder}. ${fix}`;
      throw new HostError('library-missing', text, { plugin: id });
    }
    const entry = store === undefined ? await stored(library) : await store.add(library);
    requireLocked(manifest, library, entry.hash, lock);
    if (!opensQuarantined) await requireNotQuarantined(library, storeOf(entry), entry.hash);
    candidates.set(id, { manifest, stored: entry });
  }
  return candidates;
}

function requireLocked({ id, version }: Manifest, file: string, hash: string, lock?: Lockfile): void {
  const locked = lock?.plugins[id];
  const expected = locked?.version === version ? locked.sha256?.[machineTarget() as Target] : undefined;
  if (expected === undefined || expected === hash) return;
  const fix = 'If that is wanted, lock again';
  const text = `Cannot open plugin "${id}": the library ${file} is another one than was locked: locked is ${expected}, found was ${hash}. ${fix}`;
  throw new HostError('lock-mismatch', text, { plugin: id });
}

/** Where plugins would run if each stood alone, as configured. */
export function placementOf(
  candidates: ReadonlyMap<string, Candidate>,
  { trust = false, isolation, group }: Pick<RegistryOptions, 'trust' | 'isolation' | 'group'>,
): Placement {
  const isolationOf = (id: string): Isolation => {
    const { manifest, stored: entry } = candidates.get(id)!;
    const configured = typeof isolation === 'function' ? isolation(manifest) : isolation;
    if (configured !== undefined) return configured;
    const isTrusted = typeof trust === 'boolean' ? trust : trust({ path: entry.path, sha256: entry.hash });
    return isTrusted ? 'inProcess' : 'childProcess';
  };
  return { isolationOf, groupOf: (id) => group?.(candidates.get(id)!.manifest) };
}
