import type { Value } from './value.ts';

/** What a scalar kind is: bytes in memory, and for whole numbers their range. 64-bit numbers are bigints. */
export const scalars = {
  u8: { sizeBytes: 1, least: 0, most: 0xff },
  i8: { sizeBytes: 1, least: -0x80, most: 0x7f },
  u16: { sizeBytes: 2, least: 0, most: 0xffff },
  i16: { sizeBytes: 2, least: -0x8000, most: 0x7fff },
  u32: { sizeBytes: 4, least: 0, most: 0xffff_ffff },
  i32: { sizeBytes: 4, least: -0x8000_0000, most: 0x7fff_ffff },
  u64: { sizeBytes: 8, least: 0n, most: 0xffff_ffff_ffff_ffffn },
  i64: { sizeBytes: 8, least: -0x8000_0000_0000_0000n, most: 0x7fff_ffff_ffff_ffffn },
  f32: { sizeBytes: 4 },
  f64: { sizeBytes: 8 },
  bool: { sizeBytes: 1 },
} as const;

export type ScalarName = keyof typeof scalars;
export type NumberName = Exclude<ScalarName, 'bool'>;

type Numbers = Readonly<Record<string, number>>;
type Fields = Readonly<Record<string, Kind>>;
/** What each case, flag or field means, for headers and reference pages; never part of the interface. */
export type Meanings<Name extends string = string> = Readonly<Partial<Record<Name, string>>>;

/** One of several named cases; crosses as a u32. In TypeScript: the name of the case. */
export interface EnumerationKind<Cases extends Numbers = Numbers> {
  readonly kind: 'enumeration';
  readonly name: string;
  readonly cases: Cases;
  readonly meanings: Meanings;
}

/** Any of several named flags; crosses as a u32. In TypeScript: an array of names, lowest bit first. */
export interface FlagsKind<Bits extends Numbers = Numbers> {
  readonly kind: 'flags';
  readonly name: string;
  readonly bits: Bits;
  readonly meanings: Meanings;
}

/** Named fields in order; laid out as a C struct. */
export interface RecordKind<F extends Fields = Fields> {
  readonly kind: 'record';
  readonly name: string;
  readonly fields: F;
  readonly meanings: Meanings;
}

/** Any number of items. In TypeScript: a typed array for numbers, an array for everything else. */
export interface ListKind<Item extends Kind = Kind> {
  readonly kind: 'list';
  readonly item: Item;
}

/** A value or nothing. In TypeScript: the value or undefined. */
export interface OptionalKind<Some extends Kind = Kind> {
  readonly kind: 'optional';
  readonly some: Some;
}

/** An expected answer of one of two sorts, such as a refusal that is no failure of the call. */
export interface ResultKind<Ok extends Kind = Kind, Bad extends Kind = Kind> {
  readonly kind: 'result';
  readonly ok: Ok;
  readonly error: Bad;
}

/** Kinds that cross in registers: numbers, bool, enumerations and flags. */
export type ScalarKind = ScalarName | EnumerationKind | FlagsKind;
/** Kinds that cross as a message. */
export type CompositeKind = RecordKind | ListKind | OptionalKind | ResultKind;
/** What a parameter, a field or a result may be. */
export type Kind = ScalarKind | 'string' | 'bytes' | CompositeKind;

interface NumberLists {
  u8: Uint8Array;
  i8: Int8Array;
  u16: Uint16Array;
  i16: Int16Array;
  u32: Uint32Array;
  i32: Int32Array;
  u64: BigUint64Array;
  i64: BigInt64Array;
  f32: Float32Array;
  f64: Float64Array;
}

/** The typed array that a list of each number kind is. */
export const numberLists = {
  u8: Uint8Array,
  i8: Int8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  i32: Int32Array,
  u64: BigUint64Array,
  i64: BigInt64Array,
  f32: Float32Array,
  f64: Float64Array,
} as const satisfies Record<NumberName, unknown>;

type ScalarValue<K extends ScalarName> = K extends 'bool'
  ? boolean
  : K extends 'u64' | 'i64'
    ? bigint
    : number;

