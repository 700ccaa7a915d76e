import { readModule } from '../sanitizer/wasm-binary.ts';
import {
  type BuildMode,
  compileArguments,
  completionArguments,
  type Language,
  layoutArguments,
  linkArguments,
  type Sysroot,
  syntaxArguments,
} from './compiler-arguments.ts';
import { type Completion, parseCompletions } from './completion.ts';
import { type Diagnostic, hasErrors, type Position, parseDiagnostics } from './diagnostic.ts';
import { layoutTargets, parseRecordLayouts, type RecordLayout } from './record-layout.ts';
import { type FileTree, type Tool, textOf } from './tool.ts';

/** The reader's files by name, and which of them is compiled; the others are there to be included. */
export interface Source {
  readonly files: Readonly<Record<string, string>>;
  /** Such as `plugin.c`; `.cpp` and `.cc` are C++. */
  readonly main: string;
  readonly defines?: readonly string[];
}

export interface BuildResult {
  readonly diagnostics: readonly Diagnostic[];
  /** The module; undefined when there are errors. */
  readonly wasm: Uint8Array<ArrayBuffer> | undefined;
  readonly compileMs: number;
  readonly linkMs: number;
}

/** What one target makes of the structs of a source. */
export interface TargetLayouts {
  readonly target: string;
  readonly layouts: readonly RecordLayout[];
  /** Why there are none: the source does not compile there. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a compiler works with beside its own resources. */
export interface Kit {
  /** The SDK: `include/`, `c/`, `cpp/` and `runtime.o`. */
  readonly sdk: FileTree;
  readonly sysroot: Sysroot;
  /** The C++ resources, where they are not part of the compiler's own. */
  readonly cpp?: FileTree;
}

const objectName = 'plugin.o';
const moduleName = 'plugin.wasm';
/** Hooks of a debug build, which the sanitizer provides. */
const hookName = /^(__asan_|__ubsan_|__sanitizer_|__cxa_(throw|allocate_exception)$)/;

/** Which language a file is in, by its name. */
export function languageOf(file: string): Language {
  return /\.(cpp|cc|cxx|hpp)$/.test(file) ? 'c++' : 'c';
}

/** Compiles, links and looks at C and C++, wherever its tool runs. One command at a time. */
export class Compiler {
  readonly #tool: Tool;
  readonly #kit: Kit;

  constructor(tool: Tool, kit: Kit) {
    this.#tool = tool;
    this.#kit = kit;
  }

  /** Builds a plugin. What is wrong with the source is in the diagnostics. @throws ToolCrash */
  async build(source: Source, mode: BuildMode): Promise<BuildResult> {
    const { main, defines = [] } = source;
    const language = languageOf(main);
    const { sysroot } = this.#kit;
    const began = performance.now();
    const compiled = await this.#tool(
      compileArguments({ file: main, language, sysroot, mode, defines }),
      this.#tree(source),
    );
    const compileMs = performance.now() - began;
    const diagnostics = parseDiagnostics(compiled.stderr);
    if (compiled.exitCode !== 0) return { diagnostics, wasm: undefined, compileMs, linkMs: 0 };
    const linked = await this.#tool(
      linkArguments({ objects: [objectName], output: moduleName, mode, language, sysroot }),
      { ...this.#resources(language), [objectName]: compiled.stdout },
    );
    const linkMs = performance.now() - began - compileMs;
    const wasm = linked.files[moduleName];
    const all = [...diagnostics, ...parseDiagnostics(linked.stderr)];
    if (linked.exitCode !== 0 || !(wasm instanceof Uint8Array))
      return { diagnostics: all, wasm: undefined, compileMs, linkMs };
    const missing = undefinedSymbols(wasm, main);
    const isBuilt = !hasErrors(missing);
    return {
      diagnostics: [...all, ...missing],
      wasm: isBuilt ? new Uint8Array(wasm) : undefined,
      compileMs,
      linkMs,
    };
  }

  /** What is wrong with a source, without building it. @throws ToolCrash */
  async check(source: Source): Promise<Diagnostic[]> {
    const language = languageOf(source.main);
    const { sysroot } = this.#kit;
    const looked = await this.#tool(
      syntaxArguments({ file: source.main, language, sysroot }),
      this.#tree(source),
    );
    return parseDiagnostics(looked.stderr);
  }

  /** What may stand at a place of the main file. @throws ToolCrash */
  async complete(source: Source, at: Position): Promise<Completion[]> {
    const language = languageOf(source.main);
    const { sysroot } = this.#kit;
    const looked = await this.#tool(
      completionArguments({ file: source.main, language, sysroot, ...at }),
      this.#tree(source),
    );
    return parseCompletions(textOf(looked.stdout));
  }

  /** Lays the structs of a source out for six targets. @throws ToolCrash */
  async layouts(source: Source): Promise<TargetLayouts[]> {
    const language = languageOf(source.main);
    const { sysroot } = this.#kit;
    const all: TargetLayouts[] = [];
    for (const { name, triple } of layoutTargets) {
      const looked = await this.#tool(
        layoutArguments({ file: source.main, language, sysroot, triple }),
        this.#tree(source),
      );
      const diagnostics = parseDiagnostics(looked.stderr).filter(({ severity }) => severity === 'error');
      all.push({ target: name, layouts: parseRecordLayouts(textOf(looked.stdout)), diagnostics });
    }
    return all;
  }

  #resources(language: Language): FileTree {
    const { sdk, cpp } = this.#kit;
    return language === 'c++' && cpp !== undefined ? { sdk, cpp } : { sdk };
  }

  #tree({ files, main }: Source): FileTree {
    return { ...this.#resources(languageOf(main)), ...files };
  }
}

/** Functions that are declared and called, and that nobody defines: a debug build links in spite of them. */
function undefinedSymbols(wasm: Uint8Array, file: string): Diagnostic[] {
  return [...readModule(wasm).imports.keys()]
    .filter((name) => name.startsWith('env.') && !hookName.test(name.slice('env.'.length)))
    .map((name) => ({
      ...({ severity: 'error', message: `undefined symbol: ${name.slice('env.'.length)}`, file } as const),
      ...{ at: { line: 0, column: 0 }, ranges: [], option: undefined, fixes: [], notes: [] },
    }));
}
