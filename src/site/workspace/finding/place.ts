import { createButton } from '../../elements/create-element.ts';

/** A line of a source file, as a place that one can go to. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What it takes to speak of lines: a press goes there. */
export interface PlaceLinks {
  /** The reader's file, whose name goes without saying. */
  readonly edited: string;
  onPlace(place: Place): void;
}

/** The place of a frame or a diagnostic; its file as the reader knows it: `tutti/text.h`, and not where it lies. */
export function placeOf({ file, line }: Place): Place {
  const name = file
    .replace(/^\.\//, '')
    .replace(/[^/]+\/\.\.\//g, '')
    .replace(/^\/sdk\/(?:(?:include|cpp|c)\/)?/, '');
  return { file: name, line };
}

/** `line 8` in the file that is edited, `lab.h, line 33` elsewhere. */
export function placeWords({ file, line }: Place, edited: string): string {
  return file === edited ? `line ${line}` : `${file}, line ${line}`;
}

/** A line as something to press. */
export function placeButton(place: Place, links: PlaceLinks): HTMLButtonElement {
  return createButton(placeWords(place, links.edited), () => links.onPlace(place), { className: 'place' });
}
