import type { ValueNode } from '@humanwhocodes/momoa';
import type { Field } from './field.ts';
import type { Problem } from './problem.ts';
import { readJson } from './source-text.ts';
import { ValueReader } from './value-reader.ts';

/** What a kind of file holds. */
export interface DocumentKind {
  /** For messages: `manifest`. */
  readonly name: string;
  /** UTF-16 units. */
  readonly maxLength: number;
  readonly fields: readonly Field[];
  /** Reports what no field can know alone. */
  checkWhole(reader: ValueReader, body: ValueNode): void;
}

/** What a text holds that is of the kind, or everything that is wrong with it in the order of the file. */
export type ParsedDocument =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** @param file how problems name the file */
export function parseDocument(
  text: string,
  file: string,
  { name, maxLength, fields, checkWhole }: DocumentKind,
): ParsedDocument {
  const document = readJson(text, file, maxLength);
  if ('code' in document) return { ok: false, problems: [document] };
  const reader = new ValueReader(file, name);
  const expected = `an object with the fields of a ${name}`;
  const value = reader.read({ kind: 'record', fields, expected }, document.body, []);
  if (!reader.isFull) checkWhole(reader, document.body);
  const { problems } = reader;
  if (problems.length === 0) return { ok: true, value };
  return { ok: false, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}
