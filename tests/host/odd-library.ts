import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { findToolchain } from '../../src/toolkit/index.ts';
import { requireTool, type SkipContext } from '../gate/tool.ts';
import { freshFolder } from '../native/compile.ts';

/** An entry that says no to every host: enough for a library to count as a plugin before it is loaded. */
export const refusingEntry = `
extern "C" __attribute__((visibility("default"))) const void *tutti_plugin_entry_v1(const void *, void *);
extern "C" const void *tutti_plugin_entry_v1(const void *, void *) { return nullptr; }
`;

/** Like {@link refusingEntry}, in C. */
export const refusingEntryInC = `
__attribute__((visibility("default"))) const void *tutti_plugin_entry_v1(const void *host, void *err);
const void *tutti_plugin_entry_v1(const void *host, void *err) { return host == err ? host : 0; }
`;

/** Builds a library with the system's g++, which makes what zig never does: unique symbols. */
export function buildWithGcc(context: SkipContext, name: string, source: string, ...flags: string[]): string {
  const program = requireTool(context, 'g++');
  return compile(program, [], name, source, flags);
}

/** Builds a library from C (`name.c`) or C++ (`name.cpp`) with zig. */
export async function buildWithZig(name: string, source: string, ...flags: string[]): Promise<string> {
  const { file } = await findToolchain();
  return compile(file, [name.endsWith('.c') ? 'cc' : 'c++'], name, source, flags);
}

function compile(program: string, verb: readonly string[], name: string, source: string, flags: string[]) {
  const folder = freshFolder();
  const input = join(folder, name);
  const output = join(folder, `${basename(name, extname(name))}.so`);
  writeFileSync(input, source);
  const args = [...verb, '-O1', '-shared', '-fPIC', '-fvisibility=hidden', input, ...flags, '-o', output];
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  return output;
}