/** The TypeScript type of a kind's values. */
export type ValueOf<K extends Kind> = [Kind] extends [K]
  ? Value
  : K extends ScalarName
    ? ScalarValue<K>
    : K extends 'string'
      ? string
      : K extends 'bytes'
        ? Uint8Array
        : K extends EnumerationKind<infer Cases>
          ? keyof Cases & string
          : K extends FlagsKind<infer Bits>
            ? readonly (keyof Bits & string)[]
            : K extends RecordKind<infer F>
              ? { readonly [Name in keyof F]: ValueOf<F[Name]> }
              : K extends ListKind<infer Item>
                ? Item extends NumberName
                  ? NumberLists[Item]
                  : readonly ValueOf<Item>[]
                : K extends OptionalKind<infer Some>
                  ? ValueOf<Some> | undefined
                  : K extends ResultKind<infer Ok, infer Bad>
                    ?
                        | { readonly ok: true; readonly value: ValueOf<Ok> }
                        | { readonly ok: false; readonly error: ValueOf<Bad> }
                    : never;

const camelCase = /^[a-z][a-zA-Z0-9]*$/;

function requireNames(what: string, name: string, names: readonly string[]): void {
  const wrong = [name, ...names].find((each) => !camelCase.test(each));
  if (wrong !== undefined)
    throw new RangeError(`Cannot declare ${what} "${name}": "${wrong}" is not a name in camelCase`);
  if (names.length === 0) throw new RangeError(`Cannot declare ${what} "${name}": it is empty`);
}

function requireNumbers(what: string, name: string, numbers: Numbers, isRight: (n: number) => boolean): void {
  requireNames(what, name, Object.keys(numbers));
  const values = Object.values(numbers);
  const wrong = values.find((n, i) => !isRight(n) || values.indexOf(n) !== i);
  if (wrong !== undefined)
    throw new RangeError(`Cannot declare ${what} "${name}": ${wrong} is out of range or there twice`);
}

/** Declares an enumeration: each case with its number, 0 to 2^32 - 1. */
export function enumeration<const Cases extends Numbers>(
  name: string,
  cases: Cases,
  meanings?: Meanings<keyof Cases & string>,
): EnumerationKind<Cases> {
  requireNumbers('enumeration', name, cases, (n) => n === n >>> 0);
  return { kind: 'enumeration', name, cases, meanings: (meanings ?? {}) as Meanings };
}

/** Declares flags: each with its bit's value, a power of two up to 2^31. */
export function flags<const Bits extends Numbers>(
  name: string,
  bits: Bits,
  meanings?: Meanings<keyof Bits & string>,
): FlagsKind<Bits> {
  requireNumbers('flags', name, bits, (n) => n === n >>> 0 && n !== 0 && (n & (n - 1)) === 0);
  return { kind: 'flags', name, bits, meanings: (meanings ?? {}) as Meanings };
}

/** Declares a record; its fields cross in this order. */
export function record<const F extends Fields>(
  name: string,
  fields: F,
  meanings?: Meanings<keyof F & string>,
): RecordKind<F> {
  requireNames('record', name, Object.keys(fields));
  return { kind: 'record', name, fields, meanings: (meanings ?? {}) as Meanings };
}

/** Declares a list of any length. */
export function list<const Item extends Kind>(item: Item): ListKind<Item> {
  return { kind: 'list', item };
}

/** Declares a value that may be missing; itself not optional. */
export function optional<const Some extends Kind>(some: Some): OptionalKind<Some> {
  if (typeof some === 'object' && some.kind === 'optional')
    throw new RangeError(
      'Cannot declare an optional of an optional: nothing and nothing within cannot be told apart',
    );
  return { kind: 'optional', some };
}

/** Declares an answer that is one of two. */
export function resultOf<const Ok extends Kind, const Bad extends Kind>(
  ok: Ok,
  error: Bad,
): ResultKind<Ok, Bad> {
  return { kind: 'result', ok, error };
}

/** Whether a kind crosses in a register. */
export function isScalar(kind: Kind): kind is ScalarKind {
  return typeof kind === 'string'
    ? kind !== 'string' && kind !== 'bytes'
    : kind.kind === 'enumeration' || kind.kind === 'flags';
}

/** Whether a kind crosses as a message. */
export function isComposite(kind: Kind): kind is CompositeKind {
  return typeof kind === 'object' && kind.kind !== 'enumeration' && kind.kind !== 'flags';
}
