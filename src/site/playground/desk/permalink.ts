import { parseLockfile } from '../../../manifest/index.ts';
import type { Platform, Request } from '../../../resolver/index.ts';
import { packText, unpackText } from '../../fragment/packed-text.ts';
import type { Desk } from './desk.ts';

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
 * @returns undefined when it is too much for a link
 */
export async function packDesk(desk: Desk): Promise<string | undefined> {
  const { manifests, request, kept, story } = desk;
  const { roots, host, platform, overrides, locked, prefer } = request;
  const sheet = {
    story,
    manifests: manifests.map(({ name, text }) => [name, text]),
    request: { roots, host, platform, overrides, locked, prefer },
    ...(kept && { kept: JSON.stringify(kept) }),
  };
  return packText(PREFIX, JSON.stringify(sheet));
}

/** Reads what `packDesk` made, and says in words why it cannot; a hostile fragment costs no more than its limits. */
export async function unpackDesk(fragment: string): Promise<ReadFragment> {
  const fail = (why: string): ReadFragment => ({ ok: false, message: `Cannot open the link: ${why}.` });
  const unpacked = await unpackText(PREFIX, fragment);
  if (!unpacked.ok) return fail(unpacked.why);
  let value: unknown;
  try {
    value = JSON.parse(unpacked.text);
  } catch {
    return fail('it holds no desk');
  }
  const desk = readDesk(value);
  return desk === undefined ? fail('it holds no desk') : { ok: true, desk };
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
  const { roots, host, platform, overrides, locked, prefer } = value;
  if (!isTexts(roots) || !isTexts(host) || !isTexts(platform)) return undefined;
  const { os, arch, libc } = platform;
  if (host.abi === undefined || os === undefined || arch === undefined) return undefined;
  if (overrides !== undefined && !isTexts(overrides)) return undefined;
  if (locked !== undefined && !isTexts(locked)) return undefined;
  if (prefer !== undefined && prefer !== 'highest' && prefer !== 'lowest') return undefined;
  const place: Platform = libc === undefined ? { os, arch } : { os, arch, libc };
  return {
    roots,
    host: { abi: host.abi },
    platform: place,
    ...(overrides === undefined || Object.keys(overrides).length === 0 ? {} : { overrides }),
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
