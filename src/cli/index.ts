/** The `tutti` command: its commands as data, and the line that runs one. */
export type { Answer, Command, Context, Input, Option, Parameter } from './command.ts';
export { commands } from './commands.ts';
export { exitCodes } from './exit-code.ts';
export { plain } from './paint.ts';
export { renderReferencePage } from './reference-page.ts';
export { optionText, parameterText, renderHelp, renderOverview, usageLine } from './render-help.ts';
export { type CommandLineResult, runCommandLine } from './run-command-line.ts';
