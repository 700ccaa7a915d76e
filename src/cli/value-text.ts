import {
  formatValue,
  isComposite,
  type Kind,
  type NumberName,
  numberLists,
  type Value,
  valueProblem,
} from '../abi/index.ts';

const wholeNumber = /^-?\d+$/;
const hexadecimal = /^([0-9a-fA-F]{2})*$/;
/** What JSON has no number for. */
const notInJson = ['NaN', 'Infinity', '-Infinity'];

/** Parses JSON with whole numbers beyond 2^53 as bigints, where the engine tells how they were written. */
function parseJson(text: string): unknown {
  const exact = (_key: string, value: unknown, context?: { readonly source?: string }) => {
    const source = context?.source;
    const isRounded = typeof value === 'number' && !Number.isSafeInteger(value);
    return isRounded && source !== undefined && wholeNumber.test(source) ? BigInt(source) : value;
  };
  return JSON.parse(text, exact);
}

function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** A list of numbers as a typed array; as it is where an item does not fit. */
function numbersOfJson(item: NumberName, json: readonly unknown[]): unknown {
  const items = json.map((each) => valueOfJson(item, each));
  if (items.some((each) => valueProblem(item, each, '') !== undefined)) return json;
  const Numbers = numberLists[item] as unknown as { from(items: readonly unknown[]): unknown };
  return Numbers.from(items);
}

/** What JSON means as a value of a kind; what does not fit stays as it is, for the check of arguments to refuse. */
function valueOfJson(kind: Kind, json: unknown): unknown {
  if (kind === 'bytes') return typeof json === 'string' && hexadecimal.test(json) ? bytesOfHex(json) : json;
  if (kind === 'u64' || kind === 'i64') {
    const isExact = Number.isSafeInteger(json) || (typeof json === 'string' && wholeNumber.test(json));
    return isExact ? BigInt(json as number | string) : json;
  }
  if (kind === 'f32' || kind === 'f64') {
    const isWritten = typeof json === 'bigint' || notInJson.includes(json as string);
    return isWritten ? Number(json) : json;
  }
  if (typeof kind === 'string') return json;
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  switch (kind.kind) {
    case 'enumeration':
    case 'flags':
      return json;
    case 'list': {
      if (!Array.isArray(json)) return json;
      const { item } = kind;
      if (typeof item === 'string' && item in numberLists) return numbersOfJson(item as NumberName, json);
      return json.map((each) => valueOfJson(item, each));
    }
    case 'record': {
      if (!isObject) return json;
      const fields = Object.entries(json).map(([name, each]) => {
        const field = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined;
        return [name, field === undefined ? each : valueOfJson(field, each)];
      });
      return Object.fromEntries(fields);
    }
    case 'optional':
      return json === null ? undefined : valueOfJson(kind.some, json);
    case 'result': {
      if (!isObject) return json;
      const result = json as { readonly ok?: unknown; readonly value?: unknown; readonly error?: unknown };
      return result.ok === true
        ? { ok: true, value: valueOfJson(kind.ok, result.value) }
        : { ...result, error: valueOfJson(kind.error, result.error) };
    }
  }
}

/**
 * Reads an argument as the command line gives it: text and names as they are, numbers in decimal, bytes in
 * hexadecimal, flags separated by commas, everything else as JSON, in which bytes are hexadecimal text, 64-bit
 * numbers may be text, and nothing is null.
 *
 * @returns what it means, or the problem; a value that does not fit its kind is left to `argumentProblem`
 */
export function readValue(
  kind: Kind,
  text: string,
  name: string,
): { readonly value: unknown } | { readonly problem: string } {
  if (kind === 'string') return { value: text };
  if (kind === 'bytes') {
    if (hexadecimal.test(text)) return { value: bytesOfHex(text) };
    return { problem: `"${name}" must be bytes in hexadecimal: got ${formatValue(text)}` };
  }
  if (kind === 'bool') return { value: text === 'true' ? true : text === 'false' ? false : text };
  if (kind === 'u64' || kind === 'i64') return { value: wholeNumber.test(text) ? BigInt(text) : text };
  if (kind === 'f32' || kind === 'f64') {
    const isNumber = text.trim() !== '' && (text === 'NaN' || !Number.isNaN(Number(text)));
    return { value: isNumber ? Number(text) : text };
  }
  if (typeof kind === 'string') return { value: wholeNumber.test(text) ? Number(text) : text };
  if (kind.kind === 'flags') return { value: text === '' ? [] : text.split(',') };
  if (!isComposite(kind)) return { value: text };
  try {
    return { value: valueOfJson(kind, parseJson(text)) };
  } catch {
    return { problem: `"${name}" must be JSON: got ${formatValue(text)}` };
  }
}

/** A value as JSON that `readValue` takes. 64-bit numbers keep all their digits. */
function jsonOf(kind: Kind, value: Value): string {
  if (kind === 'string') return JSON.stringify(value);
  if (kind === 'bytes') return JSON.stringify(Buffer.from(value as Uint8Array).toString('hex'));
  if (typeof kind === 'string') {
    const text = String(value);
    return notInJson.includes(text) ? JSON.stringify(text) : text;
  }
  const fields = value as { readonly [field: string]: Value };
  switch (kind.kind) {
    case 'enumeration':
    case 'flags':
      return JSON.stringify(value);
    case 'list':
      return `[${Array.from(value as ArrayLike<Value>, (each) => jsonOf(kind.item, each)).join(',')}]`;
    case 'record': {
      const parts = Object.entries(kind.fields).map(
        ([name, field]) => `${JSON.stringify(name)}:${jsonOf(field, fields[name])}`,
      );
      return `{${parts.join(',')}}`;
    }
    case 'optional':
      return value === undefined ? 'null' : jsonOf(kind.some, value);
    case 'result':
      return fields.ok === true
        ? `{"ok":true,"value":${jsonOf(kind.ok, fields.value)}}`
        : `{"ok":false,"error":${jsonOf(kind.error, fields.error)}}`;
  }
}

/** A result as `tutti call` prints it. */
export function printValue(kind: Kind | 'none', value: Value): string {
  if (kind === 'none') return 'done';
  if (kind === 'string' || (typeof kind === 'object' && kind.kind === 'enumeration')) return String(value);
  if (kind === 'bytes') return Buffer.from(value as Uint8Array).toString('hex');
  if (typeof kind === 'string') return String(value);
  if (kind.kind === 'flags') return (value as readonly string[]).join(',');
  return jsonOf(kind, value);
}
