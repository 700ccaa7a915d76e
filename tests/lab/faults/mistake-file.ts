import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MistakeKind, mistakes } from '../../../src/lab/index.ts';

/** Where the seeded mistakes lie. */
export const mistakesFolder = 'tests/faulty/lab';

/** A seeded mistake, as its file states it. */
export interface MistakeFile {
  /** Its file without folder, such as `double-free.c`. */
  readonly file: string;
  readonly text: string;
  readonly title: string;
  /** What the lab must call it. */
  readonly kind: MistakeKind;
  /** What the compiler's sanitizers say natively; or why they say nothing. */
  readonly native: { readonly says: string; readonly hasLine: boolean } | { readonly reason: string };
  /** The marked line. */
  readonly line: number;
}

/** Every seeded mistake, by name. @throws when a file does not state what it must */
export function readMistakes(root: string): MistakeFile[] {
  return readdirSync(join(root, mistakesFolder))
    .filter((file) => /\.(c|cpp)$/.test(file))
    .sort()
    .map((file) => readMistake(file, readFileSync(join(root, mistakesFolder, file), 'utf8')));
}

/** For what the native host finds after the call has returned, or where no stack is left to look at. */
const noLine = / \(no line\)$/;

/** @throws when the text does not state what it must */
export function readMistake(file: string, text: string): MistakeFile {
  const said = /^\/\* (.+)\n \* lab: (\S+)\n \* native: (.+) \*\/\n/.exec(text);
  if (said === null) throw new Error(`${file} must begin with its title, "lab:" and "native:"`);
  const [, title = '', name = '', native = ''] = said;
  const known = mistakes.find(({ kind }) => kind === name);
  if (known === undefined) throw new Error(`${file} names "${name}", which is no kind of mistake`);
  const lines = text.split('\n').flatMap((line, i) => (line.includes('/* mistake */') ? [i + 1] : []));
  const [line] = lines;
  if (line === undefined || lines.length > 1) throw new Error(`${file} must mark one line as the mistake`);
  const reason = /^none, because (.+)$/.exec(native)?.[1];
  const says = native.replace(noLine, '');
  const natively = reason ? { reason } : { says, hasLine: says === native };
  return { file, text, title, kind: known.kind, native: natively, line };
}
