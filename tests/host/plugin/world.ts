import { type AbiEvent, formatEvent } from '../../../src/abi/index.ts';
import { type OpenPluginOptions, openPlugin, type Plugin } from '../../../src/host/index.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { compileNative } from '../../native/compile.ts';

const built = new Map<string, Promise<string>>();

/** The library of witness.c with these flags of its descriptor, compiled once for a test file. */
export function buildWitness(flags = 0): Promise<string> {
  const key = String(flags);
  let library = built.get(key);
  if (library === undefined) {
    library = buildServices({ workspace: workspaceAt(process.cwd()) }).then(() =>
      compileNative('tests/host/plugin/witness.c', undefined, `-DFLAGS=${flags}`),
    );
    built.set(key, library);
  }
  return library;
}

/** Opens the witness, started, and what it said: every event as a line. */
export async function openWitness(
  options: OpenPluginOptions,
  flags = 0,
): Promise<{ plugin: Plugin; lines: string[] }> {
  const plugin = await openPlugin(await buildWitness(flags), options);
  const lines = linesOf(plugin);
  await plugin.start();
  return { plugin, lines };
}

const types = [
  ...['state', 'call', 'return', 'alloc', 'free', 'refused', 'misuse', 'give', 'leak', 'take', 'release'],
  ...['forgotten', 'fault', 'hook-failed', 'log', 'post'],
] as AbiEvent['type'][];

/** Every event of a plugin from now on, as lines. */
export function linesOf(plugin: Plugin): string[] {
  const lines: string[] = [];
  for (const type of types) {
    plugin.events.addEventListener(type, ({ detail }) => void lines.push(formatEvent(detail)));
  }
  return lines;
}
