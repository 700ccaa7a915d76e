import {
  type AbiEvent,
  argumentProblem,
  type CapabilityDeclaration,
  capabilities,
  type FunctionDeclaration,
  formatEvent,
  HostError,
  type Value,
} from '../abi/index.ts';
import { type Dropped, type Isolation, isolations, openPlugin, type Plugin } from '../host/index.ts';
import { findLibrary } from '../toolkit/index.ts';
import { type Command, UsageError } from './command.ts';
import { nearest } from './nearest.ts';
import { printValue, readValue } from './value-text.ts';

export const callCommand: Command = {
  name: 'call',
  summary: 'Calls a function of a plugin and prints its result',
  description:
    'Opens a plugin in a process of its own, calls one function of one of its capabilities, prints what it returns (lists, records and the like as JSON) and closes the plugin. The answer is no when the plugin refuses the call, when it crashes, or when it keeps memory that it was lent.',
  parameters: [
    { name: 'library', summary: 'A library file, or the folder of a plugin that was built' },
    { name: 'function', summary: 'The capability and its function, such as tutti.text.repeat' },
    {
      name: 'argument',
      summary:
        'What to pass, in order: text and names as they are, numbers in decimal, bytes in hexadecimal, flags separated by commas, everything else as JSON',
      isOptional: true,
      isRepeated: true,
    },
  ],
  options: {
    trace: { type: 'boolean', summary: 'Prints every state, call and block of memory first' },
    isolation: {
      type: 'string',
      choices: isolations,
      summary: 'Where it runs: childProcess unless told; the others only for a plugin that you trust',
    },
  },
  examples: [
    { line: 'tutti call examples/repeat tutti.text.repeat cool 3', meaning: 'prints coolcoolcool' },
    {
      line: 'tutti call examples/word-count tutti.words.add "la la lu"',
      meaning: 'prints {"words":3,"lines":0,"bytes":8}',
    },
    { line: 'tutti call examples/repeat tutti.text.repeat cool 3 --trace', meaning: 'and how it came about' },
  ],
  async answer({ values: [named = '', key = '', ...texts], options }, { workspace, paint }) {
    const { capability, name, declaration } = findFunction(key);
    const args = readArguments(key, declaration, texts);
    const isolation = (options.isolation ?? 'childProcess') as Isolation;
    const library = await findLibrary(workspace, named);
    let events: Promise<readonly string[]> = Promise.resolve([]);
    const plugin = await openPlugin(library, {
      isolation,
      ...(options.trace === true && { trace: true, onOpen: (opened) => (events = linesOf(opened)) }),
    });
    let outcome: string;
    let isReturned = false;
    try {
      await plugin.start();
      outcome = printValue(declaration.result, await plugin.call(capability, name, args));
      isReturned = true;
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      outcome = paint('bad', error.message);
    } finally {
      await plugin.close();
    }
    const { leakedBlocks, leakedBytes, misuses } = await plugin.close();
    const trace = (await events).map((line) => paint('quiet', line));
    const faults = [
      leakedBlocks > 0 ? `It kept ${leakedBlocks} blocks (${leakedBytes} bytes) that it was lent.` : '',
      misuses > 0 ? `It freed memory wrongly ${misuses} times.` : '',
    ].filter((fault) => fault !== '');
    return {
      isYes: isReturned && faults.length === 0,
      text: [...trace, outcome, ...faults.map((fault) => paint('bad', fault))].join('\n'),
    };
  },
};

/** What happens to a plugin from now until it is closed, a line each. */
async function linesOf(plugin: Plugin): Promise<string[]> {
  const lines: string[] = [];
  for await (const event of plugin.events) lines.push(lineOf(event));
  return lines;
}

function lineOf(event: AbiEvent | Dropped): string {
  return event.type === 'dropped' ? `${event.count} events are not shown` : formatEvent(event);
}

interface FoundFunction {
  readonly capability: CapabilityDeclaration;
  readonly name: string;
  readonly declaration: FunctionDeclaration;
}

function findFunction(key: string): FoundFunction {
  const dot = key.lastIndexOf('.');
  const id = key.slice(0, Math.max(dot, 0));
  const name = key.slice(dot + 1);
  const capability = capabilities.find((known) => known.id === id);
  const declaration =
    capability && Object.hasOwn(capability.functions, name) ? capability.functions[name] : undefined;
  if (capability && declaration) return { capability, name, declaration };
  const known = capabilities.flatMap((each) =>
    Object.keys(each.functions).map((functionName) => `${each.id}.${functionName}`),
  );
  const near = nearest(key, known);
  const advice = near ? `Did you mean ${near}?` : `These are declared: ${known.join(', ')}.`;
  throw new UsageError(`Cannot call ${key}: no capability declares it. ${advice}`);
}

/** What the texts mean; what does not fit is said before anything is opened. */
function readArguments(key: string, declaration: FunctionDeclaration, texts: readonly string[]): Value[] {
  const refuse = (problem: string) => new UsageError(`Cannot call ${key}: ${problem}.`);
  const args = texts.map((text, i) => {
    const parameter = declaration.parameters[i];
    if (parameter === undefined) return text;
    const read = readValue(parameter.type, text, parameter.name);
    if ('problem' in read) throw refuse(read.problem);
    return read.value;
  });
  const problem = argumentProblem(declaration, args);
  if (problem !== undefined) throw refuse(problem);
  return args as Value[];
}
