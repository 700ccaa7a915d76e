/** Something wrong in a step.json. */
export interface StepProblem {
  /** The file as the caller named it. */
  readonly file: string;
  /** The field, such as `own[0].run[1].do`; empty for the file as a whole. */
  readonly path: string;
  /** What was expected and what was found, or what to do; a sentence without a full stop. */
  readonly message: string;
}

/** `…/step.json: "hints" must be a list of 3: got 2`. */
export function formatStepProblem({ file, path, message }: StepProblem): string {
  return `${file}: ${path === '' ? 'the file' : `"${path}"`} ${message}`;
}
