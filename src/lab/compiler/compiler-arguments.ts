/** What a source is written in. */
export type Language = 'c' | 'c++';

/** `debug`: every access, each step and undefined behaviour call the sanitizer; `release`: small and fast. */
export type BuildMode = 'debug' | 'release';

/** Where a compiler's resources lie in its file tree. */
export interface Sysroot {
  /** Folder that holds `include/c++/v1` and `lib/wasm32-wasip1/libc++.a`; undefined while the C++ resources are not loaded. */
  readonly cpp: string | undefined;
}

/** One command of the tool, `clang` or `wasm-ld` first. */
export type CommandLine = readonly string[];

/** The plugin's one export. */
const entry = 'tutti_plugin_entry_v1';
const triple = 'wasm32-unknown-wasip1';
const libraries = '/usr/lib/wasm32-wasip1';
const stackBytes = 2 ** 20;
/** What a plugin's linear memory may grow to. */
export const mostMemoryBytes = 64 * 2 ** 20;

const standards: Readonly<Record<Language, string>> = { c: 'c11', 'c++': 'c++20' };

/** UBSan's checks. `function` is left out: it needs code before each function, which WebAssembly has not. */
const undefinedChecks = () => [
  ...[
    'signed-integer-overflow',
    'integer-divide-by-zero',
    'shift-base',
    'shift-exponent',
    'float-cast-overflow',
  ],
  ...['array-bounds', 'null', 'alignment', 'pointer-overflow', 'nonnull-attribute', 'vla-bound'],
  ...['bool', 'enum', 'unreachable', 'return'],
];
const unrecoverable: readonly string[] = ['unreachable', 'return'];

/** Options of LLVM itself. Lists that are put together are functions: a page that does not compile leaves them out. */
const llvm = (...options: string[]) => options.flatMap((option) => ['-mllvm', option]);

/** AddressSanitizer with every check a call: the shadow lies outside the plugin's memory, where no plugin reaches. */
const addressChecks = () => [
  '-fsanitize=kernel-address',
  '-fsanitize-address-use-after-scope',
  ...llvm(
    '-asan-instrumentation-with-call-threshold=0',
    '-asan-max-inline-poisoning-size=0',
    '-asan-mapping-offset=0',
    '-asan-kernel-mem-intrinsic-prefix=1',
    '-asan-stack=1',
    '-asan-globals=1',
    '-asan-use-after-scope=1',
  ),
];

const instrumentation = () => [
  ...addressChecks(),
  `-fsanitize=${undefinedChecks().join(',')}`,
  `-fsanitize-recover=${undefinedChecks()
    .filter((check) => !unrecoverable.includes(check))
    .join(',')}`,
  // Each edge of the control flow calls: fuel, and the lines that ran.
  '-fsanitize-coverage-type=3',
  '-fsanitize-coverage-trace-pc-guard',
  '-fsanitize-coverage-no-prune',
  // Each call through a pointer tells where it leads, before it is made.
  '-fsanitize-coverage-indirect-calls',
];

const lines = ['-debug-info-kind=line-tables-only', '-dwarf-version=4'];

/** Folders that are searched for headers. */
function includes(language: Language, { cpp }: Sysroot, hasLibc = true): string[] {
  const cppHeaders = language === 'c++' && cpp !== undefined ? [`${cpp}/include/c++/v1`] : [];
  const libc = hasLibc ? ['/usr/include/wasm32-wasip1'] : [];
  const system = [...cppHeaders, '/usr/include', ...libc];
  return [
    ...['-resource-dir', '/usr', '-isysroot', '/usr'],
    ...system.flatMap((folder) => ['-internal-isystem', folder]),
    ...['include', 'c', 'cpp'].flatMap((folder) => ['-I', `/sdk/${folder}`]),
  ];
}

function dialect(language: Language): string[] {
  const cpp = language === 'c++' ? ['-fcxx-exceptions', '-fexceptions', '-fno-rtti'] : [];
  return [
    `-std=${standards[language]}`,
    '-fgnuc-version=4.2.1',
    '-Wall',
    '-Wextra',
    '-ferror-limit',
    '19',
    ...cpp,
  ];
}

/** Diagnostics in the shape that `parseDiagnostics` reads. */
const machineReadable = ['-fdiagnostics-print-source-range-info', '-fdiagnostics-parseable-fixits'];

interface SourceOptions {
  readonly file: string;
  readonly language: Language;
  readonly sysroot: Sysroot;
}

/**
 * Compiles one file to an object on the standard output: the tool's files are copied whole at each write, and clang
 * patches an object in a file a few bytes at a time (it took 80 % of a compile), but a stream in one piece.
 */
