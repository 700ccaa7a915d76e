import type { EnumerationKind, FlagsKind, ScalarName } from '../capabilities/kinds.ts';
import type { Codec } from './codec.ts';
import { Malformed } from './message-reader.ts';

/** Scalars are little-endian and aligned to their own size. */
export const scalarCodecs: Readonly<Record<ScalarName, Codec>> = {
  u8: {
    sizeBytes: 1,
    alignment: 1,
    write: ({ view }, at, value) => view.setUint8(at, value as number),
    read: ({ view }, at) => view.getUint8(at),
  },
  i8: {
    sizeBytes: 1,
    alignment: 1,
    write: ({ view }, at, value) => view.setInt8(at, value as number),
    read: ({ view }, at) => view.getInt8(at),
  },
  u16: {
    sizeBytes: 2,
    alignment: 2,
    write: ({ view }, at, value) => view.setUint16(at, value as number, true),
    read: ({ view }, at) => view.getUint16(at, true),
  },
  i16: {
    sizeBytes: 2,
    alignment: 2,
    write: ({ view }, at, value) => view.setInt16(at, value as number, true),
    read: ({ view }, at) => view.getInt16(at, true),
  },
  u32: {
    sizeBytes: 4,
    alignment: 4,
    write: ({ view }, at, value) => view.setUint32(at, value as number, true),
    read: ({ view }, at) => view.getUint32(at, true),
  },
  i32: {
    sizeBytes: 4,
    alignment: 4,
    write: ({ view }, at, value) => view.setInt32(at, value as number, true),
    read: ({ view }, at) => view.getInt32(at, true),
  },
  u64: {
    sizeBytes: 8,
    alignment: 8,
    write: ({ view }, at, value) => view.setBigUint64(at, value as bigint, true),
    read: ({ view }, at) => view.getBigUint64(at, true),
  },
  i64: {
    sizeBytes: 8,
    alignment: 8,
    write: ({ view }, at, value) => view.setBigInt64(at, value as bigint, true),
    read: ({ view }, at) => view.getBigInt64(at, true),
  },
  f32: {
    sizeBytes: 4,
    alignment: 4,
    write: ({ view }, at, value) => view.setFloat32(at, value as number, true),
    read: ({ view }, at) => view.getFloat32(at, true),
  },
  f64: {
    sizeBytes: 8,
    alignment: 8,
    write: ({ view }, at, value) => view.setFloat64(at, value as number, true),
    read: ({ view }, at) => view.getFloat64(at, true),
  },
  bool: {
    sizeBytes: 1,
    alignment: 1,
    write: ({ view }, at, value) => view.setUint8(at, value === true ? 1 : 0),
    read: ({ view }, at) => {
      const byte = view.getUint8(at);
      if (byte > 1) throw new Malformed(`is ${byte}, and a bool is 0 or 1`);
      return byte === 1;
    },
  },
};

/** The number of a case; 0 for a name that is none. */
export function caseNumber({ cases }: EnumerationKind, name: string): number {
  return cases[name] ?? 0;
}

export function enumerationCodec(kind: EnumerationKind): Codec {
  const names = new Map(Object.entries(kind.cases).map(([name, value]) => [value, name]));
  return {
    sizeBytes: 4,
    alignment: 4,
    write: ({ view }, at, value) => view.setUint32(at, caseNumber(kind, value as string), true),
    read: ({ view }, at) => {
      const number = view.getUint32(at, true);
      const name = names.get(number);
      if (name === undefined) throw new Malformed(`is ${number}, which is no case of ${kind.name}`);
      return name;
    },
  };
}

/** The flags of an array of names, as one number. */
export function flagBits({ bits }: FlagsKind, names: readonly string[]): number {
  let all = 0;
  for (const name of names) all |= bits[name] ?? 0;
  return all >>> 0;
}

export function flagsCodec(kind: FlagsKind): Codec {
  const byBit = Object.entries(kind.bits).sort(([, a], [, b]) => a - b);
  const known = flagBits(kind, Object.keys(kind.bits));
  return {
    sizeBytes: 4,
    alignment: 4,
    write: ({ view }, at, value) => view.setUint32(at, flagBits(kind, value as readonly string[]), true),
    read: ({ view }, at) => {
      const number = view.getUint32(at, true);
      const unknown = (number & ~known) >>> 0;
      if (unknown !== 0) throw new Malformed(`has the bits ${unknown}, which are no flags of ${kind.name}`);
      return byBit.filter(([, bit]) => (number & bit) !== 0).map(([name]) => name);
    },
  };
}
