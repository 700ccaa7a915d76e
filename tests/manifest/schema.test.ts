import { expect, test } from 'vitest';
import { FIELDS, FORMATS, generateLockfileSchema, generateSchema } from '../../src/manifest/index.ts';

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
