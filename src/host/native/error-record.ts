import { layoutOf } from '../../abi/index.ts';

const { sizeBytes, offsets } = layoutOf('error', 8);

/** A fresh `tutti_error_t` for a plugin to fill. */
export function createErrorRecord(): Buffer {
  const record = Buffer.alloc(sizeBytes);
  record.writeUInt32LE(sizeBytes, offsets.struct_size);
  return record;
}

/** The message of an error record, and the plugin's line; the record is empty again afterwards. */
export function takeError(record: Buffer): { message: string; line: number } {
  const length = Math.min(record.readUInt32LE(offsets.len), 240);
  const message = record.toString('utf8', offsets.msg, offsets.msg + length);
  const line = record.readUInt32LE(offsets.line);
  record.writeUInt32LE(0, offsets.len);
  record.writeUInt32LE(0, offsets.line);
  return { message, line };
}
