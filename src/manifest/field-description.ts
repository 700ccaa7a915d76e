import { FIELDS, type Field, PLATFORM_FIELDS } from './field.ts';
import { LOCKED_PLUGIN_FIELDS, LOCKFILE_FIELDS } from './lockfile-field.ts';

const SCHEMA = 'Address of the JSON Schema, for editors. Tutti does not read it.';

const DESCRIPTIONS = new Map<readonly Field[], Readonly<Record<string, string>>>([
  [
    FIELDS,
    {
      $schema: SCHEMA,
      id: 'Name of the plugin among all plugins, in reverse DNS. It never changes.',
      version: 'Semantic version of this release.',
      name: 'Name for people.',
      description: 'What the plugin does, in a sentence.',
      abi: 'ABI versions a host may offer, as a range.',
      platforms: 'Where it runs. Without it, or with "any", everywhere.',
      dependencies: 'Plugins that must be selected too.',
      optionalDependencies: 'Plugins it can do without; when one is selected, then in this range.',
      conflicts: 'Plugins it does not work with. Prereleases in the range count too.',
      provides: 'Capabilities it provides to other plugins and the host.',
      requires: 'Capabilities that some selected plugin must provide.',
      exclusive: 'Capabilities among "provides" for which no other provider may be selected.',
      entry: 'The source file by language (c, cpp, rust, zig), or the built library by target.',
      yanked: 'Withdrawn: no new selection takes it. A text says why.',
      docs: 'Where to read more: an https address, or a file beside the manifest.',
    },
  ],
  [
    PLATFORM_FIELDS,
    {
      os: 'Operating system.',
      arch: 'Processor architecture.',
      libc: 'C library it needs; without it, any will do.',
    },
  ],
  [
    LOCKFILE_FIELDS,
    {
      $schema: SCHEMA,
      lockfile: 'Version of the format.',
      abi: 'ABI version of the host it was resolved for.',
      roots: 'What was asked for: plugins and their ranges.',
      overrides: 'Ranges in the place of those that the plugins’ dependencies give.',
      plugins: 'Every selected plugin, each once.',
    },
  ],
  [
    LOCKED_PLUGIN_FIELDS,
    {
      version: 'The version that is selected.',
      sha256: 'SHA-256 of its library, for each target that it was built for.',
    },
  ],
]);

/**
 * What a field is for, in one or two sentences, for the schema, the reference and editors.
 *
 * @param fields of the record that the field belongs to: `FIELDS`, or those of a type within
 * @returns an empty text for a field that is none of theirs
 */
export function describeField(fields: readonly Field[], key: string): string {
  return DESCRIPTIONS.get(fields)?.[key] ?? '';
}
