import { HostError } from '../abi/index.ts';
import { type Inspection, inspectLibrary, requirePlugin } from '../host/index.ts';
import { findLibrary } from '../toolkit/index.ts';
import type { Command } from './command.ts';
import { formatBytes } from './quantities.ts';
import { table } from './table.ts';

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'Tells what a library is, without running it',
  description:
    'Reads the file of a library and says what it is and whether this machine could load it as a plugin. Nothing of the library runs. The answer is no when it could not be loaded.',
  parameters: [{ name: 'library', summary: 'A library file, or the folder of a plugin that was built' }],
  options: { json: { type: 'boolean', summary: 'Prints what was found as JSON' } },
  examples: [
    { line: 'tutti inspect examples/repeat', meaning: 'the native build of a plugin' },
    { line: 'tutti inspect ./librepeat.so --json', meaning: 'for another program' },
  ],
  async answer({ values: [named = ''], options }, { workspace, paint }) {
    const inspection = inspectLibrary(await findLibrary(workspace, named));
    const problem = problemOf(inspection);
    const isYes = problem === undefined;
    if (options.json) {
      return { isYes, text: JSON.stringify({ ...inspection, isPlugin: isYes, problem }, null, 2) };
    }
    const verdict = isYes ? paint('good', 'a Tutti plugin for this machine') : paint('bad', problem);
    const { path, format, os, arch, libc, isShared, sizeBytes, exports, needed } = inspection;
    const kind = isShared ? 'shared library' : 'file that is no shared library';
    const rows = [
      ['format', `${format} ${kind}, ${formatBytes(sizeBytes)}`],
      ['built for', [arch, os, libc].filter((part) => part !== undefined).join('-')],
      ['exports', listed(exports)],
      ['needs', listed(needed)],
      ['verdict', verdict],
    ];
    return { isYes, text: [path, ...table(rows).map((line) => `  ${line}`)].join('\n') };
  },
};

function problemOf(inspection: Inspection): string | undefined {
  try {
    requirePlugin(inspection);
    return undefined;
  } catch (error) {
    if (error instanceof HostError) return error.message;
    throw error;
  }
}

const longestList = 8;

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const rest = names.length - longestList;
  return names.slice(0, longestList).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
