import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ChildResult, runChild } from './child-command.ts';
import { type Compilation, nativeArguments } from './compiler-arguments.ts';
import { type CompilerRun, runCompiler } from './compiler-run.ts';
import { errorCode } from './output-file.ts';
import type { Toolchain, ToolchainSearch } from './toolchain.ts';
import { ToolkitError } from './toolkit-error.ts';
import { packageDir } from './workspace.ts';

/**
 * Finds Rust's cargo: the one that `CARGO` names, else the one on PATH.
 *
 * @throws ToolkitError `compiler-missing`, `compiler-unusable`
 */
export async function findCargo(search: Omit<ToolchainSearch, 'from'> = {}): Promise<Toolchain> {
  const env = search.env ?? process.env;
  const file = env.CARGO || 'cargo';
  const { exitCode, stdout } = await tryVersion(file, { ...search, env });
  const version = /^cargo (\d+\.\d+\.\d+\S*)/.exec(stdout)?.[1];
  if (exitCode === 0 && version !== undefined) return { name: 'cargo', file, version };
  throw new ToolkitError(
    'compiler-unusable',
    `Cannot use ${file}: "cargo --version" printed no version. Install Rust again, see https://rustup.rs.`,
  );
}

async function tryVersion(file: string, { env, signal }: ToolchainSearch): Promise<ChildResult> {
  try {
    return await runChild(file, ['--version'], { cwd: packageDir, ...(env && { env }), signal });
  } catch (error) {
    if (error instanceof ToolkitError) throw error;
    const state =
      errorCode(error) === 'ENOENT' ? 'there is none' : `it cannot be started (${errorCode(error)})`;
    throw new ToolkitError(
      'compiler-missing',
      `Cannot find ${file}, which builds Rust: ${state}. Install Rust, see https://rustup.rs, or name the program in CARGO.`,
      { cause: error },
    );
  }
}

/** Builds a crate, and puts its library and the list of what it was made from where they belong. */
export async function compileCrate(compilation: Compilation, run: Omit<CompilerRun, 'args'>): Promise<void> {
  const { cacheDir, libraryName, output, depfile, source } = compilation;
  // Without this, the places of panics would name the folders of the machine that built it.
  const flags = [`--remap-path-prefix=${run.cwd}=.`, `--remap-path-prefix=${packageDir}=tutti`];
  const env = { ...run.env, CARGO_ENCODED_RUSTFLAGS: flags.join('\x1f') };
  await runCompiler({ ...run, env, args: nativeArguments(compilation) });
  // Cargo allows no hyphen in a library's name.
  const built = path.join(cacheDir, 'release', libraryName.replaceAll('-', '_'));
  try {
    await copyFile(built, output);
  } catch (cause) {
    throw new ToolkitError(
      'link-failed',
      `Cannot build ${run.subject}: the crate made no ${path.basename(built)}. Name its [lib] after the plugin, with crate-type = ["cdylib"].`,
      { cause },
    );
  }
  const made = await readFile(path.format({ ...path.parse(built), base: '', ext: '.d' }), 'utf8');
  const manifests = [source, path.join(path.dirname(source), 'Cargo.lock')];
  await writeFile(depfile, `${made.trimEnd().split('\n')[0]} ${manifests.map(escaped).join(' ')}\n`);
}

/** A path as `make` wants to read it. */
function escaped(file: string): string {
  return file.replaceAll(' ', '\\ ');
}
