import { type FunctionDeclaration, MessageWriter, type Value, writeArguments } from '../../abi/index.ts';

/** Messages up to here are written without making anything. */
const roomBytes = 1 << 18;

/** The writer that nobody uses now; a getter of a value may encode another one meanwhile. */
let idle: MessageWriter | undefined;

/**
 * Encodes the arguments of a function without a copy: `take` gets the message where it was written, and must be done
 * with it when it returns.
 *
 * @throws RangeError when the message would be longer than its offsets can express
 */
export function passArguments(
  declaration: FunctionDeclaration,
  args: readonly Value[],
  take: (message: Uint8Array) => void,
): void {
  const writer = idle ?? new MessageWriter(new Uint8Array(roomBytes));
  idle = undefined;
  try {
    const length = declaration.parameters.length === 0 ? 0 : writeArguments(writer, declaration, args);
    take(writer.bytes.subarray(0, length));
  } finally {
    idle = writer;
  }
}
