import { type DocumentNode, parse } from '@humanwhocodes/momoa';
import type { ProblemCode } from './problem.ts';

/** UTF-16 units; a manifest of a thousand dependencies has about 50,000. */
export const MAX_MANIFEST_LENGTH = 1_000_000;
/** UTF-16 units; a plugin locked with the hashes of nine libraries has about 900. */
export const MAX_LOCKFILE_LENGTH = 8_000_000;
/** Nesting of objects and lists; a right manifest needs three. */
export const MAX_MANIFEST_DEPTH = 16;

/** What makes a text unreadable as JSON; `offset` is where. */
export interface TextFault {
  readonly code: ProblemCode;
  readonly offset: number;
  readonly message: string;
  readonly expected: string;
}

/**
 * Reads `text` as strict JSON with the place of every value.
 *
 * @param maxLength UTF-16 units
 * @remarks Size, depth and characters are looked at in one pass before the parser sees the text, so that a
 *   hostile one costs no more than that pass.
 */
export function readJson(text: string, maxLength = MAX_MANIFEST_LENGTH): DocumentNode | TextFault {
  const fault = scan(text, maxLength);
  if (fault !== undefined) return fault;
  try {
    return parse(text, { mode: 'json' });
  } catch (error) {
    return syntaxFault(text, offsetOf(error, text));
  }
}

export function isTextFault(result: DocumentNode | TextFault): result is TextFault {
  return 'code' in result;
}

/** Line and column, both from 1, of an offset. */
export function locate(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) {
    line++;
    lineStart = end + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

function scan(text: string, maxLength: number): TextFault | undefined {
  if (text.length > maxLength) {
    const expected = `at most ${maxLength} characters`;
    return {
      code: 'too-large',
      offset: 0,
      message: `the file is too large: found ${text.length} characters`,
      expected,
    };
  }
  if (text.charCodeAt(0) === 0xfeff) {
    const message = 'the file must not start with a byte order mark';
    return { code: 'byte-order-mark', offset: 0, message, expected: 'UTF-8 without a byte order mark' };
  }
  let depth = 0;
  let isInString = false;
  for (let offset = 0; offset < text.length; offset++) {
    const unit = text.charCodeAt(offset);
    if (unit >= 0xd800 && unit <= 0xdfff) {
      const next = text.charCodeAt(offset + 1);
      if (unit >= 0xdc00 || !(next >= 0xdc00 && next <= 0xdfff)) return surrogateFault(offset);
      offset++;
    } else if (isInString) {
      if (unit === 0x5c) offset++;
      else if (unit === 0x22) isInString = false;
      else if (unit < 0x20) {
        const message = `a text must not hold the control character U+${unit.toString(16).toUpperCase().padStart(4, '0')}`;
        return { code: 'control-character', offset, message, expected: 'an escape such as \\n' };
      }
    } else if (unit === 0x22) isInString = true;
    else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > MAX_MANIFEST_DEPTH) {
        const message = `the file is nested too deep: found level ${depth}`;
        return { code: 'too-deep', offset, message, expected: `at most ${MAX_MANIFEST_DEPTH} levels` };
      }
    } else if (unit === 0x7d || unit === 0x5d) depth--;
  }
  return undefined;
}

export function surrogateFault(offset: number): TextFault {
  const message = 'a text must not hold half a surrogate pair';
  return { code: 'lone-surrogate', offset, message, expected: 'well-formed Unicode' };
}

function offsetOf(error: unknown, text: string): number {
  if (!(error instanceof Error && 'offset' in error && typeof error.offset === 'number')) return 0;
  // Within numbers and escapes the parser names the right character, but the place before it.
  const character = /^Unexpected character '(.)'/.exec(error.message)?.[1];
  const isBefore =
    character !== undefined && text[error.offset] !== character && text[error.offset + 1] === character;
  return isBefore ? error.offset + 1 : error.offset;
}

function syntaxFault(text: string, offset: number): TextFault {
  const fault = (message: string, expected: string, at = offset): TextFault => ({
    code: 'invalid-json',
    offset: at,
    message: `invalid JSON: ${message}`,
    expected,
  });
  const found = text[offset];
  const before = text.slice(0, offset).trimEnd();
  if (text.trim() === '') return fault('the file is empty', 'an object', 0);
  if (offset >= text.length) return fault('the file ends too early', 'the rest of the value');
  if (found === '/') return fault('comments are not allowed', 'JSON without comments');
  if ((found === '}' || found === ']') && before.endsWith(',')) {
    const comma = before.length - 1;
    return fault(`a comma must not stand before "${found}"`, `"${found}" without a comma before it`, comma);
  }
  if (found === "'") return fault('texts and keys are written in double quotes', '"');
  return fault(`${JSON.stringify(found)} was not expected here`, 'valid JSON');
}
