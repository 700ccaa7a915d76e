import { choice, type Field, optional, pluginRanges, required, text, type ValueType } from './field.ts';
import { TARGETS } from './manifest.ts';

/** Version of the lockfile's own format. */
export const LOCKFILE_FORMAT = '1';

const libraries: ValueType = {
  kind: 'map',
  key: choice('a target', TARGETS),
  value: text('sha256'),
  expected: 'an object that gives a hash for each target',
};

const lockedPlugin: ValueType = {
  kind: 'record',
  expected: 'an object with version and sha256',
  fields: [
    required('version', text('version'), 'The version that is selected.'),
    optional('sha256', libraries, 'SHA-256 of its library, for each target that it was built for.'),
  ],
};

/** All fields of `tutti.lock`, in the order in which they are written. */
export const LOCKFILE_FIELDS: readonly Field[] = [
  optional('$schema', text('text'), 'Address of the JSON Schema, for editors. Tutti does not read it.'),
  required(
    'lockfile',
    choice(`the format's version "${LOCKFILE_FORMAT}"`, [LOCKFILE_FORMAT]),
    'Version of the format.',
  ),
  required('abi', text('abiVersion'), 'ABI version of the host it was resolved for.'),
  required('roots', pluginRanges, 'What was asked for: plugins and their ranges.'),
  required(
    'plugins',
    {
      kind: 'map',
      key: text('pluginId'),
      value: lockedPlugin,
      expected: 'an object with an entry for each selected plugin',
    },
    'Every selected plugin, each once.',
  ),
];
