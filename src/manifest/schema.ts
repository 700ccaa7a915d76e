import { FIELDS, type Field, type ValueType } from './field.ts';
import { describeField } from './field-description.ts';
import { FORMATS } from './format.ts';
import { LOCKFILE_FIELDS } from './lockfile-field.ts';

type Schema = { [key: string]: Schema | readonly Schema[] | string | readonly string[] | number | boolean };

/** The text of `tutti.schema.json`: JSON Schema 2020-12, made from the same table as the validator. */
export function generateSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tutti:manifest',
    title: 'Tutti plugin manifest',
    description: 'The file tutti.json beside a plugin: what it is, what it needs and where it runs.',
    ...recordSchema(FIELDS),
  };
  return `${print(schema, '')}\n`;
}

/** The text of `tutti.lock.schema.json`: JSON Schema 2020-12 of the lockfile, made from its table in the same way. */
export function generateLockfileSchema(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:tutti:lockfile',
    title: 'Tutti lockfile',
    description:
      'The file tutti.lock: what was asked for, and the release of every plugin that was selected.',
    ...recordSchema(LOCKFILE_FIELDS),
  };
  return `${print(schema, '')}\n`;
}

function recordSchema(fields: readonly Field[]): Schema {
  const properties = fields.map(
    ({ key, type }) => [key, { description: describeField(fields, key), ...schemaOf(type) }] as const,
  );
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: fields.filter((field) => field.isRequired).map((field) => field.key),
    additionalProperties: false,
  };
}

function schemaOf(type: ValueType): Schema {
  switch (type.kind) {
    case 'text': {
      const { expected, maxLength, pattern } = FORMATS[type.format];
      return { type: 'string', title: expected, minLength: 1, maxLength, pattern };
    }
    case 'choice':
      return { enum: type.values };
    case 'boolean':
      return { type: 'boolean' };
    case 'map':
      return {
        type: 'object',
        propertyNames: schemaOf(type.key),
        additionalProperties: schemaOf(type.value),
      };
    case 'list':
      return { type: 'array', items: schemaOf(type.item), uniqueItems: true };
    case 'record':
      return recordSchema(type.fields);
    case 'either':
      return { anyOf: type.options.map(schemaOf) };
  }
}

/** JSON as the repository formats it: a list of texts stands in one line where it fits. */
function print(value: unknown, indent: string, used = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    const isFlat = value.every((item) => typeof item !== 'object');
    if (isFlat && used + line.length <= 109) return line;
    return `[\n${value.map((item) => inner + print(item, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(([key, item]) => {
    const start = `${inner}${JSON.stringify(key)}: `;
    return start + print(item, inner, start.length);
  });
  return `{\n${members.join(',\n')}\n${indent}}`;
}
