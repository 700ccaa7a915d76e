import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { HostError } from '../../abi/index.ts';
import { formatProblem, type Manifest, parseManifest, type Target } from '../../manifest/index.ts';
import { machineTarget } from '../target.ts';

/** A plugin that was found: what it says of itself, and where its library for this machine lies. */
export interface FoundPlugin {
  readonly manifest: Manifest;
  /** Absolute path of its folder. */
  readonly folder: string;
  /** Absolute path of the library; undefined where none is there for this machine. */
  readonly library: string | undefined;
}

/** Says where the library of a plugin lies whose manifest names none for a target; undefined where it has none. */
export type FindLibrary = (manifest: Manifest, folder: string, target: string) => string | undefined;

const manifestName = 'tutti.json';

/**
 * Finds the plugins in folders. Each is a plugin's own folder, with a `tutti.json`, or one that holds such folders.
 * A library is the file that `entry` of the manifest names for this machine's target, such as
 * `"x86_64-linux-gnu": "lib/x86_64-linux-gnu/librepeat.so"`; else what `findLibrary` says.
 *
 * @returns sorted by folder
 * @throws HostError manifest-invalid, with every problem of every manifest; folder-unreadable
 */
export function discoverPlugins(folders: readonly string[], findLibrary?: FindLibrary): FoundPlugin[] {
  const target = machineTarget();
  const problems: string[] = [];
  const found: FoundPlugin[] = [];
  const dirs = [...new Set(folders.flatMap((folder) => pluginFolders(path.resolve(folder))))].sort();
  for (const folder of dirs) {
    const file = path.join(folder, manifestName);
    const parsed = parseManifest(readFileSync(file, 'utf8'), file);
    if (!parsed.ok) {
      problems.push(...parsed.problems.map(formatProblem));
      continue;
    }
    const { manifest } = parsed;
    const named = manifest.entry?.[target as Target];
    const library = named ?? findLibrary?.(manifest, folder, target);
    const absolute = library === undefined ? undefined : path.resolve(folder, library);
    found.push({ manifest, folder, library: absolute });
  }
  if (problems.length > 0) {
    const count =
      problems.length === 1 ? 'a manifest has a problem' : `manifests have ${problems.length} problems`;
    throw new HostError('manifest-invalid', `Cannot read the plugins: ${count}:\n${problems.join('\n')}`);
  }
  return found;
}

function pluginFolders(folder: string): string[] {
  if (isFile(path.join(folder, manifestName))) return [folder];
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'it is a file' : String(code);
    throw new HostError('folder-unreadable', `Cannot look for plugins in ${folder}: ${why}`, { cause });
  }
  return names
    .map((name) => path.join(folder, name))
    .filter((inner) => isFile(path.join(inner, manifestName)));
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
