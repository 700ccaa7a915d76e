import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '../manifest/index.ts';
import { type BuildInputs, fingerprintOf, readDepfile, readRecord, writeRecord } from './build-record.ts';
import {
  type Compilation,
  nativeArguments,
  wasmBuiltinsArguments,
  wasmLinkArguments,
  wasmObjectArguments,
  wasmReactorArguments,
} from './compiler-arguments.ts';
import { type CompilerRun, compilerFailure, runCompiler, tryCompiler } from './compiler-run.ts';
import { compileCrate, findCargo } from './crate.ts';
import { folderError, prepareFolder, putInPlace, temporaryBeside, writeWhole } from './output-file.ts';
import { readPluginFolder, sourceOf } from './plugin-folder.ts';
import { languageTitles, sdkFolders, sourceFolders } from './sdk.ts';
import { libraryFileName, type NativeTarget, nativeTarget, type Target } from './target.ts';
import { compilerEnvironment, findToolchain, type Toolchain } from './toolchain.ts';
import { ToolkitError } from './toolkit-error.ts';
import { withGrowableTable } from './wasm-table.ts';
import { artifactDir, packageDir, shownPath, type Workspace } from './workspace.ts';

export interface Artifact {
  readonly target: Target;
  /** Relative to the workspace, with forward slashes. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  readonly sizeBytes: number;
  readonly state: 'built' | 'unchanged';
  readonly toolchain: Toolchain;
  readonly ms: number;
}

export interface BuildOptions {
  readonly workspace: Workspace;
  readonly toolchain?: Toolchain;
  readonly signal?: AbortSignal | undefined;
  /** Builds even when nothing changed. */
  readonly isForced?: boolean;
}

/** A library, or a program, to build: its source, where it goes and what it shows to the world. */
interface Library {
  readonly language: Language;
  readonly target: Target;
  readonly source: string;
  /** Further sources of the same language. */
  readonly more?: readonly string[];
  readonly isProgram?: boolean;
  readonly stem: string;
  readonly outputDir: string;
  readonly includeDirs: readonly string[];
  /** Folders whose changes call for a new build. */
  readonly watched: readonly string[];
  /** Exported names; `*` may end one. */
  readonly exports: readonly string[];
  readonly advice?: string;
}

/**
 * Builds the plugin in `pluginDir` for this machine or for the page, unless it is built already: from C, or
 * natively from the source that its manifest names for another language.
 *
 * @throws ToolkitError
 */
export async function buildPlugin(
  pluginDir: string,
  options: BuildOptions & { readonly target: 'native' | 'wasm32'; readonly language?: Language },
): Promise<Artifact> {
  const { workspace, language = 'c' } = options;
  const plugin = await readPluginFolder(workspace, pluginDir);
  const source = await sourceOf(workspace, plugin, language);
  const target: Target = options.target === 'native' ? nativeTarget() : 'wasm32';
  if (target === 'wasm32' && language !== 'c') {
    throw new ToolkitError(
      'platform-unsupported',
      `Cannot build ${plugin.id} from ${languageTitles[language]} for wasm32: for the page, only C is built.`,
    );
  }
  return buildLibrary(
    {
      language,
      target,
      source,
      stem: plugin.name,
      outputDir: path.join(artifactDir(workspace, pluginDir), language === 'c' ? '' : language, target),
      includeDirs: [
        ...sdkFolders[language].map((dir) => path.join(packageDir, dir)),
        // The headers that `tutti generate` wrote beside the source include each other as the SDK's do.
        ...(language === 'c' || language === 'cpp' ? [path.dirname(source)] : []),
      ],
      watched: sourceFolders(language, source),
      exports: ['tutti_plugin_entry_v1'],
    },
    options,
  );
}

/** Where the artifact of `pluginDir` lies or would lie; says nothing about whether it is current. */
export async function artifactFile(workspace: Workspace, pluginDir: string, target: Target): Promise<string> {
  const plugin = await readPluginFolder(workspace, pluginDir);
  return path.join(artifactDir(workspace, pluginDir), target, libraryFileName(target, plugin.name));
}

/** Forgets that the plugin in `pluginDir` was built for `target`: the next build compiles it again. */
export async function forgetBuild(workspace: Workspace, pluginDir: string, target: Target): Promise<void> {
  await rm(path.join(artifactDir(workspace, pluginDir), target, 'build.json'), { force: true });
}

/** Where the host services for `target` lie in the package. */
export function servicesFile(target: NativeTarget = nativeTarget()): string {
  return path.join(packageDir, 'prebuilt', target, libraryFileName(target, 'tutti_services'));
}

const hostDir = path.join(packageDir, 'native/host');
const hostSources = ['library.c', 'loader.c'];
const servicesSources = [...hostSources, 'call.c', 'channel.c'];
const childSources = [...hostSources, 'services.c', 'confine.c', 'frames.c', 'group.c', 'outcall.c'];

/**
 * Builds the native half of the host, which the host loads before any plugin, and, where there are child
 * processes, the program that plugins run in.
 *
 * @returns the library of host services
 * @throws ToolkitError
 */
export async function buildServices(
  options: BuildOptions & { readonly target?: NativeTarget },
): Promise<Artifact> {
  const target = options.target ?? nativeTarget();
  const part = {
    language: 'c',
    target,
    outputDir: path.dirname(servicesFile(target)),
    includeDirs: [path.join(packageDir, 'native/include'), hostDir],
    watched: [hostDir],
    advice: 'install the package in a folder',
  } as const;
  const source = (name: string) => path.join(hostDir, name);
  if (!target.includes('-windows-')) {
    await buildLibrary(
      {
        ...part,
        source: source('child.c'),
        more: childSources.map(source),
        isProgram: true,
        stem: 'tutti_child',
        exports: [],
      },
      options,
    );
  }
  const exports = [
    'tutti_services_*',
    'tutti_library_*',
    'tutti_instance_*',
    'tutti_channel_*',
    'tutti_call_*',
  ];
  const library = { ...part, source: source('services.c'), more: servicesSources.map(source) };
  return buildLibrary({ ...library, stem: 'tutti_services', exports }, options);
}

