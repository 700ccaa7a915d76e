import type { FormatName } from './format.ts';
import { LANGUAGES, TARGETS } from './manifest.ts';

/** What a value of a manifest or a lockfile can be. */
export type ValueType =
  | { readonly kind: 'text'; readonly format: FormatName }
  | { readonly kind: 'choice'; readonly values: readonly string[]; readonly expected: string }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'map'; readonly key: KeyType; readonly value: ValueType; readonly expected: string }
  | { readonly kind: 'list'; readonly item: ValueType; readonly expected: string }
  | { readonly kind: 'record'; readonly fields: readonly Field[]; readonly expected: string }
  /** The first alternative whose JSON type fits decides. */
  | { readonly kind: 'either'; readonly options: readonly ValueType[]; readonly expected: string };

export type KeyType = Extract<ValueType, { kind: 'text' | 'choice' }>;

/** One key of a manifest or a lockfile: the validator, the JSON Schema and the reference page all come from this. */
export interface Field {
  readonly key: string;
  readonly isRequired: boolean;
  readonly type: ValueType;
  /** One or two sentences for the schema and the reference. */
  readonly description: string;
}

export const text = (format: FormatName): ValueType & { kind: 'text' } => ({ kind: 'text', format });
export const choice = (expected: string, values: readonly string[]): ValueType & { kind: 'choice' } => ({
  kind: 'choice',
  values,
  expected,
});
export const required = (key: string, type: ValueType, description: string): Field => ({
  key,
  isRequired: true,
  type,
  description,
});
export const optional = (key: string, type: ValueType, description: string): Field => ({
  key,
  isRequired: false,
  type,
  description,
});

/** Plugin id -> range. */
export const pluginRanges: ValueType = {
  kind: 'map',
  key: text('pluginId'),
  value: text('range'),
  expected: 'an object that gives a version range for each plugin id',
};

const platform: ValueType = {
  kind: 'record',
  expected: 'an object with os, arch and, on Linux, libc',
  fields: [
    required(
      'os',
      choice('an operating system', ['linux', 'macos', 'windows', 'freestanding']),
      'Operating system.',
    ),
    required('arch', choice('an architecture', ['x86_64', 'aarch64', 'wasm32']), 'Processor architecture.'),
    optional('libc', choice('a C library', ['gnu', 'musl']), 'C library it needs; without it, any will do.'),
  ],
};

/** All fields of `tutti.json`, in the order in which they are best written. */
export const FIELDS: readonly Field[] = [
  optional('$schema', text('text'), 'Address of the JSON Schema, for editors. Tutti does not read it.'),
  required('id', text('pluginId'), 'Name of the plugin among all plugins, in reverse DNS. It never changes.'),
  required('version', text('version'), 'Semantic version of this release.'),
  required('name', text('text'), 'Name for people.'),
  optional('description', text('text'), 'What the plugin does, in a sentence.'),
  required('abi', text('abiRange'), 'ABI versions a host may offer, as a range.'),
  optional(
    'platforms',
    {
      kind: 'either',
      expected: '"any" or a list of platforms',
      options: [
        choice('"any" or a list of platforms', ['any']),
        { kind: 'list', item: platform, expected: 'a list of platforms' },
      ],
    },
    'Where it runs. Without it, or with "any", everywhere.',
  ),
  optional('dependencies', pluginRanges, 'Plugins that must be selected too.'),
  optional(
    'optionalDependencies',
    pluginRanges,
    'Plugins it can do without; when one is selected, then in this range.',
  ),
  optional('conflicts', pluginRanges, 'Plugins it does not work with. Prereleases in the range count too.'),
  optional(
    'provides',
    {
      kind: 'map',
      key: text('capabilityId'),
      value: text('capabilityVersion'),
      expected: 'an object that gives a version for each capability id',
    },
    'Capabilities it provides to other plugins and the host.',
  ),
  optional(
    'requires',
    {
      kind: 'map',
      key: text('capabilityId'),
      value: text('capabilityRange'),
      expected: 'an object that gives a version range for each capability id',
    },
    'Capabilities that some selected plugin must provide.',
  ),
  optional(
    'exclusive',
    { kind: 'list', item: text('capabilityId'), expected: 'a list of capability ids' },
    'Capabilities among "provides" for which no other provider may be selected.',
  ),
  optional(
    'entry',
    {
      kind: 'map',
      key: choice('a language or a target', [...LANGUAGES, ...TARGETS]),
      value: text('path'),
      expected: 'an object that gives a file for each language or target',
    },
    'The source file by language (c, cpp, rust, zig), or the built library by target.',
  ),
  optional(
    'yanked',
    { kind: 'either', expected: 'true, false or a reason', options: [{ kind: 'boolean' }, text('text')] },
    'Withdrawn: no new selection takes it. A text says why.',
  ),
  optional('docs', text('docs'), 'Where to read more: an https address, or a file beside the manifest.'),
];
