import { buildCommand } from './build-command.ts';
import { callCommand } from './call-command.ts';
import type { Command } from './command.ts';
import { generateCommand } from './generate-command.ts';
import { inspectCommand } from './inspect-command.ts';
import { matrixCommand } from './matrix-command.ts';
import { resolveCommand } from './resolve-command.ts';
import { testCommand } from './test-command.ts';
import { upgradeCommand } from './upgrade-command.ts';
import { whatIfCommand } from './what-if-command.ts';

/** Every command of `tutti`, in the order a plugin meets them. */
export const commands: readonly Command[] = [
  buildCommand,
  inspectCommand,
  callCommand,
  testCommand,
  resolveCommand,
  upgradeCommand,
  whatIfCommand,
  matrixCommand,
  generateCommand,
];
