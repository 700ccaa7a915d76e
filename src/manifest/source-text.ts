import { type DocumentNode, parse } from '@humanwhocodes/momoa';
import type { Problem, ProblemCode } from './problem.ts';

/** UTF-16 units; a manifest of a thousand dependencies has about 50,000. */
export const MAX_MANIFEST_LENGTH = 1_000_000;
/** UTF-16 units; a plugin locked with the hashes of nine libraries has about 900. */
export const MAX_LOCKFILE_LENGTH = 8_000_000;
/** Nesting of objects and lists; a right manifest needs three. */
export const MAX_MANIFEST_DEPTH = 16;

/** What a text that is half a surrogate pair has wrong with it. */
export const HALF_PAIR = 'a text must not hold half a surrogate pair';
export const WELL_FORMED = 'well-formed Unicode';

/** Why a text cannot be read, and where it stands in the text. */
type Refusal = readonly [code: ProblemCode, offset: number, message: string, expected: string];

/**
 * Reads `text` as strict JSON with the place of every value, or says why it cannot be read.
 *
 * @param file how the problem names the file
 * @param maxLength UTF-16 units
 * @remarks Size, depth and characters are looked at in one pass before the parser sees the text, so that a
 *   hostile one costs no more than that pass.
 */
export function readJson(text: string, file: string, maxLength: number): DocumentNode | Problem {
  let refusal = scan(text, maxLength);
  try {
    if (refusal === undefined) return parse(text, { mode: 'json' });
  } catch (error) {
    refusal = refuseSyntax(text, error);
  }
  const [code, offset, message, expected] = refusal;
  const before = text.slice(0, offset).split('\n');
  const column = before.at(-1)!.length + 1;
  return { code, file, line: before.length, column, path: [], message, expected };
}

function scan(text: string, maxLength: number): Refusal | undefined {
  if (text.length > maxLength) {
    const message = `the file is too large: found ${text.length} characters`;
    return ['too-large', 0, message, `at most ${maxLength} characters`];
  }
  if (text.startsWith('\ufeff')) {
    const message = 'the file must not start with a byte order mark';
    return ['byte-order-mark', 0, message, 'UTF-8 without a byte order mark'];
  }
  let depth = 0;
  let isInText = false;
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text[offset]!;
    if (unit >= '\ud800' && unit <= '\udfff') {
      // A whole pair is one code point.
      if (text.codePointAt(offset)! < 0x10000) return ['lone-surrogate', offset, HALF_PAIR, WELL_FORMED];
      offset++;
    } else if (unit === '"') isInText = !isInText;
    else if (isInText) {
      if (unit === '\\') offset++;
      else if (unit < ' ') {
        // As in an address: `%` and two hexadecimal digits.
        const hex = encodeURIComponent(unit).slice(1);
        const message = `a text must not hold the control character U+00${hex}`;
        return ['control-character', offset, message, 'an escape such as \\n'];
      }
    } else if (unit === '{' || unit === '[') {
      if (++depth > MAX_MANIFEST_DEPTH) {
        const message = `the file is nested too deep: found level ${depth}`;
        return ['too-deep', offset, message, `at most ${MAX_MANIFEST_DEPTH} levels`];
      }
    } else if (unit === '}' || unit === ']') depth--;
  }
  return undefined;
}

function refuseSyntax(text: string, error: unknown): Refusal {
  const { offset: near, message } = error as { offset: number; message: string };
  // Within numbers and escapes the parser names the right character, but the place before it.
  const character = /^Unexpected character '(.)'/.exec(message)?.[1] ?? text[near];
  const offset = text[near] !== character && text[near + 1] === character ? near + 1 : near;
  const invalid = (message: string, expected: string, at = offset): Refusal => [
    'invalid-json',
    at,
    `invalid JSON: ${message}`,
    expected,
  ];
  const found = text[offset];
  if (text.trim() === '') return invalid('the file is empty', 'an object', 0);
  if (found === undefined) return invalid('the file ends too early', 'the rest of the value');
  if (found === '/') return invalid('comments are not allowed', 'JSON without comments');
  const last = text.slice(0, offset).trimEnd().length - 1;
  if ((found === '}' || found === ']') && text[last] === ',')
    return invalid(`a comma must not stand before "${found}"`, `"${found}"`, last);
  if (found === "'") return invalid('texts and keys are written in double quotes', 'double quotes');
  // A text right after a value: what parts the two was forgotten.
  const isUnparted = found === '"' && /["}\]]|\w\s/.test(text.slice(last, offset));
  const expected = isUnparted ? '"," or ":" before it' : 'valid JSON';
  return invalid(`${JSON.stringify(found)} was not expected here`, expected);
}
