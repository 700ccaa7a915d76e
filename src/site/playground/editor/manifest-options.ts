import { describeField, FIELDS, FORMATS, type ValueType } from '../../../manifest/index.ts';

/** One thing that can be written at a place of a manifest. */
export interface ManifestOption {
  /** What it is called in the list, and what is inserted, without quotes. */
  readonly label: string;
  /** A word or two beside it. */
  readonly detail: string;
  /** A sentence about it. */
  readonly info: string;
  /** For a key: what to write as its value to begin with. */
  readonly value?: string;
}

/** Plugins and capabilities on the desk, each with its versions, newest first. */
export interface KnownNames {
  readonly plugins: ReadonlyMap<string, readonly string[]>;
  readonly capabilities: ReadonlyMap<string, readonly string[]>;
}

/** The keys that may stand in the object at `path` and do not yet. */
export function keyOptions(
  path: readonly (string | number)[],
  present: readonly string[],
  known: KnownNames,
): ManifestOption[] {
  const type = typeAt(path);
  const all = type === undefined ? [] : keysOf(type, known);
  return all.filter(({ label }) => !present.includes(label));
}

/** The values that may stand at `path`: choices, and ranges over the versions that are known. */
export function valueOptions(path: readonly (string | number)[], known: KnownNames): ManifestOption[] {
  const type = typeAt(path);
  return type === undefined ? [] : valuesOf(type, path, known);
}

function keysOf(type: ValueType, known: KnownNames): ManifestOption[] {
  if (type.kind === 'record') {
    return type.fields.map(({ key, isRequired, type: own }) => ({
      label: key,
      detail: isRequired ? 'required' : '',
      info: describeField(type.fields, key),
      value: emptyValue(own),
    }));
  }
  if (type.kind !== 'map') return [];
  if (type.key.kind === 'choice')
    return type.key.values.map((label) => ({ label, detail: '', info: type.expected, value: '""' }));
  const names = type.key.format === 'capabilityId' ? known.capabilities : known.plugins;
  return [...names].map(([label, versions]) => ({
    label,
    detail: versions.slice(0, 3).join(', '),
    info: type.expected,
    value: `"${rangeOver(versions[0], type.value)}"`,
  }));
}

function valuesOf(type: ValueType, path: readonly (string | number)[], known: KnownNames): ManifestOption[] {
  switch (type.kind) {
    case 'choice':
      return type.values.map((label) => ({ label, detail: '', info: type.expected }));
    case 'boolean':
      return [];
    case 'either':
      return type.options.flatMap((option) => valuesOf(option, path, known));
    case 'text': {
      const { expected } = FORMATS[type.format];
      const name = String(path.at(-1));
      if (type.format === 'capabilityId') {
        return [...known.capabilities.keys()].map((label) => ({ label, detail: '', info: expected }));
      }
      if (type.format === 'abiRange')
        return ['^1.0', '>=1.0', '*'].map((label) => ({ label, detail: '', info: expected }));
      const versions =
        type.format === 'range'
          ? known.plugins.get(name)
          : type.format === 'capabilityRange'
            ? known.capabilities.get(name)
            : [];
      const ranges = (versions ?? []).flatMap((version) => [`^${version}`, `>=${version}`]);
      return [...ranges, ...(ranges.length > 0 ? ['*'] : [])].map((label) => ({
        label,
        detail: '',
        info: expected,
      }));
    }
    default:
      return [];
  }
}

function typeAt(path: readonly (string | number)[]): ValueType | undefined {
  let type: ValueType | undefined = { kind: 'record', fields: FIELDS, expected: 'a manifest' };
  for (const part of path) {
    type = type === undefined ? undefined : within(type, part);
    if (type === undefined) return undefined;
  }
  return type;
}

function within(type: ValueType, part: string | number): ValueType | undefined {
  if (type.kind === 'either') {
    for (const option of type.options) {
      const found = within(option, part);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (typeof part === 'number') return type.kind === 'list' ? type.item : undefined;
  if (type.kind === 'map') return type.value;
  if (type.kind !== 'record') return undefined;
  return type.fields.find(({ key }) => key === part)?.type;
}

function emptyValue(type: ValueType): string {
  switch (type.kind) {
    case 'map':
    case 'record':
      return '{}';
    case 'list':
      return '[]';
    case 'either':
      return type.options[0]?.kind === 'boolean' ? 'true' : '"any"';
    default:
      return '""';
  }
}

function rangeOver(version: string | undefined, type: ValueType): string {
  if (type.kind === 'text' && type.format === 'capabilityVersion') return version ?? '1.0';
  return version === undefined ? '*' : `^${version}`;
}
