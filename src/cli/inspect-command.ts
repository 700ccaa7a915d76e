import { HostError } from '../abi/index.ts';
import { type Inspection, inspectLibrary, requirePlugin } from '../host/index.ts';
import { findLibrary } from '../toolkit/index.ts';
import type { Command } from './command.ts';
import type { Paint } from './paint.ts';
import { formatBytes } from './quantities.ts';
import { table } from './table.ts';

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'Tells what a library is, without running it',
  description:
    'Reads the file of a library and says what it is, whether this machine could load it as a plugin, and whether it could be unloaded again. Nothing of the library runs. The answer is no when it could not be loaded.',
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
    const rows = [...rowsOf(inspection, paint), ['verdict', verdict]];
    return { isYes, text: [inspection.path, ...table(rows).map((line) => `  ${line}`)].join('\n') };
  },
};

function rowsOf(inspection: Inspection, paint: Paint): string[][] {
  const { format, isShared, sizeBytes, exports, needed, flags, warnings } = inspection;
  const kind = isShared ? 'shared library' : 'file that is no shared library';
  return [
    ['format', `${format} ${kind}, ${formatBytes(sizeBytes)}`],
    ['built for', platformOf(inspection)],
    ['exports', listed(exports)],
    ['needs', listed(needed)],
    ['at load', atLoad(inspection)],
    ...(flags.length > 0 ? [['flags', flags.join(', ')]] : []),
    ['unloads', unloading(inspection, paint)],
    ...warnings.map((warning) => ['warning', paint('warning', warning)]),
  ];
}

function platformOf({ arch, archs, os, libc, needsGlibc, needsMacos }: Inspection): string {
  const target = [arch, os, libc].filter((part) => part !== undefined).join('-');
  const release = needsGlibc
    ? `, glibc ${needsGlibc} or later`
    : needsMacos
      ? `, ${needsMacos} or later`
      : '';
  const others = archs?.filter((each) => each !== arch) ?? [];
  return target + release + (others.length > 0 ? `; also for ${others.join(', ')}` : '');
}

function atLoad({ initializers, hasThreadLocals }: Inspection): string {
  const runs =
    initializers === 0
      ? 'nothing runs'
      : initializers === 1
        ? 'a function runs'
        : `${initializers} functions run`;
  return hasThreadLocals ? `${runs}; thread-local variables` : runs;
}

function unloading({ unloadable: { verdict, reasons } }: Inspection, paint: Paint): string {
  if (verdict === 'yes') return paint('good', 'yes');
  const because = reasons.join('; ');
  return verdict === 'no'
    ? paint('warning', `never: ${because}`)
    : paint('warning', `perhaps not: ${because}`);
}

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
