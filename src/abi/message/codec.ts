import type { Value } from '../capabilities/value.ts';
import type { MessageReader } from './message-reader.ts';
import type { MessageWriter } from './message-writer.ts';

/** How values of one kind are written inline at `at`, and read from there. Made once for each kind. */
export interface Codec {
  readonly sizeBytes: number;
  readonly alignment: number;
  /** The value is of the kind already: `valueProblem` said so. */
  readonly write: (writer: MessageWriter, at: number, value: Value) => void;
  /** Throws Malformed. */
  readonly read: (reader: MessageReader, at: number) => Value;
}
