import type { Situation } from '../situation.ts';
import { type Desk, deskOf, opened } from './desk.ts';
import { isDeskFragment, unpackDesk } from './permalink.ts';

/** What the page's address asks for. */
export type Addressed =
  | { readonly kind: 'desk'; readonly desk: Desk; readonly what: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'nothing' };

/** Reads the address: a situation by its name, or a desk that the fragment holds whole. */
export async function readAddress(situations: readonly Situation[]): Promise<Addressed> {
  const fragment = location.hash.slice(1);
  if (isDeskFragment(fragment)) {
    const read = await unpackDesk(fragment);
    if (!read.ok) return { kind: 'refused', message: read.message };
    return { kind: 'desk', desk: opened(read.desk), what: 'The desk of the link was opened.' };
  }
  const situation = namedSituation(situations);
  if (situation === undefined) return { kind: 'nothing' };
  return { kind: 'desk', desk: deskOf(situation), what: `${situation.title} was opened.` };
}

/**
 * Calls back whenever the address comes to name another desk. A jump within the page and back is no change: it must not
 * take the reader's work away.
 */
export function watchAddress(situations: readonly Situation[], onChange: () => void): void {
  const isNamed = (hash: string) =>
    isDeskFragment(hash.slice(1)) || namedSituation(situations, hash) !== undefined;
  let last = isNamed(location.hash) ? location.hash : '';
  window.addEventListener('hashchange', ({ oldURL }) => {
    const { hash } = new URL(oldURL);
    if (isNamed(hash)) last = hash;
    if (location.hash !== last) onChange();
  });
}

/** The situation that the address names; without a fragment it is the first. */
export function namedSituation(
  situations: readonly Situation[],
  hash: string = location.hash,
): Situation | undefined {
  const id = hash.slice(1);
  return id === '' ? situations[0] : situations.find((one) => one.id === id);
}
