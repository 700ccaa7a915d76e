import { createButton } from '../../elements/create-element.ts';
import { type Place, placeWords } from './entry-words.ts';

/** What the parts of the trace need to speak of lines: a press goes there. */
export interface PlaceLinks {
  readonly edited: string;
  onPlace(place: Place): void;
}

/** A line as something to press. */
export function placeButton(place: Place, links: PlaceLinks): HTMLButtonElement {
  return createButton(placeWords(place, links.edited), () => links.onPlace(place), { className: 'place' });
}
