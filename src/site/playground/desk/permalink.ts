import { parseLockfile } from '../../../manifest/index.ts';
import type { Platform, Request } from '../../../resolver/index.ts';
import type { Desk } from './desk.ts';

/** Characters of a fragment; what browsers and chat programs still carry. */
export const MAX_FRAGMENT_LENGTH = 100_000;
/** Bytes that a fragment may unpack to: some thousand manifests. */
export const MAX_UNPACKED_BYTES = 2_000_000;
/** Begins the fragment; the number is of the form within. */
const PREFIX = 'desk=1.';

export type ReadFragment =
  | { readonly ok: true; readonly desk: Desk }
  | { readonly ok: false; readonly message: string };

/** Whether a fragment (without `#`) claims to hold a desk; others name a situation. */
export function isDeskFragment(fragment: string): boolean {
  return fragment.startsWith('desk=');
}

/**
 * Packs the whole desk into a fragment.
 *
 * @returns undefined when it would be longer than `MAX_FRAGMENT_LENGTH`
 */
export async function packDesk(desk: Desk): Promise<string | undefined> {
  const { manifests, request, kept, story } = desk;
  const { roots, host, platform, locked, prefer } = request;
  const sheet = {
    story,
    manifests: manifests.map(({ name, text }) => [name, text]),
    request: { roots, host, platform, ...(locked && { locked }), ...(prefer && { prefer }) },
    ...(kept && { kept: JSON.stringify(kept) }),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(sheet));
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const packed = new Uint8Array(await new Response(stream).arrayBuffer());
  const fragment = `${PREFIX}${toBase64Url(packed)}.${checksumOf(bytes)}`;
  return fragment.length > MAX_FRAGMENT_LENGTH ? undefined : fragment;
}

/** Reads what `packDesk` made, and says in words why it cannot; a hostile fragment costs no more than its limits. */
export async function unpackDesk(fragment: string): Promise<ReadFragment> {
  const fail = (why: string): ReadFragment => ({ ok: false, message: `Cannot open the link: ${why}.` });
  if (!fragment.startsWith(PREFIX)) return fail('it is of a form that this page does not know');
  if (fragment.length > MAX_FRAGMENT_LENGTH)
    return fail(`it is longer than ${MAX_FRAGMENT_LENGTH} characters`);
  const [text = '', checksum] = fragment.slice(PREFIX.length).split('.');
  const packed = fromBase64Url(text);
  if (packed === undefined) return fail('characters of it are missing or changed');
  const unpacked = await inflate(packed);
  if (unpacked === 'too-large') return fail(`it unpacks to more than ${MAX_UNPACKED_BYTES} bytes`);
  if (unpacked === 'damaged' || checksumOf(unpacked) !== checksum)
    return fail('characters of it are missing or changed');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(unpacked));
  } catch {
    return fail('it holds no desk');
  }
  const desk = readDesk(value);
  return desk === undefined ? fail('it holds no desk') : { ok: true, desk };
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

function readDesk(value: unknown): Desk | undefined {
  if (!isRecord(value)) return undefined;
  const { story, manifests, kept } = value;
  const request = readRequest(value.request);
  if (typeof story !== 'string' || !Array.isArray(manifests) || request === undefined) return undefined;
  const read = manifests.flatMap((one: unknown) => {
    if (!Array.isArray(one) || one.length !== 2) return [];
    const [name, text] = one as unknown[];
    return typeof name === 'string' && typeof text === 'string' ? { name, text } : [];
  });
  if (read.length !== manifests.length) return undefined;
  const desk: Desk = { story, manifests: read, request };
  if (kept === undefined) return desk;
  const lock = typeof kept === 'string' ? parseLockfile(kept, 'tutti.lock') : undefined;
  return lock?.ok ? { ...desk, kept: lock.lockfile } : undefined;
}

/** The parts of a request that have the right shape; whether ranges and versions mean something is asked later. */
export function readRequest(value: unknown): Request | undefined {
  if (!isRecord(value)) return undefined;
  const { roots, host, platform, locked, prefer } = value;
  if (!isTexts(roots) || !isTexts(host) || !isTexts(platform)) return undefined;
  const { os, arch, libc } = platform;
  if (host.abi === undefined || os === undefined || arch === undefined) return undefined;
  if (locked !== undefined && !isTexts(locked)) return undefined;
  if (prefer !== undefined && prefer !== 'highest' && prefer !== 'lowest') return undefined;
  const place: Platform = libc === undefined ? { os, arch } : { os, arch, libc };
  return {
    roots,
    host: { abi: host.abi },
    platform: place,
    ...(locked === undefined ? {} : { locked }),
    ...(prefer === undefined ? {} : { prefer }),
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((one) => typeof one === 'string');
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
