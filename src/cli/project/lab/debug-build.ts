import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type BuildResult,
  Compiler,
  compileArguments,
  linkArguments,
  type Source,
  type Tool,
} from '../../../lab/index.ts';
import { type Workspace, writeWhole } from '../../../toolkit/index.ts';
import { clangTool } from './clang-module.ts';
import { fingerprint, labKit, packageVersion, sdkFiles } from './lab-kit.ts';

/** Builds sources for the lab in Node, each content once: what was built lies in build/lab/debug by its contents. */
export class DebugBuilds {
  readonly #workspace: Workspace;
  readonly #salt: string;
  #tool: Promise<Tool> | undefined;
  #compiler: Promise<Compiler> | undefined;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    const options = { language: 'c', sysroot: { cpp: '/usr' }, mode: 'debug' } as const;
    const commands = [
      compileArguments({ ...options, file: '' }),
      linkArguments({ ...options, objects: [], output: '' }),
    ];
    this.#salt = JSON.stringify([packageVersion(workspace), commands, sdkFiles(workspace)]);
  }

  /** @returns the module, or the diagnostics of a source that does not build */
  async build(source: Source): Promise<Pick<BuildResult, 'wasm' | 'diagnostics'>> {
    const runtime = path.join(this.#workspace.dir, 'src/lab/runtime/runtime.c');
    const key = fingerprint(this.#salt, await readFile(runtime), JSON.stringify(source));
    const file = path.join(this.#workspace.buildDir, 'lab/debug', `${key}.wasm`);
    const known = await readFile(file).catch(() => undefined);
    if (known !== undefined) return { wasm: new Uint8Array(known), diagnostics: [] };
    const built = await (await this.#loaded()).build(source, 'debug');
    if (built.wasm !== undefined) {
      await mkdir(path.dirname(file), { recursive: true });
      await writeWhole(file, built.wasm);
    }
    return built;
  }

  async #loaded(): Promise<Compiler> {
    const tool = () => {
      this.#tool ??= clangTool();
      return this.#tool;
    };
    this.#compiler ??= labKit(this.#workspace, tool).then(async (kit) => new Compiler(await tool(), kit));
    return this.#compiler;
  }
}
