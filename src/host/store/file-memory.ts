import { statSync } from 'node:fs';

/** A file may change once more within the same tick of its file system's clock, unseen, if it is younger. */
const settledMs = 2000;
const mostFiles = 4096;

/** What the system says of a file that is another one when the file is another one, or was written to. */
export interface FileStamp {
  readonly text: string;
  readonly isSettled: boolean;
}

/** Asks for a file's stamp; undefined when there is no such file. */
export function stampOf(file: string): FileStamp | undefined {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const { dev, ino, size, mtimeNs, ctimeNs } = found;
  const text = `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  return { text, isSettled: Date.now() - Number(ctimeNs / 1_000_000n) > settledMs };
}

/** Which bytes were in which files, for as long as nothing was done to a file. */
export class FileMemory {
  readonly #known = new Map<string, { readonly stamp: string; readonly hash: string }>();

  /** The hash of a file's bytes, where it is known that they are the same as when it was read. */
  hashOf(file: string, stamp: FileStamp | undefined): string | undefined {
    const known = this.#known.get(file);
    return known !== undefined && known.stamp === stamp?.text ? known.hash : undefined;
  }

  /**
   * Remembers what was read, unless the file may have changed meanwhile or may yet without a trace.
   *
   * @param before its stamp before it was read
   * @param after its stamp afterwards
   */
  remember(file: string, before: FileStamp | undefined, after: FileStamp | undefined, hash: string): void {
    this.#known.delete(file);
    if (before === undefined || !before.isSettled || before.text !== after?.text) return;
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size >= mostFiles) this.#known.delete(oldest);
    this.#known.set(file, { stamp: before.text, hash });
  }
}
