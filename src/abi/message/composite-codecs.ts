import { alignUp } from '../capabilities/kind-layout.ts';
import { type NumberName, numberLists, scalars } from '../capabilities/kinds.ts';
import type { NumberList, Value } from '../capabilities/value.ts';
import type { Codec } from './codec.ts';
import { Malformed, MessageReader } from './message-reader.ts';

const referenceBytes = 8;
const referenceAlignment = 4;

type Fields = { readonly [field: string]: Value };

/** Reads a part, and names it when it is malformed. */
function readPart(codec: Codec, reader: MessageReader, at: number, part: string): Value {
  try {
    return codec.read(reader, at);
  } catch (error) {
    throw error instanceof Malformed ? error.within(part) : error;
  }
}

/** 0 or 1; anything else is malformed. */
function readTag(reader: MessageReader, at: number): boolean {
  const tag = reader.view.getUint8(at);
  if (tag > 1) throw new Malformed(`has the tag ${tag}, and a tag is 0 or 1`);
  return tag === 1;
}

export const textCodec: Codec = {
  sizeBytes: referenceBytes,
  alignment: referenceAlignment,
  write: (writer, at, value) => {
    if (typeof value === 'string') writer.appendText(at, value);
    else writer.append(at, value as Uint8Array, (value as Uint8Array).length, 1);
  },
  read: (reader, at) => reader.textAt(at),
};

export const bytesCodec: Codec = {
  sizeBytes: referenceBytes,
  alignment: referenceAlignment,
  write: (writer, at, value) => writer.append(at, value as Uint8Array, (value as Uint8Array).length, 1),
  read: (reader, at) => reader.copyAt(at, 1, 1),
};

/** A list of numbers is copied whole, and read as a typed array over its own copy. */
export function numberListCodec(name: NumberName): Codec {
  const { sizeBytes } = scalars[name];
  const Numbers: new (buffer: ArrayBuffer) => NumberList = numberLists[name];
  return {
    sizeBytes: referenceBytes,
    alignment: referenceAlignment,
    write: (writer, at, value) =>
      writer.append(at, value as NumberList, (value as NumberList).length, sizeBytes),
    read: (reader, at) => new Numbers(reader.copyAt(at, sizeBytes, sizeBytes).buffer),
  };
}

export function listCodec(item: Codec): Codec {
  return {
    sizeBytes: referenceBytes,
    alignment: referenceAlignment,
    write: (writer, at, value) => {
      const items = value as readonly Value[];
      const count = items.length;
      if (count === 0) return;
      const start = writer.reserve(count * item.sizeBytes, item.alignment);
      writer.refer(at, start, count);
      for (let i = 0; i < count; i++) item.write(writer, start + i * item.sizeBytes, items[i]);
    },
    read: (reader, at) => {
      const start = reader.startAt(at, item.sizeBytes, item.alignment);
      const count = reader.countAt(at);
      const items: Value[] = [];
      for (let i = 0; i < count; i++)
        items.push(readPart(item, reader, start + i * item.sizeBytes, `[${i}]`));
      return items;
    },
  };
}

type Parts = readonly (readonly [name: string, codec: Codec])[];

/** Each part at the next multiple of its alignment, and the layout of the whole. */
function layParts(fields: Parts) {
  let end = 0;
  const parts = fields.map(([name, codec]) => {
    const offset = alignUp(end, codec.alignment);
    end = offset + codec.sizeBytes;
    return { name, codec, offset };
  });
  const alignment = Math.max(1, ...fields.map(([, codec]) => codec.alignment));
  return { parts, alignment, sizeBytes: alignUp(end, alignment) };
}

/** The fields of a record in order. */
export function recordCodec(fields: Parts): Codec {
  const { parts, alignment, sizeBytes } = layParts(fields);
  return {
    sizeBytes,
    alignment,
    write: (writer, at, value) => {
      for (const { name, codec, offset } of parts) codec.write(writer, at + offset, (value as Fields)[name]);
    },
    read: (reader, at) => {
      const values: Record<string, Value> = {};
      for (const { name, codec, offset } of parts)
        values[name] = readPart(codec, reader, at + offset, `.${name}`);
      return values;
    },
  };
}

/** The same bytes as a record, and an array as a value. */
export function tupleCodec(fields: Parts): Codec {
  const { parts, alignment, sizeBytes } = layParts(fields);
  return {
    sizeBytes,
    alignment,
    write: (writer, at, value) => {
      for (let i = 0; i < parts.length; i++) {
        const { codec, offset } = parts[i] as (typeof parts)[number];
        codec.write(writer, at + offset, (value as readonly Value[])[i]);
      }
    },
    read: (reader, at) =>
      parts.map(({ name, codec, offset }) => readPart(codec, reader, at + offset, `.${name}`)),
  };
}

export function optionalCodec(some: Codec): Codec {
  const { alignment } = some;
  return {
    sizeBytes: alignUp(alignment + some.sizeBytes, alignment),
    alignment,
    write: (writer, at, value) => {
      if (value === undefined) return;
      writer.view.setUint8(at, 1);
      some.write(writer, at + alignment, value);
    },
    read: (reader, at) => (readTag(reader, at) ? some.read(reader, at + alignment) : undefined),
  };
}

export function resultCodec(ok: Codec, bad: Codec): Codec {
  const alignment = Math.max(ok.alignment, bad.alignment);
  return {
    sizeBytes: alignUp(alignment + Math.max(ok.sizeBytes, bad.sizeBytes), alignment),
    alignment,
    write: (writer, at, value) => {
      const result = value as Fields;
      writer.view.setUint8(at, result.ok === true ? 0 : 1);
      if (result.ok === true) ok.write(writer, at + alignment, result.value);
      else bad.write(writer, at + alignment, result.error);
    },
    read: (reader, at) =>
      readTag(reader, at)
        ? { ok: false, error: readPart(bad, reader, at + alignment, '.error') }
        : { ok: true, value: readPart(ok, reader, at + alignment, '.value') },
  };
}

/** A whole message of its own within another: how an argument of a composite kind crosses. */
export function nestedCodec(root: Codec): Codec {
  return {
    sizeBytes: referenceBytes,
    alignment: referenceAlignment,
    write: (writer, at, value) => {
      const { base } = writer;
      const start = writer.align(8);
      writer.base = start;
      root.write(writer, writer.reserve(root.sizeBytes, root.alignment), value);
      writer.base = base;
      writer.refer(at, start, writer.end - start);
    },
    read: (reader, at) => root.read(new MessageReader(reader.nestedAt(at), root.sizeBytes), 0),
  };
}
