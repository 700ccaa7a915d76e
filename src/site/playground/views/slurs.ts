import { createSvg } from '../../elements/create-element.ts';
import type { MatrixScore } from '../../score/matrix-score.ts';

interface End {
  readonly x: number;
  readonly y: number;
}

/** Draws the slurs of the bar that is asked about over the table, from head to head, bowing out to the right. */
export function drawSlurs(drawing: HTMLElement, score: MatrixScore): void {
  const svg = drawing.querySelector('.slurs')!;
  const asked = score.bars.findIndex((bar) => bar.isAsked);
  const slurs = score.bars[asked]?.slurs ?? [];
  const origin = drawing.getBoundingClientRect();
  const rows = drawing.querySelectorAll('tbody tr');
  const endOf = (row: number): End | undefined => {
    const cell = rows[row]?.children[asked + 1];
    const heads = cell?.querySelectorAll('ellipse, .rest') ?? [];
    const head = heads[heads.length - 1]?.getBoundingClientRect();
    if (head === undefined || head.width === 0) return undefined;
    return { x: head.right - origin.left + 3, y: head.top - origin.top + head.height / 2 };
  };
  const right = rows[0]?.children[asked + 1]?.getBoundingClientRect().right ?? origin.right;
  const paths = slurs.flatMap(({ from, to }, at) => {
    const [start, end] = [endOf(from), endOf(to)];
    if (start === undefined || end === undefined) return [];
    const bow = Math.min(Math.max(start.x, end.x) + 26 + at * 6, right - origin.left + 20);
    const lean = Math.min(14, Math.abs(end.y - start.y) / 4);
    const out = `C${bow} ${start.y + lean} ${bow} ${end.y - lean} ${end.x} ${end.y}`;
    const back = `C${bow - 5} ${end.y - lean} ${bow - 5} ${start.y + lean} ${start.x} ${start.y}`;
    return createSvg('path', { class: 'slur', pathLength: 1, d: `M${start.x} ${start.y}${out}${back}Z` });
  });
  svg.replaceChildren(...paths);
}
