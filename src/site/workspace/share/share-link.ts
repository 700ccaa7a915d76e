import { packText, unpackText } from '../../fragment/packed-text.ts';
import { SHARE_PREFIX } from './share-fragment.ts';

/** Characters of a text that a link may hold: ten times the longest plugin of a tutorial. */
export const MAX_TEXT_LENGTH = 100_000;

export type SharedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/**
 * Packs the reader's text of a step into a fragment.
 *
 * @param step such as `memory/3-leak`
 * @returns undefined when it is too long for a link
 */
export async function packShared(step: string, text: string): Promise<string | undefined> {
  return text.length > MAX_TEXT_LENGTH ? undefined : packText(SHARE_PREFIX, `${step}\n${text}`);
}

/** Reads what `packShared` made for the same step, and says in words why it cannot. Nothing of it is run. */
export async function unpackShared(step: string, fragment: string): Promise<SharedText> {
  const fail = (why: string): SharedText => ({
    ok: false,
    message: `Cannot open the link: ${why}. Your own text stays.`,
  });
  const unpacked = await unpackText(SHARE_PREFIX, fragment);
  if (!unpacked.ok) return fail(unpacked.why);
  const [, of, text] = /^([a-z0-9-]{1,80}\/[a-z0-9-]{1,80})\n([\s\S]*)$/.exec(unpacked.text) ?? [];
  if (of === undefined || text === undefined) return fail('it holds no text of a step');
  if (of !== step) return fail(`it holds a text of another step, ${of}`);
  if (text.length > MAX_TEXT_LENGTH) return fail(`its text has more than ${MAX_TEXT_LENGTH} characters`);
  return { ok: true, text };
}
