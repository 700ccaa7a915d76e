import os from 'node:os';
import path from 'node:path';
import { env, platform } from 'node:process';

/** Where plugins are stored unless told: what `TUTTI_STORE` names, else a folder in the user's cache. */
export function defaultStoreFolder(): string {
  if (env.TUTTI_STORE) return path.resolve(env.TUTTI_STORE);
  return path.join(userCacheFolder(), 'tutti', 'plugins');
}

function userCacheFolder(): string {
  const home = env.HOME ?? os.homedir();
  if (platform === 'win32') return env.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches');
  return env.XDG_CACHE_HOME || path.join(home, '.cache');
}
