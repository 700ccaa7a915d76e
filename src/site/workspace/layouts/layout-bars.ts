import { layoutTargets } from '../../../lab/index.ts';
import { createElement, createSvg } from '../../elements/create-element.ts';
import { bytesWord, type LayoutColumn } from './layout-table.ts';

/** Bytes of one row: what a 64-bit machine takes in one go. */
const ROW = 8;
const WIDTH = 18;
const HEIGHT = 16;

const notes = new Map<string, string>(layoutTargets.map(({ name, note }) => [name, note]));

/**
 * A struct's bytes on each target, in rows of eight: numbered fields, hatched padding. The drawing is for
 * the eye; the table has it all.
 */
export function drawBars(columns: readonly LayoutColumn[]): HTMLElement {
  const figures = columns.map((column) =>
    createElement(
      'figure',
      {},
      createElement(
        'figcaption',
        {},
        createElement('b', { textContent: column.target }),
        bytesWord(column.sizeBytes),
        createElement('small', { textContent: notes.get(column.target) ?? '' }),
      ),
      drawBytes(column),
    ),
  );
  return createElement('div', { className: 'bars-of-bytes' }, ...figures);
}

function drawBytes({ bytes }: LayoutColumn): SVGSVGElement {
  const rows = Math.max(1, Math.ceil(bytes.length / ROW));
  const size = { width: ROW * WIDTH + 1, height: rows * HEIGHT + 1 };
  return createSvg(
    'svg',
    { viewBox: `0 0 ${size.width} ${size.height}`, ...size, 'aria-hidden': 'true' },
    ...runsOf(bytes).flatMap(({ from, length, field, isFirst }): SVGElement[] => {
      const x = (from % ROW) * WIDTH + 0.5;
      const y = Math.floor(from / ROW) * HEIGHT + 0.5;
      const width = length * WIDTH;
      const place = createSvg('rect', {
        ...{ x, y, width, height: HEIGHT },
        class: field === 0 ? 'padding' : field % 2 === 0 ? 'field even' : 'field',
      });
      if (field === 0) return [place, hatch(x, y, width)];
      const isRest = isFirst ? '' : 'rest';
      return [place, createSvg('text', { x: x + 5, y: y + HEIGHT - 4, class: isRest }, String(field))];
    }),
  );
}

/** Stripes of padding: a pattern would need an id of its own on the page. */
function hatch(x: number, y: number, width: number): SVGPathElement {
  const lines: string[] = [];
  for (let at = 0; at < width; at += 6) lines.push(`M${x + at} ${y + HEIGHT}l6-${HEIGHT}`);
  return createSvg('path', { class: 'hatch', d: lines.join('') });
}

interface Run {
  readonly from: number;
  readonly length: number;
  readonly field: number;
  /** Whether the field begins with it: it may go on in the next row. */
  readonly isFirst: boolean;
}

/** Bytes of one field side by side in one row. */
function runsOf(bytes: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < bytes.length; ) {
    const field = bytes[from]!;
    let to = from + 1;
    while (to < bytes.length && bytes[to] === field && to % ROW !== 0) to++;
    runs.push({ from, length: to - from, field, isFirst: bytes[from - 1] !== field });
    from = to;
  }
  return runs;
}
