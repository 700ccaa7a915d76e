import type { FunctionDeclaration } from './declaration.ts';
import { type EnumerationKind, type Kind, type NumberName, numberLists, scalars } from './kinds.ts';
import { formatValue } from './value.ts';

function namesText(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}

function mustBe(path: string, what: string, value: unknown): string {
  const got = typeof value === 'bigint' ? `${value}n` : formatValue(value);
  return `"${path}" must be ${what}: got ${got}`;
}

function numberProblem(kind: NumberName | 'bool', value: unknown, path: string): string | undefined {
  if (kind === 'bool') return typeof value === 'boolean' ? undefined : mustBe(path, 'true or false', value);
  if (kind === 'f32' || kind === 'f64')
    return typeof value === 'number' ? undefined : mustBe(path, 'a number', value);
  const { least, most } = scalars[kind];
  if (kind === 'u64' || kind === 'i64') {
    const isRight = typeof value === 'bigint' && value >= least && value <= most;
    return isRight ? undefined : mustBe(path, `a bigint from ${least} to ${most}`, value);
  }
  const isRight =
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= (least as number) &&
    value <= (most as number);
  return isRight ? undefined : mustBe(path, `a whole number from ${least} to ${most}`, value);
}

function caseProblem(names: readonly string[], value: unknown, path: string): string | undefined {
  if (typeof value === 'string' && names.includes(value)) return undefined;
  return mustBe(path, names.length === 1 ? namesText(names) : `one of ${namesText(names)}`, value);
}

function listProblem(item: Kind, value: unknown, path: string): string | undefined {
  if (typeof item === 'string' && item !== 'bool' && item !== 'string' && item !== 'bytes') {
    const Numbers = numberLists[item];
    return value instanceof Numbers ? undefined : mustBe(path, `a ${Numbers.name}`, value);
  }
  if (!Array.isArray(value)) return mustBe(path, 'a list', value);
  for (let i = 0; i < value.length; i++) {
    const problem = valueProblem(item, value[i], `${path}[${i}]`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function recordProblem(
  fields: Readonly<Record<string, Kind>>,
  value: unknown,
  path: string,
): string | undefined {
  const names = Object.keys(fields);
  if (!isObject(value)) return mustBe(path, `a record of ${names.join(', ')}`, value);
  for (const [name, field] of Object.entries(fields)) {
    const problem = valueProblem(field, value[name], `${path}.${name}`);
    if (problem !== undefined) return problem;
  }
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
  if (unknown === undefined) return undefined;
  return `"${path}" has no field ${JSON.stringify(unknown)}: its fields are ${names.join(', ')}`;
}

/**
 * Says why `value` is not of `kind`; undefined when it is.
 *
 * @param path how a message names the value: `format.channels`, `notes[2].pitch`
 */
export function valueProblem(kind: Kind, value: unknown, path: string): string | undefined {
  if (kind === 'string') {
    if (value instanceof Uint8Array) return undefined;
    if (typeof value !== 'string') return mustBe(path, 'text', value);
    return value.isWellFormed() ? undefined : mustBe(path, 'text without half a surrogate pair', value);
  }
  if (kind === 'bytes') return value instanceof Uint8Array ? undefined : mustBe(path, 'a Uint8Array', value);
  if (typeof kind === 'string') return numberProblem(kind, value, path);
  switch (kind.kind) {
    case 'enumeration':
      return caseProblem(Object.keys((kind as EnumerationKind).cases), value, path);
    case 'flags': {
      if (!Array.isArray(value)) return mustBe(path, 'a list of flags', value);
      const names = Object.keys(kind.bits);
      for (const [i, name] of value.entries()) {
        const problem = caseProblem(names, name, `${path}[${i}]`);
        if (problem !== undefined) return problem;
        if (value.indexOf(name) !== i) return `"${path}" must name each flag once: got ${formatValue(value)}`;
      }
      return undefined;
    }
    case 'list':
      return listProblem(kind.item, value, path);
    case 'record':
      return recordProblem(kind.fields, value, path);
    case 'optional':
      return value === undefined ? undefined : valueProblem(kind.some, value, path);
    case 'result':
      if (isObject(value) && value.ok === true) return valueProblem(kind.ok, value.value, `${path}.value`);
      if (isObject(value) && value.ok === false)
        return valueProblem(kind.error, value.error, `${path}.error`);
      return mustBe(path, '{ ok: true, value } or { ok: false, error }', value);
  }
}

/** Says what is wrong with arguments before they reach native code; undefined when nothing is. */
export function argumentProblem(
  declaration: FunctionDeclaration,
  args: readonly unknown[],
): string | undefined {
  const { parameters } = declaration;
  if (args.length !== parameters.length) {
    const names = parameters.length === 0 ? '' : ` (${parameters.map((p) => p.name).join(', ')})`;
    const noun = parameters.length === 1 ? 'argument' : 'arguments';
    return `it takes ${parameters.length} ${noun}${names}: got ${args.length}`;
  }
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i] as (typeof parameters)[number];
    const problem = valueProblem(parameter.type, args[i], parameter.name);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
