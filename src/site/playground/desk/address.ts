import type { Situation } from '../situation.ts';
import { type Desk, deskOf } from './desk.ts';
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
    return { kind: 'desk', desk: read.desk, what: 'The desk of the link was opened.' };
  }
  const situation = namedSituation(situations);
  if (situation === undefined) return { kind: 'nothing' };
  return { kind: 'desk', desk: deskOf(situation), what: `${situation.title} was opened.` };
}

export function namedSituation(situations: readonly Situation[]): Situation | undefined {
  const id = location.hash.slice(1);
  return situations.find((one) => one.id === id);
}
