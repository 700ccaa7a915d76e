import { type Kind, numberLists, type Value } from '../../abi/index.ts';
import type { StepValue } from './step.ts';

/**
 * Makes what a step.json writes a value of `kind`: whole numbers of 64 bits, bytes and lists of numbers have no JSON
 * of their own. What does not fit is left as it is, for `argumentProblem` to name.
 */
export function valueFrom(kind: Kind, written: StepValue | undefined): Value {
  if (written === undefined) return undefined;
  if (kind === 'u64' || kind === 'i64') return bigintOf(written);
  if (kind === 'string' || kind === 'bytes')
    return isListOf(written, isByte) ? Uint8Array.from(written) : (written as Value);
  if (typeof kind === 'string') return written as Value;
  switch (kind.kind) {
    case 'list':
      return listOf(kind.item, written);
    case 'record':
      if (!isRecord(written)) return written as Value;
      return Object.fromEntries(
        Object.entries(written).map(([name, field]) => {
          const declared = kind.fields[name];
          return [name, declared === undefined ? (field as Value) : valueFrom(declared, field)];
        }),
      );
    case 'optional':
      return written === null ? undefined : valueFrom(kind.some, written);
    case 'result':
      if (!isRecord(written)) return written as Value;
      return written.ok === true
        ? { ok: true, value: valueFrom(kind.ok, written.value) }
        : { ok: false, error: valueFrom(kind.error, written.error) };
    default:
      return written as Value;
  }
}

/** The same the other way: a value as a step.json would write it. */
export function writtenOf(value: Value): StepValue {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (ArrayBuffer.isView(value))
    return Array.from(value as Iterable<number | bigint>, (each) => Number(each));
  if (Array.isArray(value)) return value.map(writtenOf);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, writtenOf(field)]));
  return value;
}

/** A value of `kind` with each text of it spoilt: its last byte, or its only one, begins no character. */
export function withInvalidText(kind: Kind, value: Value): Value {
  if (kind === 'string') {
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : (value as Uint8Array);
    return Uint8Array.from([...bytes.subarray(0, -1), 0xff]);
  }
  if (typeof kind === 'string' || value === undefined) return value;
  switch (kind.kind) {
    case 'list':
      return Array.isArray(value) ? value.map((item) => withInvalidText(kind.item, item)) : value;
    case 'record':
      return Object.fromEntries(
        Object.entries(kind.fields).map(([name, field]) => [
          name,
          withInvalidText(field, (value as { readonly [field: string]: Value })[name]),
        ]),
      );
    case 'optional':
      return withInvalidText(kind.some, value);
    default:
      return value;
  }
}

/** Whether two written values are the same; fields in any order. */
export function isSame(left: StepValue, right: StepValue): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: StepValue): StepValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const fields = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
}

function listOf(item: Kind, written: StepValue): Value {
  if (!Array.isArray(written)) return written as Value;
  if (typeof item === 'string' && item in numberLists) {
    const values = written.map((each) => valueFrom(item, each));
    if (!values.every((each) => typeof each === 'number' || typeof each === 'bigint')) return values;
    const Numbers = numberLists[item as keyof typeof numberLists] as unknown as {
      from(values: readonly (number | bigint)[]): Value;
    };
    return Numbers.from(values);
  }
  return written.map((each) => valueFrom(item, each));
}

function bigintOf(written: StepValue): Value {
  return typeof written === 'number' && Number.isInteger(written) ? BigInt(written) : (written as Value);
}

function isByte(value: StepValue): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xff;
}

function isListOf<T extends StepValue>(
  value: StepValue,
  is: (item: StepValue) => item is T,
): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

function isRecord(value: StepValue): value is { readonly [field: string]: StepValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
