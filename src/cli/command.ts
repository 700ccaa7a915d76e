import type { Workspace } from '../toolkit/index.ts';
import type { Paint } from './paint.ts';

/** A value that stands at its place in the command line. */
export interface Parameter {
  readonly name: string;
  readonly summary: string;
  readonly isOptional?: boolean;
  /** Takes all values from here on; only the last parameter may. */
  readonly isRepeated?: boolean;
}

export interface Option {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in the help; for `string`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly summary: string;
}

/** What a command is given: checked against its declaration. */
export interface Input {
  readonly values: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
}

/** The surroundings of one run; nothing else of the process is read. */
export interface Context {
  readonly workspace: Workspace;
  readonly paint: Paint;
  readonly signal?: AbortSignal | undefined;
}

/** `isYes` becomes the exit code: 0, or 1 when the answer is no. */
export interface Answer {
  readonly isYes: boolean;
  /** For stdout, without its last line feed. */
  readonly text: string;
}

/** A command is data: parsing, help and the reference page all read this. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** More about it, in whole sentences. */
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly { readonly line: string; readonly meaning: string }[];
  readonly answer: (input: Input, context: Context) => Promise<Answer>;
}

/** The command line is not one that exists; the message ends with what to type instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