export function compileArguments(
  options: SourceOptions & {
    readonly mode: BuildMode;
    readonly defines?: readonly string[];
  },
): CommandLine {
  const { file, language, sysroot, mode, defines = [] } = options;
  const code = mode === 'debug' ? ['-O0', ...instrumentation(), ...lines] : ['-Os'];
  return [
    ...['clang', '-cc1', '-triple', triple, '-emit-obj', '-disable-free', '-clear-ast-before-backend'],
    ...['-mrelocation-model', 'static', '-mframe-pointer=none', '-ffp-contract=on', '-mconstructor-aliases'],
    ...[
      '-target-cpu',
      'generic',
      '-target-feature',
      '+bulk-memory',
      '-fvisibility=hidden',
      '-main-file-name',
      file,
    ],
    ...includes(language, sysroot),
    ...dialect(language),
    ...machineReadable,
    ...code,
    ...defines.map((define) => `-D${define}`),
    ...['-o', '-', '-x', language, file],
  ];
}

/** Compiles the runtime that debug builds are linked with: instrumented accesses, and no coverage of its own. */
export function runtimeArguments(file: string, output: string): CommandLine {
  return [
    ...[
      'clang',
      '-cc1',
      '-triple',
      triple,
      '-emit-obj',
      '-mrelocation-model',
      'static',
      '-target-cpu',
      'generic',
    ],
    ...['-fvisibility=hidden', '-main-file-name', file, '-O1', '-fno-builtin', ...addressChecks(), ...lines],
    ...includes('c', { cpp: undefined }),
    ...['-std=c11', '-fgnuc-version=4.2.1', '-o', output, '-x', 'c', file],
  ];
}

/** Functions of libc that runtime.c looks over the shoulder of, and calls. */
const watched = () => ['vsnprintf', 'strtol', 'strtoll', 'strtoul', 'strtoull', 'strtod'];

const debugLink = () => [
  ...['--allow-undefined', '--export=__stack_pointer'],
  ...watched().map((name) => `--wrap=${name}`),
  '/sdk/runtime.o',
];

/** Links objects to the module `output`. */
export function linkArguments(options: {
  readonly objects: readonly string[];
  readonly output: string;
  readonly mode: BuildMode;
  readonly language: Language;
  readonly sysroot: Sysroot;
}): CommandLine {
  const { objects, output, mode, language, sysroot } = options;
  const isDebug = mode === 'debug';
  const cpp =
    language === 'c++' && sysroot.cpp !== undefined
      ? [`${sysroot.cpp}/lib/wasm32-wasip1/libc++.a`, `${sysroot.cpp}/lib/wasm32-wasip1/libc++abi.a`]
      : [];
  return [
    ...['wasm-ld', '-m', 'wasm32', `${libraries}/crt1-reactor.o`, '--entry', '_initialize'],
    ...[`--export=${entry}`, '--export-table', '--growable-table'],
    // An overrun of the stack leaves memory, and traps, before it meets data.
    ...['--stack-first', '-z', `stack-size=${stackBytes}`, `--max-memory=${mostMemoryBytes}`],
    ...(isDebug ? debugLink() : ['--strip-all']),
    ...objects,
    ...cpp,
    ...[`${libraries}/libc.a`, '/usr/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a'],
    ...['-o', output],
  ];
}

/** Looks at one file without compiling it: diagnostics only. */
export function syntaxArguments({ file, language, sysroot }: SourceOptions): CommandLine {
  return [
    ...['clang', '-cc1', '-triple', triple, '-fsyntax-only', ...includes(language, sysroot)],
    ...[...dialect(language), ...machineReadable, '-x', language, file],
  ];
}

/** Lists what may stand at a place. @param line and column from 1 */
export function completionArguments(
  options: SourceOptions & { readonly line: number; readonly column: number },
): CommandLine {
  const { file, language, sysroot, line, column } = options;
  return [
    ...['clang', '-cc1', '-triple', triple, '-fsyntax-only', `-code-completion-at=${file}:${line}:${column}`],
    ...[
      '-code-completion-patterns',
      ...includes(language, sysroot),
      ...dialect(language),
      '-x',
      language,
      file,
    ],
  ];
}

/** Lays every struct of a file out as the target `layoutTriple` does. wasi-libc is for wasm32 alone, so the
 * C library is the few declarations of `/sdk/layout`. */
export function layoutArguments(options: SourceOptions & { readonly triple: string }): CommandLine {
  const { file, language, sysroot, triple: layoutTriple } = options;
  return [
    ...[
      'clang',
      '-cc1',
      '-triple',
      layoutTriple,
      '-fsyntax-only',
      '-fdump-record-layouts-complete',
      '-ffreestanding',
    ],
    ...[
      '-fdeclspec',
      ...['-resource-dir', '/usr', '-internal-isystem', '/sdk/layout', ...includes(language, sysroot, false)],
      ...dialect(language),
      '-w',
      '-x',
      language,
      file,
    ],
  ];
}
