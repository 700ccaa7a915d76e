import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { findReferences, type Reference } from './references.ts';

/** Whom each folder of `src/` may import. What is not listed here is no folder of the architecture. */
export const allowedImports: Readonly<Record<string, readonly string[]>> = {
  abi: [],
  resolver: [],
  manifest: ['resolver'],
  checks: ['abi'],
  host: ['abi', 'manifest', 'resolver'],
  lab: ['abi', 'checks'],
  toolkit: ['abi', 'manifest', 'checks', 'host', 'lab'],
  cli: ['abi', 'resolver', 'manifest', 'checks', 'host', 'lab', 'toolkit'],
  site: ['abi', 'resolver', 'manifest', 'checks', 'lab'],
  program: ['abi', 'manifest', 'resolver', 'checks', 'host'],
};

/** Folders that run unchanged in Node, in a worker and in the page. */
export const pureFolders: readonly string[] = ['abi', 'manifest', 'resolver', 'checks'];

/** Globals that exist in only some of the three. */
const platformGlobals = new Set([
  ...['process', 'Buffer', 'global', 'require', 'module', '__dirname', '__filename', 'setImmediate'],
  ...['window', 'document', 'navigator', 'location', 'localStorage', 'sessionStorage', 'self'],
]);

/** A rule of ARCHITECTURE that one line of a file breaks. */
export interface Violation {
  rule: 'import-direction' | 'deep-import' | 'platform-in-pure' | 'koffi-outside-host' | 'unknown-folder';
  /** `path:line` */
  place: string;
  message: string;
}

/**
 * Checks who imports whom.
 *
 * @param files path from the project's root -> source, of everything in `src/`, and of the pages in
 *   `content/`, which count as part of the site, and the scripts beside them, which use what the package exports
 */
export function checkImports(files: ReadonlyMap<string, string>): Violation[] {
  const violations: Violation[] = [];
  for (const [path, source] of files) {
    const folder = folderOf(path);
    if (folder === undefined) continue;
    if (!(folder in allowedImports)) {
      const message = `"${folder}" is no folder of the architecture: add it there with its imports, or move the file`;
      violations.push({ rule: 'unknown-folder', place: `${path}:1`, message });
      continue;
    }
    for (const reference of findReferences(path, source)) {
      const fault = checkReference(path, folder, reference);
      if (fault !== undefined) violations.push({ ...fault, place: `${path}:${reference.line}` });
    }
  }
  return violations;
}

type Fault = Pick<Violation, 'rule' | 'message'>;

function checkReference(path: string, folder: string, { kind, name }: Reference): Fault | undefined {
  const isPure = pureFolders.includes(folder);
  if (kind === 'global') {
    if (!isPure || !platformGlobals.has(name)) return undefined;
    return { rule: 'platform-in-pure', message: `"${folder}" is pure and uses the global ${name}` };
  }
  if (isPure && isBuiltin(name)) {
    return { rule: 'platform-in-pure', message: `"${folder}" is pure and imports ${name}` };
  }
  if (folder !== 'host' && /^(koffi|@koromix)(\/|$)/.test(name)) {
    return { rule: 'koffi-outside-host', message: `only "host" may import koffi, and "${folder}" does` };
  }
  const target = resolveTarget(path, name);
  const targetFolder = target === undefined ? undefined : folderOf(target);
  if (targetFolder === undefined || targetFolder === folder) return undefined;
  if (!allowedImports[folder]?.includes(targetFolder)) {
    return { rule: 'import-direction', message: `"${folder}" may not import "${targetFolder}"` };
  }
  if (target !== `src/${targetFolder}/index.ts`) {
    const message = `"${folder}" imports ${target}: other folders are entered through their index.ts`;
    return { rule: 'deep-import', message };
  }
  return undefined;
}

/**
 * The folder of `src/` that a file belongs to. The pages in `content/` belong to the site; a script beside them,
 * which a page quotes and a reader runs, is a program of its own.
 */
function folderOf(path: string): string | undefined {
  if (path.startsWith('content/')) return path.endsWith('.ts') ? 'program' : 'site';
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

/** The file that a module's name means, from the project's root; `undefined` for packages. */
function resolveTarget(path: string, name: string): string | undefined {
  const plain = name.replace(/[?#].*$/, '');
  if (plain.startsWith('/')) return plain.slice(1);
  if (plain.startsWith('.')) return posix.join(posix.dirname(path), plain);
  return undefined;
}
