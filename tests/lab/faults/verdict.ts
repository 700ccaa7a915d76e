import type { MistakeFile } from './mistake-file.ts';

/** What one runtime made of one seeded mistake. */
export interface Verdict {
  readonly mistake: string;
  readonly runtime: 'wasm' | 'native';
  /** `kind at line`. */
  readonly expected: string;
  /** The same of what was found; everything that was found, when that is more. */
  readonly found: string;
  readonly isExact: boolean;
  /** Why it is not exact, or why it need not be found here; empty when it is exact. */
  readonly why: string;
}

/** What was found, in the words of a verdict. */
export function verdictOf(
  { file }: MistakeFile,
  runtime: Verdict['runtime'],
  expected: string,
  found: readonly string[],
): Verdict {
  const isExact = found.length === 1 && found[0] === expected;
  const why = isExact ? '' : found.length === 0 ? 'nothing was found' : 'something else, or more, was found';
  return { mistake: file, runtime, expected, found: found.join('; '), isExact, why };
}
