import type { Desk } from '../desk/desk.ts';
import { nameOf } from '../desk/manifest-name.ts';
import type { LibraryPlugins } from '../worker/messages.ts';
import type { KnownNames } from './manifest-options.ts';

/** Names worth offering while someone types; of an imported index, only what is asked for already. */
export function knownNames(desk: Desk, library: LibraryPlugins): KnownNames {
  const plugins = new Map<string, string[]>();
  const capabilities = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, id: string, version: string) => {
    const known = map.get(id) ?? [];
    if (!known.includes(version)) map.set(id, [version, ...known]);
  };
  for (const [id, versions] of library) {
    if (Object.hasOwn(desk.request.roots, id)) plugins.set(id, [...versions]);
  }
  for (const manifest of desk.manifests) {
    const { id, version } = nameOf(manifest);
    if (version !== '') add(plugins, id, version);
    for (const [capability, offered] of Object.entries(providesOf(manifest.text)))
      add(capabilities, capability, offered);
  }
  return { plugins, capabilities };
}

/** What a text provides, if it can be read at all: it may be half typed. */
function providesOf(text: string): Record<string, string> {
  try {
    const { provides } = JSON.parse(text) as { provides?: unknown };
    if (typeof provides !== 'object' || provides === null) return {};
    return Object.fromEntries(Object.entries(provides).filter(([, version]) => typeof version === 'string'));
  } catch {
    return {};
  }
}
