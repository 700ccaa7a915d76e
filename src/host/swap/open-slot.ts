import { openPlugin } from '../plugin/open-plugin.ts';
import type { OpenPluginOptions } from '../plugin/plugin-options.ts';
import { Slot } from './slot.ts';

/**
 * Opens and starts a plugin in a slot: a place where its code can be exchanged under load.
 *
 * @param options how this and every later version is opened
 * @throws HostError as `openPlugin` and `Plugin.start`; nothing stays open
 */
export async function openSlot(path: string, options: OpenPluginOptions = {}): Promise<Slot> {
  const open = (version: string) => openPlugin(version, options);
  const plugin = await open(path);
  try {
    await plugin.start();
  } catch (error) {
    await plugin.close();
    throw error;
  }
  return new Slot(plugin, open);
}
