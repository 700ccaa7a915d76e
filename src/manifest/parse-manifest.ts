import type { ValueNode } from '@humanwhocodes/momoa';
import { FIELDS } from './field.ts';
import type { Manifest } from './manifest.ts';
import { type ParsedDocument, parseDocument } from './parse-document.ts';
import { MAX_MANIFEST_LENGTH } from './source-text.ts';
import { membersOf, stringOf, type ValueReader } from './value-reader.ts';

export type ParsedManifest = ParsedDocument<'manifest', Manifest>;

/**
 * Reads a `tutti.json` and finds everything that is wrong with it at once, in the order of the file.
 *
 * @param text the file's text, decoded from UTF-8 without dropping a byte order mark
 * @param file how problems name the file
 * @remarks Never throws. A text that is too large, too deep or no JSON gives one problem; a hostile one costs
 *   no more than a pass over its characters. At most 100 problems are listed.
 */
export function parseManifest(text: string, file: string): ParsedManifest {
  return parseDocument<'manifest', Manifest>(
    text,
    file,
    'manifest',
    MAX_MANIFEST_LENGTH,
    FIELDS,
    checkReferences,
  );
}

/** What no field can know alone: an id that names the plugin itself, an exclusive capability it lacks. */
function checkReferences(reader: ValueReader, body: ValueNode): void {
  const fields = membersOf(body);
  const id = stringOf(fields.get('id')?.value);
  for (const key of ['dependencies', 'optionalDependencies', 'conflicts']) {
    // A manifest without an id names itself nowhere.
    const own = membersOf(fields.get(key)?.value).get(id!);
    if (own === undefined) continue;
    const message = `"${key}" must not name the plugin itself`;
    reader.report('self-reference', own, [key, id!], message, 'the id of another plugin');
  }
  const exclusive = fields.get('exclusive')?.value;
  if (exclusive?.type !== 'Array') return;
  const provided = membersOf(fields.get('provides')?.value);
  exclusive.elements.forEach(({ value }, position) => {
    const capability = stringOf(value);
    if (capability === undefined || provided.has(capability)) return;
    const message = `"exclusive" must name capabilities that "provides" names: found "${capability}"`;
    reader.report('exclusive-not-provided', value, ['exclusive', position], message, 'a key of "provides"');
  });
}
