/** Everything that can be wrong with a manifest or a lockfile, as codes for programs. */
export type ProblemCode =
  | 'byte-order-mark'
  | 'control-character'
  | 'duplicate-item'
  | 'duplicate-key'
  | 'exclusive-not-provided'
  | 'invalid-json'
  | 'lone-surrogate'
  | 'missing-field'
  | 'root-not-locked'
  | 'self-reference'
  | 'too-deep'
  | 'too-large'
  | 'too-many-problems'
  | 'unknown-key'
  | 'wrong-type'
  | 'wrong-value';

/** One thing that is wrong with a file, and where. */
export interface Problem {
  readonly code: ProblemCode;
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units, as editors do. */
  readonly column: number;
  /** Keys and list positions that lead to the value: `["platforms", 0, "os"]`. */
  readonly path: readonly (string | number)[];
  /** What is wrong, without place and suggestion. */
  readonly message: string;
  readonly expected: string;
  /** The nearest valid spelling, when one is near. */
  readonly suggestion?: string;
}

/**
 * One line for a terminal: `tutti.json:4:14: "version" must be a semantic version such as 1.2.0: found "1.2"`. What was
 * expected is added where neither the message nor a suggestion says it.
 */
export function formatProblem(problem: Problem): string {
  const { file, line, column, message, expected, suggestion } = problem;
  const wanted = message.includes(expected) ? '' : `; expected ${expected}`;
  const hint = suggestion === undefined ? wanted : `; did you mean "${suggestion}"?`;
  return `${file}:${line}:${column}: ${message}${hint}`;
}
