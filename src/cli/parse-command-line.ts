import { parseArgs } from 'node:util';
import { type Command, type Input, UsageError } from './command.ts';
import { nearest } from './nearest.ts';
import { usageLine } from './render-help.ts';

/** What a command line asks for. */
export type Request =
  | { readonly kind: 'run'; readonly command: Command; readonly input: Input }
  | { readonly kind: 'help'; readonly command?: Command }
  | { readonly kind: 'version' };

/**
 * Reads `argv` (without node and script) against the declared commands.
 *
 * @throws UsageError
 */
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): Request {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { kind: 'help' };
  if (first === '--version' || first === '-v') return { kind: 'version' };
  if (first === 'help') {
    const named = rest[0];
    return named === undefined
      ? { kind: 'help' }
      : { kind: 'help', command: findCommand(named, commands, `Cannot explain "${named}"`) };
  }
  const command = findCommand(first, commands, `Cannot run "tutti ${first}"`);
  if (isHelpAsked(rest)) return { kind: 'help', command };
  return { kind: 'run', command, input: readInput(command, rest) };
}

function isHelpAsked(rest: readonly string[]): boolean {
  const end = rest.indexOf('--');
  return (end < 0 ? rest : rest.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

function findCommand(name: string, commands: readonly Command[], failure: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found) return found;
  const near = nearest(
    name,
    commands.map((command) => command.name),
  );
  const advice = near === undefined ? 'See "tutti help".' : `Did you mean "tutti ${near}"?`;
  const kind = name.startsWith('-') ? 'option' : 'command';
  throw new UsageError(`${failure}: there is no such ${kind}. ${advice}`);
}

/** A number below zero is a value, not an option: it goes through parseArgs behind a character that no word has. */
const negative = /^-[\d.]+$/;
const guard = '\0';

function readInput(command: Command, rest: readonly string[]): Input {
  const usage = `Usage: ${usageLine(command)}`;
  const fail = (state: string): never => {
    throw new UsageError(`Cannot run "tutti ${command.name}": ${state}. ${usage}`);
  };
  const config = Object.fromEntries(
    Object.entries(command.options).map(([name, { type }]) => [name, { type }] as const),
  );
  // Not strict: parseArgs' own messages speak of its API; what it found is judged here.
  const parsed = parseArgs({
    args: rest.map((word) => (negative.test(word) ? `${guard}${word}` : word)),
    options: config,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of parsed.tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(command.options, token.name) ? command.options[token.name] : undefined;
    if (option === undefined) return fail(unknownOption(token.rawName, Object.keys(command.options)));
    if (option.type === 'string' && !token.value) return fail(`${token.rawName} needs a value`);
    if (option.type === 'boolean' && token.value !== undefined)
      return fail(`${token.rawName} takes no value`);
    if (option.choices && !option.choices.includes(token.value ?? '')) {
      return fail(`${token.rawName} is one of ${option.choices.join(', ')}, not "${token.value}"`);
    }
  }
  const values = parsed.positionals.map((word) => (word.startsWith(guard) ? word.slice(guard.length) : word));
  const missing = command.parameters.find((parameter, i) => !parameter.isOptional && values[i] === undefined);
  if (missing) return fail(`<${missing.name}> is missing`);
  const extra = values[command.parameters.length];
  if (extra !== undefined && !command.parameters.at(-1)?.isRepeated)
    return fail(`"${extra}" is one too many`);
  return { values, options: parsed.values as Input['options'] };
}

function unknownOption(name: string, known: readonly string[]): string {
  const near = nearest(name.replace(/^-+/, ''), known);
  return `there is no option ${name}${near === undefined ? '' : ` (did you mean --${near}?)`}`;
}