function outputName({ target, stem, isProgram }: Library): string {
  return isProgram ? stem : libraryFileName(target, stem);
}

async function buildLibrary(library: Library, options: BuildOptions): Promise<Artifact> {
  const startedAt = performance.now();
  const { workspace, signal } = options;
  const find = library.language === 'rust' ? findCargo : findToolchain;
  const toolchain = options.toolchain ?? (await find({ signal }));
  const libraryName = outputName(library);
  const file = path.join(library.outputDir, libraryName);
  const recordFile = path.join(library.outputDir, library.isProgram ? `${library.stem}.json` : 'build.json');
  const inputs = inputsOf(library, toolchain, workspace);
  const record = await readRecord(recordFile);
  const artifact = async (state: Artifact['state']): Promise<Artifact> => ({
    target: library.target,
    path: shownPath(workspace, file),
    file,
    sizeBytes: (await stat(file)).size,
    state,
    toolchain,
    ms: performance.now() - startedAt,
  });
  if (record && !options.isForced && (await isFile(file))) {
    const now = await fingerprintOf({ ...inputs, files: record.inputs });
    if (now === record.fingerprint) return artifact('unchanged');
  }

  await prepareFolder(library.outputDir, library.advice);
  const temporary = temporaryBeside(file);
  try {
    await mkdir(temporary);
    const compilation = compilationOf(library, workspace, temporary);
    await writeFile(path.join(temporary, 'exports.map'), exportMap(library.exports));
    const run = { toolchain, cwd: workspace.dir, env: await compilerEnvironment(workspace), signal };
    const subject = `${compilation.source} for ${library.target}`;
    const context = { ...run, subject, outputDir: library.outputDir, advice: library.advice };
    if (library.target === 'wasm32') await compileWasm(compilation, library.exports, context);
    else if (library.language === 'rust') await compileCrate(compilation, context);
    else await runCompiler({ ...context, args: nativeArguments(compilation) });
    // Zig writes none, and needs none: a module cannot read outside of its folder, which is watched.
    const depfile = library.language === 'zig' ? '' : await readFile(compilation.depfile, 'utf8');
    const read = readDepfile(depfile).map((name) => shownPath(workspace, name));
    const fingerprint = await fingerprintOf({ ...inputs, files: read });
    await putInPlace(path.join(temporary, libraryName), file, library.advice);
    await writeRecord(recordFile, { fingerprint, inputs: read }, library.advice);
  } catch (error) {
    throw folderError(error, library.outputDir, library.advice);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return artifact('built');
}

function inputsOf(library: Library, toolchain: Toolchain, workspace: Workspace): BuildInputs {
  const compilation = compilationOf(library, workspace, path.join(library.outputDir, 'temporary'));
  const args =
    library.target === 'wasm32'
      ? [
          ...wasmObjectArguments(compilation, 'object'),
          ...wasmLinkArguments('object', 'output', wasmExports(library.exports)),
          ...wasmBuiltinsArguments('object', 'output', wasmExports(library.exports)),
          ...wasmReactorArguments('object', 'output', wasmExports(library.exports)),
        ]
      : nativeArguments(compilation);
  return {
    dir: workspace.dir,
    settings: [toolchain.version, exportMap(library.exports), ...args],
    folders: [...library.includeDirs, ...library.watched],
    files: [],
  };
}

function compilationOf(library: Library, workspace: Workspace, temporary: string): Compilation {
  const libraryName = outputName(library);
  return {
    language: library.language,
    target: library.target,
    source: shownPath(workspace, library.source),
    more: (library.more ?? []).map((file) => shownPath(workspace, file)),
    isProgram: library.isProgram ?? false,
    output: path.join(temporary, libraryName),
    depfile: path.join(temporary, 'inputs.d'),
    includeDirs: library.includeDirs.map((dir) => shownPath(workspace, dir)),
    cacheDir: path.join(library.outputDir, '..', 'cache'),
    exportMap: path.join(temporary, 'exports.map'),
    libraryName,
  };
}

/**
 * Links with as little as the plugin needs: nothing (10 ms), the compiler's builtins (2 s the first time),
 * wasi-libc (half a minute the first time, and the module must then be started by its `_initialize`).
 */
async function compileWasm(
  compilation: Compilation,
  exports: readonly string[],
  context: Omit<CompilerRun, 'args'>,
): Promise<void> {
  const { output } = compilation;
  const object = path.join(path.dirname(output), 'plugin.o');
  await runCompiler({ ...context, args: wasmObjectArguments(compilation, object) });
  const names = wasmExports(exports);
  for (const link of [wasmLinkArguments, wasmBuiltinsArguments, wasmReactorArguments]) {
    const run = { ...context, args: link(object, output, names) };
    const linked = await tryCompiler(run);
    if (linked.exitCode === 0) break;
    const isLast = link === wasmReactorArguments;
    if (isLast || !linked.stderr.includes('undefined symbol')) throw await compilerFailure(run, linked);
  }
  await writeWhole(output, withGrowableTable(await readFile(output)));
}

function wasmExports(exports: readonly string[]): string[] {
  return [...exports, '__heap_base'];
}

function exportMap(exports: readonly string[]): string {
  return `{ global: ${exports.map((name) => `${name};`).join(' ')} local: *; };\n`;
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}
