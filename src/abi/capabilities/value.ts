/** A list of numbers of one kind; bytes too. */
export type NumberList =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/**
 * A value of any kind at run time. Text may also be given as bytes, well-formed or not, so that what a plugin makes
 * of malformed text can be tested.
 */
export type Value =
  | number
  | bigint
  | boolean
  | string
  | undefined
  | NumberList
  | readonly Value[]
  | { readonly [field: string]: Value };

const longestText = 60;
const mostItems = 4;
const deepest = 4;

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 3)}...` : text;
}

/** Joins the first items, and says how many follow. */
function items(values: ArrayLike<unknown>, depth: number): string {
  const first = Array.from({ length: Math.min(values.length, mostItems) }, (_, i) =>
    formatValue(values[i], depth + 1),
  );
  if (values.length > mostItems) first.push(`and ${values.length - mostItems} more`);
  return first.join(', ');
}

/** Any value as one short line of a log or of a message shows it. Costs no more for a long value. */
export function formatValue(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (ArrayBuffer.isView(value)) return `[${items(value as unknown as ArrayLike<unknown>, depth)}]`;
  if (depth >= deepest) return '...';
  if (Array.isArray(value)) return `[${items(value, depth)}]`;
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${formatValue(field, depth + 1)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
