import type { FunctionDeclaration } from './capabilities/declaration.ts';
import type { ScalarKind } from './capabilities/kinds.ts';
import { type Decoded, decode } from './message/message.ts';
import { typeProblem } from './value-type.ts';

/** Results that cross as an owned value. */
export type OwnedKind = Exclude<FunctionDeclaration['result'], ScalarKind | 'none'>;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The value of a result that crossed as an owned value, or what is wrong with it.
 *
 * @param typeId what the plugin said that it is
 * @param bytes the whole of it; the value is this array for `bytes`, and shares nothing with it otherwise
 */
export function decodeOwned(kind: OwnedKind, typeId: number, bytes: Uint8Array): Decoded {
  const problem = typeProblem(kind, typeId);
  if (problem !== undefined) return { ok: false, problem };
  if (kind === 'bytes') return { ok: true, value: bytes };
  if (kind !== 'string') return decode(kind, bytes);
  try {
    return { ok: true, value: utf8.decode(bytes) };
  } catch {
    return { ok: false, problem: 'its text is not UTF-8' };
  }
}
