import { type CapabilityDeclaration, type Kind, snakeCase } from '../../abi/index.ts';

/** A camelCase name as types and traits are spelled in C++, Rust and Zig. */
export function pascalCase(name: string): string {
  const camel = name.replace(/[-._]([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return camel.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** A phrase as a sentence. */
export function sentence(phrase: string): string {
  const begun = phrase.replace(/^[a-z]/, (letter) => letter.toUpperCase());
  return /[.?!]$/.test(begun) ? begun : `${begun}.`;
}

/** What a capability is called where it stands alone: `text` for tutti.text, `org_acme_reverb` for org.acme.reverb. */
export function moduleName({ id }: CapabilityDeclaration): string {
  return snakeCase(id.replace(/^tutti\./, '')).replace(/[.-]/g, '_');
}

/** Whether every value of a composite kind has as many bytes: nothing in it lies behind a reference. */
export function isFixed(kind: Kind): boolean {
  if (typeof kind === 'string') return kind !== 'string' && kind !== 'bytes';
  switch (kind.kind) {
    case 'list':
      return false;
    case 'record':
      return Object.values(kind.fields).every(isFixed);
    case 'optional':
      return isFixed(kind.some);
    case 'result':
      return isFixed(kind.ok) && isFixed(kind.error);
    default:
      return true;
  }
}

/** What is said of a text argument that is no text. */
export function notText(parameter: string): string {
  return `the ${spaced(parameter)} is not valid UTF-8`;
}

/** What is said of a composite argument that does not hold together. */
export function malformed(parameter: string): string {
  return `the ${spaced(parameter)} is malformed`;
}

/** What invoke says of arguments that do not hold together. */
export function malformedArguments({ id }: CapabilityDeclaration, name: string): string {
  return `the arguments of ${id}.${name} are malformed`;
}

/** What a client says of a result that is not what was declared. */
export function malformedResult({ id }: CapabilityDeclaration, name: string): string {
  return `the result of ${id}.${name} is malformed`;
}

/** What invoke says of a function that the table does not have. */
export function missingFunction({ id }: CapabilityDeclaration): string {
  return `this provider of ${id} has no such function`;
}

/** What is said of a scalar argument that has no meaning. */
export function notScalar(parameter: string, kind: Kind): string {
  const what = typeof kind === 'string' ? '0 or 1' : `of ${'name' in kind ? kind.name : ''}`;
  return `the ${spaced(parameter)} is not ${what}`;
}

function spaced(name: string): string {
  return snakeCase(name).replaceAll('_', ' ');
}

/** Breaks a text into lines of at most `width` characters, each behind `prefix`. */
export function commentLines(text: string, prefix: string, width = 110): string[] {
  const lines: string[] = [];
  let line = prefix.trimEnd();
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > width && line !== prefix.trimEnd()) {
      lines.push(line);
      line = prefix.trimEnd();
    }
    line += `${line === prefix.trimEnd() ? prefix.slice(line.length) : ' '}${word}`;
  }
  return [...lines, line];
}
