import type { ManifestText } from '../situation.ts';
import type { LibraryPlugins } from '../worker/messages.ts';
import type { Desk } from './desk.ts';
import { isRecord } from './permalink.ts';

const needs = new WeakMap<ManifestText, readonly string[]>();

/**
 * Plugins that some manifest of the desk depends on, in the order of their ids; of an imported index, whose manifests
 * only the worker knows, all of its plugins.
 */
export function neededPlugins({ manifests }: Desk, library: LibraryPlugins): string[] {
  const ids = [...manifests.flatMap(needsOf), ...library.map(([id]) => id)];
  return [...new Set(ids)].sort();
}

/** What a text depends on, if it can be read at all: it may be half typed. */
function needsOf(manifest: ManifestText): readonly string[] {
  const known = needs.get(manifest);
  if (known !== undefined) return known;
  const ids = readNeeds(manifest.text);
  needs.set(manifest, ids);
  return ids;
}

function readNeeds(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return [];
    return [value.dependencies, value.optionalDependencies].flatMap((map) =>
      isRecord(map) ? Object.keys(map) : [],
    );
  } catch {
    return [];
  }
}
