import type { Language } from '../../src/manifest/index.ts';
import { buildPlugin, buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { requireTool, type SkipContext } from '../gate/tool.ts';

export const workspace = workspaceAt(process.cwd());

/** Builds a plugin's source in one language for this machine; Rust needs a cargo. */
export async function buildNative(
  context: SkipContext,
  folder: string,
  language: Language,
): Promise<{ file: string; path: string }> {
  if (language === 'rust') requireTool(context, 'cargo');
  await buildServices({ workspace });
  return buildPlugin(folder, { workspace, target: 'native', language });
}
