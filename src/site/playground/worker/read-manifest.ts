import { formatProblem, type Manifest, parseManifest } from '../../../manifest/index.ts';

/** A problem at its place in the text; line and column count from 1. */
export interface LocatedProblem {
  line: number;
  column: number;
  message: string;
}

export type ReadManifest =
  | { ok: true; release: Manifest }
  | { ok: false; problems: readonly LocatedProblem[] };

/** Reads what stands in the editor; problems are said without the file's name, which the editor shows. */
export function readManifest(text: string): ReadManifest {
  const result = parseManifest(text, 'tutti.json');
  if (result.ok) return { ok: true, release: result.manifest };
  const problems = result.problems.map((problem) => ({
    line: problem.line,
    column: problem.column,
    message: formatProblem(problem).replace(/^tutti\.json:\d+:\d+: /, ''),
  }));
  return { ok: false, problems };
}

/** Reads the manifests of a desk again and again; of those whose text is the same, the result is the same object. */
export class ManifestReader {
  #known = new Map<string, ReadManifest>();

  read(texts: readonly string[]): ReadManifest[] {
    const results = texts.map((text) => this.#known.get(text) ?? readManifest(text));
    this.#known = new Map(texts.map((text, at) => [text, results[at]!]));
    return results;
  }
}
