import type { ManifestText } from '../situation.ts';

/** What a manifest says it is, read without judging it: its text may be half typed. */
export interface ManifestName {
  readonly id: string;
  readonly version: string;
}

const names = new WeakMap<ManifestText, ManifestName>();

/** The id and version of a manifest's text; what it was called before, where the text says nothing. */
export function nameOf(manifest: ManifestText): ManifestName {
  const known = names.get(manifest);
  if (known !== undefined) return known;
  const [id = manifest.name, version = ''] = manifest.name.split(' ');
  const said = (key: string) => new RegExp(`"${key}"\\s*:\\s*"([^"\\n]+)"`).exec(manifest.text)?.[1];
  const name = { id: said('id') ?? id, version: said('version') ?? version };
  names.set(manifest, name);
  return name;
}

/** Called so among others: `echo 1.4.0`. */
export function labelOf(manifest: ManifestText): string {
  const { id, version } = nameOf(manifest);
  return `${id.split('.').at(-1)} ${version}`.trim();
}
