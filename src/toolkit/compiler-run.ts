import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ChildResult, runChild } from './child-command.ts';
import { diskFull, errorCode, folderError } from './output-file.ts';
import type { Toolchain } from './toolchain.ts';
import { ToolkitError } from './toolkit-error.ts';

/** One run of the compiler and what to say when it fails. */
export interface CompilerRun {
  readonly toolchain: Toolchain;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** What is being built, for the message: `examples/repeat/c/repeat.c for wasm32`. */
  readonly subject: string;
  /** Where the output goes; a full disk is looked for here and in the compiler's cache. */
  readonly outputDir: string;
  readonly advice?: string | undefined;
}

/** Runs the compiler and passes its result on, whatever it is. */
export async function tryCompiler(run: CompilerRun): Promise<ChildResult> {
  return runChild(run.toolchain.file, run.args, { cwd: run.cwd, env: run.env, signal: run.signal });
}

/**
 * Runs the compiler to success.
 *
 * @throws ToolkitError `source-rejected` or `link-failed` with its diagnostics as notes, `disk-full`,
 * `folder-unwritable`, `compiler-unusable` when it died, `interrupted`
 */
export async function runCompiler(run: CompilerRun): Promise<void> {
  const result = await tryCompiler(run);
  if (result.exitCode !== 0) throw await compilerFailure(run, result);
}

export async function compilerFailure(run: CompilerRun, result: ChildResult): Promise<unknown> {
  const text = `${result.stderr}\n${result.stdout}`;
  const folders = [run.outputDir, run.env.ZIG_GLOBAL_CACHE_DIR].filter((dir) => dir !== undefined);
  if (/NoSpaceLeft|No space left on device/.test(text)) return diskFull(await fullest(folders), run.advice);
  const lines = diagnosticLines(text);
  const errors = lines.filter((line) => /^\S.*?:\d+:\d+: (?:fatal )?error(?:\[E\d+\])?: /.test(line)).length;
  if (errors > 0) {
    const count = errors === 1 ? 'an error' : `${errors} errors`;
    return new ToolkitError(
      'source-rejected',
      `Cannot build ${run.subject}: the compiler reports ${count}.`,
      {
        notes: lines,
      },
    );
  }
  if (lines.some((line) => line.includes('tutti_plugin_entry_v1') && /not (?:found|defined)/.test(line))) {
    return new ToolkitError(
      'link-failed',
      `Cannot build ${run.subject}: it exports no tutti_plugin_entry_v1. End the source with TUTTI_PLUGIN, or write the entry yourself with TUTTI_EXPORT before it.`,
      { notes: lines },
    );
  }
  if (lines.some((line) => line.includes('undefined symbol'))) {
    return new ToolkitError(
      'link-failed',
      `Cannot build ${run.subject}: a function that it calls is defined nowhere.`,
      { notes: lines },
    );
  }
  for (const dir of folders) {
    const problem = await probe(dir);
    if (problem !== undefined) return folderError(problem, dir, run.advice);
  }
  const end = result.exitCode === null ? `was ended by ${result.endedBy}` : `ended with ${result.exitCode}`;
  return new ToolkitError(
    'compiler-unusable',
    `Cannot build ${run.subject}: ${run.toolchain.name} ${run.toolchain.version} ${end} without an error in the source.`,
    { notes: lines },
  );
}

/** What the compiler said, without its counts, its own temporary files and empty lines at the ends. */
function diagnosticLines(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => !/^\d+ (?:error|warning)s?(?: and \d+ errors?)? generated\.$/.test(line))
    .filter((line) => !/^>>> {2,}/.test(line))
    .map((line) => line.replace(/^((?:wasm-ld|ld\.lld): error: )\S*[\\/]([^\\/\s]+\.o: )/, '$1$2'))
    .filter((line) => line !== '');
}

/** A compiler that met a full disk may die without a word: try to write as much as a library takes. */
async function probe(dir: string): Promise<unknown> {
  const file = path.join(dir, `.tutti-${process.pid}-0.tmp-probe`);
  try {
    await writeFile(file, new Uint8Array(1 << 20));
    return undefined;
  } catch (error) {
    return errorCode(error) === 'ENOENT' ? undefined : error;
  } finally {
    await rm(file, { force: true });
  }
}

async function fullest(folders: readonly string[]): Promise<string> {
  for (const dir of folders) if ((await probe(dir)) !== undefined) return dir;
  return folders[0] ?? '.';
}
