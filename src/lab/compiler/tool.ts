import type { CommandLine } from './compiler-arguments.ts';
import { joinBytes } from './join-bytes.ts';

/** Files and folders by name. */
export interface FileTree {
  readonly [name: string]: FileTree | string | Uint8Array;
}

/** What a command of the tool came to. */
export interface ToolResult {
  readonly exitCode: number;
  /** What it printed: text, or the object that was asked for with `-o -`. */
  readonly stdout: Uint8Array<ArrayBuffer>;
  readonly stderr: string;
  /** What the command left in its root folder. */
  readonly files: FileTree;
}

/** Runs one command of clang or the linker over a tree of files; the compiler's own resources lie below `/usr`. */
export type Tool = (command: CommandLine, files: FileTree) => Promise<ToolResult>;

/** The part of `@yowasp/clang` that is used: commands go straight to the tool, without the driver's first pass. */
export interface LlvmModule {
  runLLVM(
    args: readonly string[] | null,
    files: FileTree,
    options: LlvmOptions,
  ): Promise<FileTree> | undefined;
}

interface LlvmOptions {
  stdout?: (bytes: Uint8Array | null) => void;
  stderr?: (bytes: Uint8Array | null) => void;
  decodeASCII?: boolean;
  fetchProgress?: () => void;
}

/** What the module throws when a command says no. */
interface Exit {
  readonly code: number;
  readonly files: FileTree;
}

function isExit(error: unknown): error is Exit {
  return typeof error === 'object' && error !== null && 'files' in error && 'code' in error;
}

/** What a tool throws that stopped for a reason of its own: a bug of the compiler's. */
export class ToolCrash extends Error {
  override readonly name = 'ToolCrash';
}

/** Makes a tool of the module; the first command loads its resources. */
export function toolOf({ runLLVM }: LlvmModule): Tool {
  return async (command, files) => {
    const written = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
    const collect = (stream: keyof typeof written) => (bytes: Uint8Array | null) => {
      // The bytes are the tool's own memory, which it writes over.
      if (bytes !== null) written[stream].push(bytes.slice());
    };
    const options: LlvmOptions = {
      stdout: collect('stdout'),
      stderr: collect('stderr'),
      decodeASCII: false,
      fetchProgress: () => {},
    };
    const output = () => ({ stdout: joinBytes(written.stdout), stderr: textOf(joinBytes(written.stderr)) });
    try {
      const left = await runLLVM(command, files, options);
      return { exitCode: 0, ...output(), files: left ?? {} };
    } catch (error) {
      if (isExit(error)) return { exitCode: error.code, ...output(), files: error.files };
      const why = output().stderr.trim().split('\n').at(-1) ?? '';
      throw new ToolCrash(`The compiler stopped: ${why === '' ? String(error) : why}`, { cause: error });
    }
  };
}

/** Bytes of a tool as text. */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
