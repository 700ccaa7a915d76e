/** Characters of a fragment; what browsers and chat programs still carry. */
export const MAX_FRAGMENT_LENGTH = 100_000;
/** Bytes that a fragment may unpack to: some thousand manifests. */
export const MAX_UNPACKED_BYTES = 2_000_000;

/** `why` goes on a sentence such as "Cannot open the link: ". */
export type UnpackedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly why: string };

/**
 * Packs a text into a fragment (without `#`): compressed, in characters that no program changes, with a checksum.
 *
 * @param prefix begins the fragment: what it holds, and the number of its form, such as `desk=1.`
 * @returns undefined when it would be longer than `MAX_FRAGMENT_LENGTH`, or unpack to more than `MAX_UNPACKED_BYTES`
 */
export async function packText(prefix: string, text: string): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_UNPACKED_BYTES) return undefined;
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const fragment = `${prefix}${toBase64Url(packed)}.${checksumOf(bytes)}`;
  return fragment.length > MAX_FRAGMENT_LENGTH ? undefined : fragment;
}

/** Reads what `packText` made with the same prefix; a hostile fragment costs no more than the two limits. */
export async function unpackText(prefix: string, fragment: string): Promise<UnpackedText> {
  const fail = (why: string): UnpackedText => ({ ok: false, why });
  if (!fragment.startsWith(prefix)) return fail('it is of a form that this page does not know');
  if (fragment.length > MAX_FRAGMENT_LENGTH)
    return fail(`it is longer than ${MAX_FRAGMENT_LENGTH} characters`);
  const [text = '', checksum] = fragment.slice(prefix.length).split('.');
  const packed = fromBase64Url(text);
  if (packed === undefined) return fail('characters of it are missing or changed');
  const unpacked = await inflate(packed);
  if (unpacked === 'too-large') return fail(`it unpacks to more than ${MAX_UNPACKED_BYTES} bytes`);
  if (unpacked === 'damaged' || checksumOf(unpacked) !== checksum)
    return fail('characters of it are missing or changed');
  try {
    return {
      ok: true,
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(unpacked),
    };
  } catch {
    return fail('it holds no text');
  }
}

async function inflate(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array | 'too-large' | 'damaged'> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      chunks.push(next.value);
      if (length <= MAX_UNPACKED_BYTES) continue;
      await reader.cancel();
      return 'too-large';
    }
  } catch {
    return 'damaged';
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** FNV-1a, 32 bits: raw deflate has no checksum of its own, and a link is easily cut or retyped. */
function checksumOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(36);
}
