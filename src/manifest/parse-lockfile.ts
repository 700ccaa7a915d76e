import type { ValueNode } from '@humanwhocodes/momoa';
import { parseRange } from '../resolver/index.ts';
import { FORMATS } from './format.ts';
import type { Lockfile } from './lockfile.ts';
import { LOCKFILE_FIELDS } from './lockfile-field.ts';
import { type ParsedDocument, parseDocument } from './parse-document.ts';
import { MAX_LOCKFILE_LENGTH } from './source-text.ts';
import { membersOf, stringOf, type ValueReader } from './value-reader.ts';

export type ParsedLockfile = ParsedDocument<'lockfile', Lockfile>;

/**
 * Reads a `tutti.lock` and finds everything that is wrong with it at once, in the order of the file. A root that
 * no entry fits is wrong too: such a file was put together by hand, or by a merge.
 *
 * @param text the file's text, decoded from UTF-8 without dropping a byte order mark
 * @param file how problems name the file
 * @remarks Never throws, and costs a hostile text no more than `parseManifest` does.
 */
export function parseLockfile(text: string, file: string): ParsedLockfile {
  return parseDocument<'lockfile', Lockfile>(
    text,
    file,
    'lockfile',
    MAX_LOCKFILE_LENGTH,
    LOCKFILE_FIELDS,
    checkRoots,
  );
}

function checkRoots(reader: ValueReader, body: ValueNode): void {
  const fields = membersOf(body);
  const plugins = fields.get('plugins')?.value;
  if (plugins?.type !== 'Object') return;
  const locked = membersOf(plugins);
  for (const [id, root] of membersOf(fields.get('roots')?.value)) {
    const range = stringOf(root.value) ?? '';
    if (!FORMATS.range.accepts(range)) continue;
    const entry = locked.get(id);
    const version = stringOf(membersOf(entry?.value).get('version')?.value) ?? '';
    if (entry && (!FORMATS.version.accepts(version) || parseRange(range)!.test(version))) continue;
    const held = entry ? `holds ${version}` : 'does not hold it';
    reader.report(
      'root-not-locked',
      root,
      ['roots', id],
      `"roots" asks for ${id} ${range}, and "plugins" ${held}`,
      'an entry for each root, in its range',
    );
  }
}
