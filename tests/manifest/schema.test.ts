import { expect, test } from 'vitest';
import {
  FIELDS,
  FORMATS,
  generateLockfileSchema,
  generateSchema,
  parseManifest,
} from '../../src/manifest/index.ts';

test('the published schemas are the ones the tables of fields give (update it with `npx vitest -u`)', async () => {
  await expect(generateSchema()).toMatchFileSnapshot('../../src/manifest/tutti.schema.json');
  await expect(generateLockfileSchema()).toMatchFileSnapshot('../../src/manifest/tutti.lock.schema.json');
});

test('the schema has each field of the table, describes it, and allows no other', () => {
  const schema = JSON.parse(generateSchema());
  expect(Object.keys(schema.properties)).toEqual(FIELDS.map((field) => field.key));
  expect(schema.additionalProperties).toBe(false);
  expect(schema.required).toEqual(['id', 'version', 'name', 'abi']);
  for (const property of Object.values<{ description: string }>(schema.properties)) {
    expect(property.description).toMatch(/^[A-Z].*\.$/);
  }
});

test('every pattern of the schema is a regular expression that its format agrees with', () => {
  const examples = {
    pluginId: 'org.tutti.repeat',
    capabilityId: 'tutti.text',
    version: '1.2.0',
    capabilityVersion: '1.0',
    path: 'c/repeat.c',
  };
  for (const [name, text] of Object.entries(examples)) {
    const format = FORMATS[name as keyof typeof examples];
    expect(new RegExp(format.pattern!, 'u').test(text)).toBe(true);
    expect(format.accepts(text)).toBe(true);
    expect(format.accepts(` ${text}`)).toBe(name === 'path');
    expect(format.accepts('')).toBe(false);
  }
});

test('what a pattern can say is said by the schema, as the reader of manifests says it', () => {
  const { properties } = JSON.parse(generateSchema());
  const { pattern: ofPath } = properties.entry.additionalProperties;
  const cases: readonly [field: string, pattern: string, texts: readonly string[]][] = [
    ['name', properties.name.pattern, ['a', ' ', '\n', '\u00a0', 'a\nb']],
    ['abi', properties.abi.pattern, ['*', ' ']],
    [
      'entry',
      ofPath,
      ['c/x.c', '..', './c', 'c/.', 'c/../x', 'c/..x', '.c', '...', 'c\n/../x', '/c', 'c//x', 'C:x'],
    ],
    [
      'docs',
      properties.docs.pattern,
      ['README.md', 'https://example.org', 'http://example.org', '../x', 'a/./b'],
    ],
  ];
  for (const [field, pattern, texts] of cases) {
    for (const text of texts) {
      const value = field === 'entry' ? { c: text } : text;
      const manifest = {
        id: 'org.tutti.repeat',
        version: '1.0.0',
        name: 'Repeat',
        abi: '^1.0',
        [field]: value,
      };
      const { ok } = parseManifest(JSON.stringify(manifest), 'tutti.json');
      expect([field, text, new RegExp(pattern, 'u').test(text)]).toEqual([field, text, ok]);
    }
  }
});

test('a text is as long as it has characters, and a list holds the same once whatever the order of its keys', () => {
  const read = (more: object) =>
    parseManifest(
      JSON.stringify({ id: 'org.tutti.repeat', version: '1.0.0', name: 'Repeat', abi: '^1.0', ...more }),
      'tutti.json',
    );
  expect(read({ name: '\u{1f3bb}'.repeat(2000) }).ok).toBe(true);
  expect(read({ name: '\u{1f3bb}'.repeat(2001) }).ok).toBe(false);
  const platforms = [
    { os: 'linux', arch: 'x86_64' },
    { arch: 'x86_64', os: 'linux' },
  ];
  expect(read({ platforms })).toMatchObject({ ok: false, problems: [{ code: 'duplicate-item' }] });
});
