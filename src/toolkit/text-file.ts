import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { errorCode } from './output-file.ts';

/** More than the longest manifest or lockfile that is read, whatever its characters; of scenarios, too. */
const MAX_BYTES = 64_000_000;

/** The text of a file, or why there is none: as the end of a sentence whose subject is the file. */
export type TextFile =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly isMissing: boolean; readonly state: string };

/**
 * Reads a file that somebody wrote by hand, and must be prepared for whatever stands under its name: a pipe that
 * never ends is not opened, a file that is too large not read, and bytes that are no UTF-8 are not guessed at.
 *
 * @param file absolute
 */
export async function readTextFile(file: string): Promise<TextFile> {
  const refuse = (state: string, isMissing = false): TextFile => ({ ok: false, isMissing, state });
  try {
    const found = await stat(file);
    if (found.isDirectory()) return refuse('is a folder');
    if (!found.isFile()) return refuse('is no file');
    if (found.size > MAX_BYTES) return refuse(`is too large: found ${found.size} bytes`);
    const bytes = await readFile(file);
    return isUtf8(bytes)
      ? { ok: true, text: bytes.toString() }
      : refuse(`is not UTF-8 ${placeOfFault(bytes)}`);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return refuse('is not there', true);
    return refuse(`cannot be read (${code})`);
  }
}

/** Where bytes cease to be UTF-8; lines and columns as editors count them. */
function placeOfFault(bytes: Buffer): string {
  const guessed = Buffer.from(bytes.toString());
  const offset = bytes.findIndex((byte, at) => byte !== guessed[at]);
  // Holds back what is no whole character yet.
  const lines = new StringDecoder('utf8').write(bytes.subarray(0, offset)).split('\n');
  return `(line ${lines.length}, column ${lines.at(-1)!.length + 1})`;
}
