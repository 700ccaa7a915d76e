import type { FunctionDeclaration } from '../capabilities/declaration.ts';
import { isComposite, type Kind, type ScalarKind } from '../capabilities/kinds.ts';
import type { Value } from '../capabilities/value.ts';
import type { Codec } from './codec.ts';
import {
  bytesCodec,
  listCodec,
  nestedCodec,
  numberListCodec,
  optionalCodec,
  recordCodec,
  resultCodec,
  textCodec,
  tupleCodec,
} from './composite-codecs.ts';
import { Malformed, MessageReader } from './message-reader.ts';
import { longestMessage, MessageWriter } from './message-writer.ts';
import { enumerationCodec, flagsCodec, scalarCodecs } from './scalar-codecs.ts';

/** What bytes mean, or why they mean nothing. */
export type Decoded<T = Value> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

const made = new WeakMap<object, Codec>();

function makeCodec(kind: Exclude<Kind, string>): Codec {
  switch (kind.kind) {
    case 'enumeration':
      return enumerationCodec(kind);
    case 'flags':
      return flagsCodec(kind);
    case 'record':
      return recordCodec(Object.entries(kind.fields).map(([name, field]) => [name, codecOf(field)]));
    case 'list': {
      const { item } = kind;
      const isNumber = typeof item === 'string' && item !== 'bool' && item !== 'string' && item !== 'bytes';
      return isNumber ? numberListCodec(item) : listCodec(codecOf(item));
    }
    case 'optional':
      return optionalCodec(codecOf(kind.some));
    case 'result':
      return resultCodec(codecOf(kind.ok), codecOf(kind.error));
  }
}

function codecOf(kind: Kind): Codec {
  if (kind === 'string') return textCodec;
  if (kind === 'bytes') return bytesCodec;
  if (typeof kind === 'string') return scalarCodecs[kind];
  let codec = made.get(kind);
  if (codec === undefined) {
    codec = makeCodec(kind);
    made.set(kind, codec);
  }
  return codec;
}

const argumentCodecs = new WeakMap<FunctionDeclaration, Codec>();

/** The arguments of a function are a record; a composite one is a message within it. As a value they are an array. */
function argumentsCodec(declaration: FunctionDeclaration): Codec {
  let codec = argumentCodecs.get(declaration);
  if (codec === undefined) {
    codec = tupleCodec(
      declaration.parameters.map(({ name, type }) => {
        const own = codecOf(type);
        return [name, isComposite(type) ? nestedCodec(own) : own];
      }),
    );
    argumentCodecs.set(declaration, codec);
  }
  return codec;
}

/** The writer that nobody uses now; a getter of a value may encode another one meanwhile. */
let idle: MessageWriter | undefined;

function encodeWith(codec: Codec, value: Value, limitBytes: number): Uint8Array {
  const writer = idle ?? new MessageWriter();
  idle = undefined;
  try {
    writer.begin(limitBytes);
    codec.write(writer, writer.reserve(codec.sizeBytes, codec.alignment), value);
    return writer.toBytes();
  } finally {
    idle = writer;
  }
}

function decodeWith(codec: Codec, bytes: Uint8Array): Decoded {
  try {
    return { ok: true, value: codec.read(new MessageReader(bytes, codec.sizeBytes), 0) };
  } catch (error) {
    if (error instanceof Malformed) return { ok: false, problem: error.text };
    throw error;
  }
}

/**
 * Encodes one value as a message: little-endian, the value inline at 0, what it refers to behind it. Equal values
 * give equal bytes.
 *
 * @param value of that kind; `valueProblem` tells
 * @throws RangeError when the message would be longer than `limitBytes`, at most 2^32 - 1
 */
export function encode(kind: Kind, value: Value, limitBytes = longestMessage): Uint8Array {
  return encodeWith(codecOf(kind), value, limitBytes);
}

/**
 * Decodes a message. Bounds, alignment, counts, UTF-8, cases, flags and tags are checked, and all references
 * together name no more bytes than there are, so memory taken is within a small multiple of them whatever they say. Nothing of the value
 * shares memory with `bytes`.
 */
export function decode(kind: Kind, bytes: Uint8Array): Decoded {
  return decodeWith(codecOf(kind), bytes);
}

/** Encodes the arguments of a function as `invoke` takes them. @throws RangeError as `encode` */
export function encodeArguments(
  declaration: FunctionDeclaration,
  args: readonly Value[],
  limitBytes = longestMessage,
): Uint8Array {
  return encodeWith(argumentsCodec(declaration), args, limitBytes);
}

/** The same into a writer's memory; returns the message's length. @throws RangeError as `encode` */
export function writeArguments(
  writer: MessageWriter,
  declaration: FunctionDeclaration,
  args: readonly Value[],
): number {
  const codec = argumentsCodec(declaration);
  writer.begin(longestMessage);
  codec.write(writer, writer.reserve(codec.sizeBytes, codec.alignment), args);
  return writer.end;
}

/** Decodes what `encodeArguments` made. */
export function decodeArguments(
  declaration: FunctionDeclaration,
  bytes: Uint8Array,
): Decoded<readonly Value[]> {
  return decodeWith(argumentsCodec(declaration), bytes) as Decoded<readonly Value[]>;
}

const scalarBits = new Uint8Array(8);
const scalarView = new DataView(scalarBits.buffer);

/** The value of a scalar that `invoke` returned in 64 bits; only as many low bits as the kind has are read. */
export function decodeScalar(kind: ScalarKind, bits: bigint): Decoded {
  scalarView.setBigUint64(0, BigInt.asUintN(64, bits), true);
  return decodeWith(codecOf(kind), scalarBits);
}
