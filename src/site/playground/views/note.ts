import { createSvg } from '../../elements/create-element.ts';
import type { Note } from '../../score/score.ts';

/** Distance between two lines of a stave, and the height of the row that it stands in the middle of. */
const LINE = 8;
const HEIGHT = 76;
const LOWEST = (HEIGHT + LINE * 4) / 2;
const STEM = 25;

/** One note at its place on the stave; filled when it was chosen. */
export function drawNote(note: Note): SVGSVGElement {
  const y = LOWEST - (note.pitch * LINE) / 2;
  const stem = note.pitch < 4 ? `M17.7 ${y - 1.5}v-${STEM}` : `M6.3 ${y + 1.5}v${STEM}`;
  const head = createSvg('ellipse', { cx: 12, cy: y, rx: 6.2, ry: 4.4, transform: `rotate(-20 12 ${y})` });
  const shape = createSvg(
    'g',
    { class: note.chosen ? 'note' : 'note open' },
    head,
    createSvg('path', { d: stem }),
  );
  return frame(shape);
}

export function drawRest(): SVGSVGElement {
  return frame(createSvg('rect', { class: 'rest', x: 5, y: LOWEST - LINE * 3, width: 14, height: 4 }));
}

function frame(...children: Node[]): SVGSVGElement {
  return createSvg(
    'svg',
    { viewBox: `0 0 24 ${HEIGHT}`, width: 24, height: HEIGHT, 'aria-hidden': 'true' },
    ...children,
  );
}
