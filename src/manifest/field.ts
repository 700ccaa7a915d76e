import { FORMATS, type FormatName } from './format.ts';
import { LANGUAGES, TARGETS } from './manifest.ts';

/** What a value of a manifest or a lockfile can be. */
export type ValueType =
  | { readonly kind: 'text'; readonly format: FormatName; readonly expected: string }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly expected: string }
  | { readonly kind: 'boolean'; readonly expected: string }
  | { readonly kind: 'map'; readonly key: KeyType; readonly value: ValueType; readonly expected: string }
  | { readonly kind: 'list'; readonly item: ValueType; readonly expected: string }
  | { readonly kind: 'record'; readonly fields: readonly Field[]; readonly expected: string }
  /** The first alternative whose JSON type fits decides. */
  | { readonly kind: 'either'; readonly options: readonly ValueType[]; readonly expected: string };

export type KeyType = Extract<ValueType, { kind: 'text' | 'choice' }>;

/**
 * One key of a manifest or a lockfile: the validator, the JSON Schema and the reference page all come from this.
 * What it is for says `describeField`, which who only reads files does not need to load.
 */
export interface Field {
  readonly key: string;
  readonly isRequired: boolean;
  readonly type: ValueType;
}

export const text = (format: FormatName): ValueType & { kind: 'text' } => ({
  kind: 'text',
  expected: FORMATS[format].expected,
  format,
});
export const choice = (expected: string, values: readonly string[]): ValueType & { kind: 'choice' } => ({
  kind: 'choice',
  expected,
  values,
});
export const map = (expected: string, key: KeyType, value: ValueType): ValueType => ({
  kind: 'map',
  expected,
  key,
  value,
});
export const required = (key: string, type: ValueType): Field => ({ key, isRequired: true, type });
export const optional = (key: string, type: ValueType): Field => ({ key, isRequired: false, type });

/** Plugin id -> range. */
export const pluginRanges: ValueType = map(
  'an object that gives a version range for each plugin id',
  text('pluginId'),
  text('range'),
);

/** Fields of a platform. */
export const PLATFORM_FIELDS: readonly Field[] = [
  required('os', choice('an operating system', ['linux', 'macos', 'windows', 'freestanding'])),
  required('arch', choice('an architecture', ['x86_64', 'aarch64', 'wasm32'])),
  optional('libc', choice('a C library', ['gnu', 'musl'])),
];

const platform: ValueType = {
  kind: 'record',
  expected: 'an object with os, arch and, on Linux, libc',
  fields: PLATFORM_FIELDS,
};

/** All fields of `tutti.json`, in the order in which they are best written. */
export const FIELDS: readonly Field[] = [
  optional('$schema', text('text')),
  required('id', text('pluginId')),
  required('version', text('version')),
  required('name', text('text')),
  optional('description', text('text')),
  required('abi', text('abiRange')),
  optional('platforms', {
    kind: 'either',
    expected: '"any" or a list of platforms',
    options: [
      choice('"any" or a list of platforms', ['any']),
      { kind: 'list', expected: 'a list of platforms', item: platform },
    ],
  }),
  optional('dependencies', pluginRanges),
  optional('optionalDependencies', pluginRanges),
  optional('conflicts', pluginRanges),
  optional(
    'provides',
    map(
      'an object that gives a version for each capability id',
      text('capabilityId'),
      text('capabilityVersion'),
    ),
  ),
  optional(
    'requires',
    map(
      'an object that gives a version range for each capability id',
      text('capabilityId'),
      text('capabilityRange'),
    ),
  ),
  optional('exclusive', { kind: 'list', expected: 'a list of capability ids', item: text('capabilityId') }),
  optional(
    'entry',
    map(
      'an object that gives a file for each language or target',
      choice('a language or a target', [...LANGUAGES, ...TARGETS]),
      text('path'),
    ),
  ),
  optional('yanked', {
    kind: 'either',
    expected: 'true, false or a reason',
    options: [{ kind: 'boolean', expected: 'true or false' }, text('text')],
  }),
  optional('docs', text('docs')),
];
