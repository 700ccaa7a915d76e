import { type FunctionDeclaration, MessageWriter, type Value, writeArguments } from '../../abi/index.ts';
import { inlineBytes } from './protocol.ts';
import type { SharedMemory } from './shared-memory.ts';

/** Messages up to here are written without making anything. */
const roomBytes = 1 << 18;

/** The writer that nobody uses now; a getter of a value may encode another one meanwhile. */
let idle: MessageWriter | undefined;

/** What the text and the bytes among the arguments take at most; what is inside of composites is not looked for. */
function longestBytes(args: readonly Value[]): number {
  let sizeBytes = 0;
  for (const value of args) {
    if (typeof value === 'string') sizeBytes += value.length * 3;
    else if (ArrayBuffer.isView(value)) sizeBytes += value.byteLength;
  }
  return sizeBytes;
}

/** Writes long arguments where the child reads them. Returns whether there was room. */
function passShared(
  declaration: FunctionDeclaration,
  args: readonly Value[],
  memory: SharedMemory,
  take: (message: Uint8Array) => void,
): boolean {
  const longest = longestBytes(args);
  const room = longest > inlineBytes ? longest + 64 * (args.length + 1) : 0;
  const at = room === 0 ? undefined : memory.take(room);
  if (at === undefined) return false;
  const writer = new MessageWriter(memory.bytes.subarray(at, at + room));
  let length = 0;
  try {
    length = writeArguments(writer, declaration, args);
  } finally {
    if (length === 0 || !writer.isAtHome) memory.give(at);
    else memory.trim(at, length);
  }
  take(writer.bytes.subarray(0, length));
  return true;
}

/**
 * Encodes the arguments of a function without a copy: `take` gets the message where it was written, and must be done
 * with it when it returns.
 *
 * @param memory what the host shares with the child, while that lives: long messages are written into it
 * @throws RangeError when the message would be longer than its offsets can express
 */
export function passArguments(
  declaration: FunctionDeclaration,
  args: readonly Value[],
  memory: SharedMemory | undefined,
  take: (message: Uint8Array) => void,
): void {
  if (memory !== undefined && passShared(declaration, args, memory, take)) return;
  const writer = idle ?? new MessageWriter(new Uint8Array(roomBytes));
  idle = undefined;
  try {
    const length = declaration.parameters.length === 0 ? 0 : writeArguments(writer, declaration, args);
    take(writer.bytes.subarray(0, length));
  } finally {
    idle = writer;
  }
}
