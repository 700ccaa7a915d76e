import { type CapabilityDeclaration, capabilities, type Kind } from '../../../abi/index.ts';
import type { Step, StepAction, StepValue } from '../../../lab/index.ts';

/** A command for the folder of a step's plugin, and what it is for. */
export interface StepCommand {
  readonly purpose: string;
  /** As one types it in a POSIX shell. */
  readonly line: string;
}

/** Most calls that are told: the others are alike. */
const MOST_CALLS = 3;

/** Commands that build, check and run a step natively, in the folder that has its tutti.json. */
export function commandsOf({ run }: Pick<Step, 'run'>): StepCommand[] {
  const calls = new Set(run.flatMap((action) => callOf(action) ?? []));
  return [
    { purpose: 'Build it for this machine', line: 'npx tutti build . --target native' },
    { purpose: 'Make every check of what it provides', line: 'npx tutti test . --driver native' },
    ...[...calls].slice(0, MOST_CALLS).map((words, at) => ({
      purpose: at === 0 ? 'Call it, and see what crosses' : 'Another call',
      line: `npx tutti call . ${words} --trace`,
    })),
  ];
}

/** What stands after `tutti call .`; undefined for what the command line cannot say. */
function callOf(action: StepAction): string | undefined {
  if (action.do !== 'call') return undefined;
  const declared = capabilities.find(({ id }) => id === action.capability);
  const kinds = declared && argumentKinds(declared, action.function);
  if (kinds === undefined) return undefined;
  const words = action.arguments.map((value, at) => wordOf(value, kinds[at]));
  if (words.includes(undefined)) return undefined;
  // A number below zero would be read as an option.
  if (words.some((word) => word!.startsWith('-'))) return undefined;
  return [`${action.capability}.${action.function}`, ...words.map((word) => quoted(word!))].join(' ');
}

function argumentKinds(declared: CapabilityDeclaration, name: string): readonly Kind[] | undefined {
  return declared.functions[name]?.parameters.map(({ type }) => type);
}

/** A value as `tutti call` reads it; undefined for text that is not UTF-8. */
function wordOf(value: StepValue, kind: Kind | undefined): string | undefined {
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (kind === 'string') return undefined;
  if (kind === 'bytes') return value.map((byte) => Number(byte).toString(16).padStart(2, '0')).join('');
  if (typeof kind === 'object' && kind.kind === 'flags') return value.join(',');
  return JSON.stringify(value);
}

/** A word of a POSIX shell, quoted where it must be. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
