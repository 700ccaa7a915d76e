import type { Language } from '../manifest/index.ts';
import { type Target, zigTriple } from './target.ts';

/** What one compiler run turns into one library; every path as the compiler should print it. */
export interface Compilation {
  readonly language: Language;
  readonly target: Target;
  readonly source: string;
  /** Further sources of the same language. */
  readonly more: readonly string[];
  /** A program, not a library. */
  readonly isProgram: boolean;
  readonly output: string;
  /** Where the compiler lists the files it read. */
  readonly depfile: string;
  /** Folders of the contract and of the language's SDK. */
  readonly includeDirs: readonly string[];
  /** Where a compiler that keeps parts between its runs may do so. */
  readonly cacheDir: string;
  /** The one linker script of ELF: what the library exports. */
  readonly exportMap: string;
  /** Name that the library carries inside: its file name. */
  readonly libraryName: string;
}

const standards = { c: ['-std=c11'], cpp: ['-std=c++17', '-fvisibility-inlines-hidden'] } as const;
const strictness = ['-Wall', '-Wextra', '-Wpedantic', '-Werror', '-fvisibility=hidden', '-g0'];
/** Deep recursion in the page traps instead of overwriting data: the stack comes first and is small. */
const wasmStack = { first: '--stack-first', size: 'stack-size=65536' };

function compiling({ language, target, source, more, depfile, includeDirs }: Compilation): string[] {
  return [
    ...['-target', zigTriple(target)],
    ...standards[language === 'cpp' ? 'cpp' : 'c'],
    ...strictness,
    target === 'wasm32' ? '-Os' : '-O2',
    // Paths are relative to the working folder already; this keeps the folder itself out of the file.
    '-ffile-prefix-map=.=.',
    '-fno-color-diagnostics',
    ...includeDirs.flatMap((dir) => ['-I', dir]),
    ...['-MMD', '-MF', depfile],
    source,
    ...more,
  ];
}

/** The arguments of zig, for Rust those of cargo, for a native library: compiles and links in one run. */
export function nativeArguments(compilation: Compilation): string[] {
  const { language, target, output } = compilation;
  if (language === 'zig') return moduleArguments(compilation);
  if (language === 'rust') return crateArguments(compilation);
  const driver = language === 'cpp' ? 'c++' : 'cc';
  const { isProgram } = compilation;
  if (isProgram) return [driver, ...compiling(compilation), ...programLinking(target), '-o', output];
  return [driver, ...compiling(compilation), '-shared', ...linkingFor(target, compilation), '-o', output];
}

/** `zig build-lib`: the plugin's source as the root module, which imports the SDK as `tutti`. */
function moduleArguments(compilation: Compilation): string[] {
  const { target, source, output, includeDirs, cacheDir, libraryName, exportMap } = compilation;
  const isElf = target.includes('-linux-');
  return [
    ...['build-lib', '-dynamic', '-O', 'ReleaseSafe', '-fstrip', '-target', zigTriple(target)],
    ...(isElf ? [`-fsoname=${libraryName}`, '--version-script', exportMap] : []),
    ...['--dep', 'tutti', `-Mroot=${source}`, `-Mtutti=${includeDirs[0]}/tutti.zig`],
    ...['--cache-dir', cacheDir, '--color', 'off', `-femit-bin=${output}`],
  ];
}

/** `cargo build` for a crate; what it makes lies in `cacheDir`. */
function crateArguments({ source, cacheDir }: Compilation): string[] {
  return [
    ...['build', '--lib', '--release', '--locked', '--quiet', '--message-format', 'short'],
    ...['--manifest-path', source, '--target-dir', cacheDir],
  ];
}

function linkingFor(target: Target, { exportMap, libraryName }: Compilation): string[] {
  if (target.includes('-windows-')) return ['-s'];
  if (target.endsWith('-macos')) return ['-fPIC', '-s', `-Wl,-install_name,@rpath/${libraryName}`];
  return [
    '-fPIC',
    `-Wl,-soname,${libraryName}`,
    '-Wl,-z,relro,-z,now,-z,defs',
    '-Wl,--strip-all',
    `-Wl,--version-script=${exportMap}`,
  ];
}

/** A program that loads libraries: dynamic also where zig would link musl statically. */
function programLinking(target: Target): string[] {
  if (target.endsWith('-macos')) return ['-s'];
  return ['-fPIE', '-pie', '-dynamic', '-Wl,-z,relro,-z,now', '-Wl,--strip-all', '-ldl', '-lpthread'];
}

/** `zig cc` for the object file of a wasm build. */
export function wasmObjectArguments(compilation: Compilation, object: string): string[] {
  return ['cc', '-c', ...compiling(compilation), '-o', object];
}

/** `zig wasm-ld` for a plugin that needs no libc; the host grows the table to offer its services. */
export function wasmLinkArguments(object: string, output: string, exports: readonly string[]): string[] {
  return [
    'wasm-ld',
    '--no-entry',
    ...exports.map((name) => `--export=${name}`),
    ...['--export-table', '--growable-table', '--strip-all'],
    ...[wasmStack.first, '-z', wasmStack.size],
    ...['-o', output],
    object,
  ];
}

/** The compiler's own builtins (128-bit arithmetic, memcpy) linked in, without libc. The table is fixed. */
export function wasmBuiltinsArguments(object: string, output: string, exports: readonly string[]): string[] {
  return [
    'build-exe',
    object,
    ...['-target', 'wasm32-freestanding', '-O', 'ReleaseSmall', '-fstrip', '-fno-entry', '-fcompiler-rt'],
    ...exports.map((name) => `--export=${name}`),
    ...['--export-table', '--stack', '65536'],
    `-femit-bin=${output}`,
  ];
}

/** `zig cc` for a plugin that calls libc functions: a reactor, linked with wasi-libc. Its table is fixed. */
export function wasmReactorArguments(object: string, output: string, exports: readonly string[]): string[] {
  return [
    'cc',
    ...['-target', zigTriple('wasm32'), '-mexec-model=reactor', '-Os'],
    object,
    ...exports.map((name) => `-Wl,--export=${name}`),
    ...['-Wl,--export-table', '-Wl,--strip-all', `-Wl,-z,${wasmStack.size}`],
    ...['-o', output],
  ];
}
