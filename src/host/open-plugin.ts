import { readDescriptor } from './descriptor.ts';
import type { OpenOptions } from './instance.ts';
import { openLibrary } from './library.ts';
import { Plugin } from './plugin.ts';

/**
 * Opens a plugin: reads its file, maps it, checks its ABI, and creates an instance. Nothing of the file runs
 * before it was found to be a Tutti plugin for this machine.
 *
 * @throws HostError; nothing stays mapped
 */
export async function openPlugin(path: string, options: OpenOptions = {}): Promise<Plugin> {
  const library = openLibrary(path);
  let plugin: Plugin;
  try {
    plugin = new Plugin(library, readDescriptor(library, options.abi), options);
  } catch (error) {
    library.unload();
    throw error;
  }
  plugin.create();
  return plugin;
}
