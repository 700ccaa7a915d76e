/** Unpacks gzip. */
export function unpacked(packed: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
}

/** Unpacks gzip into memory. */
export async function unpackedBytes(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(unpacked(packed)).arrayBuffer());
}
