import { type LlvmModule, type Tool, toolOf } from '../../../lab/index.ts';

/** Name and version of the package that holds the compiler; package.json pins the same. */
export const clangPackage = '@yowasp/clang';

/** The compiler of the page, run in Node: its resources are the package's own. The first command takes a second. */
export async function clangTool(): Promise<Tool> {
  return toolOf((await import('@yowasp/clang')) as unknown as LlvmModule);
}
