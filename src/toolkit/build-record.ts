import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { filesBelow } from './file-tree.ts';
import { writeWhole } from './output-file.ts';

/** What a build was made from; lies beside its artifact. */
export interface BuildRecord {
  readonly fingerprint: string;
  /** Files the compiler read besides the folders that are always watched, relative to the workspace. */
  readonly inputs: readonly string[];
}

/** What decides whether an artifact is still the right one. */
export interface BuildInputs {
  /** Folder that relative paths start from. */
  readonly dir: string;
  /** Everything but files: compiler version and arguments. */
  readonly settings: readonly string[];
  /** Folders whose every file counts, so that a new header that shadows another is seen. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** One hash over the settings and the names and contents of all inputs; a missing file counts as such. */
export async function fingerprintOf(inputs: BuildInputs): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(inputs.settings));
  const listed = await Promise.all(
    inputs.folders.map((folder) => filesBelow(path.resolve(inputs.dir, folder))),
  );
  const files = [...listed.flat(), ...inputs.files.map((file) => path.resolve(inputs.dir, file))];
  for (const file of [...new Set(files)].sort()) {
    const content = await readFile(file).catch(() => undefined);
    hash.update(`\n${path.relative(inputs.dir, file)} ${content?.length ?? 'missing'}\n`);
    if (content) hash.update(content);
  }
  return hash.digest('hex');
}

export async function readRecord(file: string): Promise<BuildRecord | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    // Missing or damaged: both mean that the artifact has to be built.
    return undefined;
  }
}

function isRecord(value: unknown): value is BuildRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'fingerprint' in value &&
    'inputs' in value &&
    Array.isArray(value.inputs)
  );
}

export async function writeRecord(file: string, record: BuildRecord, advice?: string): Promise<void> {
  await writeWhole(file, `${JSON.stringify(record, null, 2)}\n`, advice);
}

/** The files that a depfile (`make` syntax) lists after its colon. */
export function readDepfile(text: string): string[] {
  const list = text.replace(/\\\r?\n/g, ' ').replace(/^(?:[^:]|:(?=[\\/]))*:\s*/, '');
  return (list.match(/(?:\\.|[^\s\\])+/g) ?? []).map((name) =>
    name.replace(/\\([ #])/g, '$1').replaceAll('$$', '$'),
  );
}
