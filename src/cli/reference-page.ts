import type { Command } from './command.ts';
import { exitCodes } from './exit-code.ts';
import { optionText, parameterText, usageLine } from './render-help.ts';

/** What the environment changes, for the command and for the project's own scripts. */
const variables: readonly (readonly [name: string, meaning: string])[] = [
  ['TUTTI_BUILD_DIR', 'Folder for artifacts and caches; `build` in the working folder unless set.'],
  ['TUTTI_ZIG', 'Path of a zig binary to compile with, in place of the one that npm installed.'],
  [
    'TUTTI_BASE',
    'Path that the site is built for, such as `/tutti/`; `npm run build -- --base` says the same.',
  ],
  ['ZIG_GLOBAL_CACHE_DIR', "Folder of zig's own cache."],
  ['NO_COLOR', 'Any value: no colour. A pipe or a file gets none anyway.'],
];

const head = `---
title: The command line
description: Every command of tutti with its values, options and exit codes.
lead: One command builds, inspects, calls, tests and resolves plugins.
sidebar:
  label: Command line
  order: 2
---

{/* Made by src/cli/reference-page.ts from the commands themselves; a test keeps it current. */}

In a clone, \`npm run tutti -- <command>\` runs it; installed as a package, \`npx tutti <command>\`. Where a
library is asked for, the folder of a plugin will do: its native build is meant then.
`;

/** The reference page of the command line: `content/docs/reference/cli.mdx`. */
export function renderReferencePage(commands: readonly Command[]): string {
  return [
    head,
    ...commands.map(commandSection),
    '## Exit codes\n',
    markdownTable(
      ['Code', 'Meaning'],
      exitCodes.map(({ code, meaning }) => [`\`${code}\``, meaning]),
    ),
    '## Environment\n',
    markdownTable(
      ['Variable', 'Meaning'],
      variables.map(([name, meaning]) => [`\`${name}\``, meaning]),
    ),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function commandSection(command: Command): string {
  const options = Object.entries(command.options);
  return [
    `## ${command.name}\n`,
    `${command.description}\n`,
    `\`\`\`text\n${usageLine(command)}\n\`\`\`\n`,
    markdownTable(
      ['Value or option', 'Meaning'],
      [
        ...command.parameters.map((parameter) => [
          `\`${parameterText(parameter)}\``,
          `${parameter.summary}.`,
        ]),
        ...options.map(([name, option]) => [`\`${optionText(name, option)}\``, `${option.summary}.`]),
      ],
    ),
    `\`\`\`sh\n${command.examples.map(({ line, meaning }) => `${line}  # ${meaning}`).join('\n')}\n\`\`\`\n`,
  ].join('\n');
}

function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return `${[line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')}\n`;
}
