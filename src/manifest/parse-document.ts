import type { ValueNode } from '@humanwhocodes/momoa';
import type { Field } from './field.ts';
import type { Problem } from './problem.ts';
import { readJson } from './source-text.ts';
import { ValueReader } from './value-reader.ts';

/** What a text holds, by the name of what the file is, or everything that is wrong with it in the order of the file. */
export type ParsedDocument<Name extends string, Value> =
  | ({ readonly ok: true } & Readonly<Record<Name, Value>>)
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * @param file how problems name the file
 * @param name what the file is, for messages and in the answer: `manifest`
 * @param maxLength UTF-16 units
 * @param checkWhole reports what no field can know alone
 */
export function parseDocument<Name extends string, Value>(
  text: string,
  file: string,
  name: Name,
  maxLength: number,
  fields: readonly Field[],
  checkWhole: (reader: ValueReader, body: ValueNode) => void,
): ParsedDocument<Name, Value> {
  const document = readJson(text, file, maxLength);
  if ('code' in document) return { ok: false, problems: [document] };
  const reader = new ValueReader(file, name);
  const expected = `an object with the fields of a ${name}`;
  const value = reader.read({ kind: 'record', expected, fields }, document.body, []);
  checkWhole(reader, document.body);
  const { problems } = reader;
  if (problems.length === 0) return { ok: true, [name]: value } as ParsedDocument<Name, Value>;
  return { ok: false, problems: problems.sort((a, b) => a.line - b.line || a.column - b.column) };
}
