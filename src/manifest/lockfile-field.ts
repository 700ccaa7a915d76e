import { choice, type Field, map, optional, pluginRanges, required, text, type ValueType } from './field.ts';
import { TARGETS } from './manifest.ts';

/** Version of the lockfile's own format. */
export const LOCKFILE_FORMAT = '1';

const libraries: ValueType = map(
  'an object that gives a hash for each target',
  choice('a target', TARGETS),
  text('sha256'),
);

/** Fields of the entry of one plugin. */
export const LOCKED_PLUGIN_FIELDS: readonly Field[] = [
  required('version', text('version')),
  optional('sha256', libraries),
];

const lockedPlugin: ValueType = {
  kind: 'record',
  expected: 'an object with version and sha256',
  fields: LOCKED_PLUGIN_FIELDS,
};

/** All fields of `tutti.lock`, in the order in which they are written. */
export const LOCKFILE_FIELDS: readonly Field[] = [
  optional('$schema', text('text')),
  required('lockfile', choice(`the format's version "${LOCKFILE_FORMAT}"`, [LOCKFILE_FORMAT])),
  required('abi', text('abiVersion')),
  required('roots', pluginRanges),
  optional('overrides', pluginRanges),
  required(
    'plugins',
    map('an object with an entry for each selected plugin', text('pluginId'), lockedPlugin),
  ),
];
