import type { Command, Option, Parameter } from './command.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

/** `tutti call <library> <function> [argument...]` */
export function usageLine(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => `[${optionText(name, option)}]`);
  return ['tutti', command.name, ...command.parameters.map(parameterText), ...options].join(' ');
}

export function parameterText({ name, isOptional, isRepeated }: Parameter): string {
  const text = isRepeated ? `${name}...` : name;
  return isOptional ? `[${text}]` : `<${text}>`;
}

export function optionText(name: string, { type, value, choices }: Option): string {
  return type === 'boolean' ? `--${name}` : `--${name} <${choices?.join('|') ?? value ?? 'value'}>`;
}

/** All commands, one line each. */
export function renderOverview(commands: readonly Command[], paint: Paint): string {
  return [
    'Learn, build and run native plugins.',
    '',
    paint('strong', 'Usage'),
    '  tutti <command> [options]',
    '',
    paint('strong', 'Commands'),
    ...table([
      ...commands.map(({ name, summary }) => [name, summary]),
      ['help [command]', 'Explains a command'],
      ['--version', 'Prints the version'],
    ]).map((line) => `  ${line}`),
    '',
    'Exit code: 0 yes, 1 the answer is no, 2 wrong usage, 3 internal error.',
  ].join('\n');
}

export function renderHelp(command: Command, paint: Paint): string {
  const section = (title: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0 ? [] : ['', paint('strong', title), ...table(rows).map((line) => `  ${line}`)];
  return [
    command.description,
    '',
    paint('strong', 'Usage'),
    `  ${usageLine(command)}`,
    ...section(
      'Values',
      command.parameters.map(({ name, summary }) => [name, summary]),
    ),
    ...section(
      'Options',
      Object.entries(command.options).map(([name, option]) => [optionText(name, option), option.summary]),
    ),
    ...section(
      'Examples',
      command.examples.map(({ line, meaning }) => [line, paint('quiet', meaning)]),
    ),
  ].join('\n');
}
