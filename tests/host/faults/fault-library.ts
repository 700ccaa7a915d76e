import type { Language } from '../../../src/manifest/index.ts';
import type { SkipContext } from '../../gate/tool.ts';
import { compileNative } from '../../native/compile.ts';
import { buildNative } from '../../sdk/build.ts';
import type { Fault } from './fault-table.ts';

const languages: Record<string, Language> = { 'throws.cpp': 'cpp', panics: 'rust' };

/** Builds the plugin of a fault for this machine. One in Rust skips its test where there is no cargo. */
export async function libraryOf(context: SkipContext, fault: Fault): Promise<string> {
  const [folder, file = ''] = fault.source.split('/');
  const language = languages[file];
  if (language) return (await buildNative(context, `tests/faulty/${folder}`, language)).file;
  const flags = fault.defines.map((define) => `-D${define}`);
  return compileNative(`tests/faulty/${fault.source}`, undefined, ...flags);
}
