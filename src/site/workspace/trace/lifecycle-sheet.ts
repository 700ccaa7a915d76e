import type { State } from '../../../abi/index.ts';
import { createSvg } from '../../elements/create-element.ts';
import type { BlockRow } from './block-lives.ts';
import type { PlannedState } from './lifecycle-plan.ts';

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where everything of the lifecycle's drawing stands, in CSS pixels. */
export interface Sheet {
  readonly isNarrow: boolean;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  /** The stave's highest line. */
  readonly top: number;
  readonly columnWidth: number;
  readonly spots: ReadonlyMap<State, Spot>;
  labelY(column: number): number;
}

/** Distance of two lines of the stave. */
const gap = 8;
const heldY = 26;

export function layOut(plan: readonly PlannedState[], isNarrow: boolean): Sheet {
  const width = isNarrow ? 350 : 720;
  const top = isNarrow ? 66 : 84;
  const left = 6;
  const right = width - 4;
  const line = plan.filter(({ side }) => side === 'line');
  const columnWidth = (right - left) / line.length;
  const called = line.find(({ isCalled }) => isCalled)?.column ?? 0;
  const belowY = top + (isNarrow ? 98 : 82);
  const spots = new Map<State, Spot>();
  for (const { state, side, column } of plan) {
    const x = Math.round(left + (column + 0.5) * columnWidth);
    // The line rises to where calls are made, and falls again.
    const pitch = Math.max(0, 6 - 2 * Math.abs(column - called));
    const y = side === 'line' ? top + 4 * gap - (pitch * gap) / 2 : side === 'below' ? belowY : top - 26;
    spots.set(state, { x, y });
  }
  const labelY = (column: number) => top + 54 + (isNarrow && column % 2 === 1 ? 17 : 0);
  return { isNarrow, width, height: belowY + 14, left, right, top, columnWidth, spots, labelY };
}

export function stave({ left, right, top }: Sheet): string {
  return [0, 1, 2, 3, 4].map((n) => `M${left} ${top + n * gap}H${right}`).join('');
}

/** Barlines, repeat signs around the state that takes calls, a double bar after `stop`, and the actions' names. */
export function barlines(plan: readonly PlannedState[], sheet: Sheet): SVGElement[] {
  const { left, right, top, columnWidth, isNarrow } = sheet;
  const line = plan.filter(({ side }) => side === 'line');
  const parts: SVGElement[] = [];
  let thin = `M${left} ${top}v${4 * gap}`;
  let thick = `M${right - 1} ${top}v${4 * gap}`;
  thin += `M${right - 6} ${top}v${4 * gap}`;
  for (const { column, action } of line.slice(1)) {
    const x = Math.round(left + column * columnWidth);
    const before = line[column - 1];
    const opens = line[column]?.isCalled === true;
    const closes = before?.isCalled === true;
    if (opens || closes) {
      const inward = opens ? 1 : -1;
      thick += `M${x} ${top}v${4 * gap}`;
      thin += `M${x + 5 * inward} ${top}v${4 * gap}`;
      for (const y of [1.5, 2.5])
        parts.push(createSvg('circle', { class: 'dot', cx: x + 10 * inward, cy: top + y * gap, r: 1.8 }));
    } else {
      thin += `M${x} ${top}v${4 * gap}`;
      if (before?.action === 'stop') thin += `M${x + 4} ${top}v${4 * gap}`;
    }
    if (action !== undefined && !isNarrow)
      parts.push(createSvg('text', { class: 'action', x, y: top - 8, 'text-anchor': 'middle' }, action));
  }
  return [
    createSvg('path', { class: 'barline', d: thin }),
    createSvg('path', { class: 'thick', d: thick }),
    ...parts,
  ];
}

/** The sign for holding on: an arc over a dot. */
export function fermata(x: number, y: number): SVGGElement {
  return createSvg(
    'g',
    { class: 'fermata' },
    createSvg('path', { d: `M${x - 8} ${y + 4}A8 8 0 0 1 ${x + 8} ${y + 4}` }),
    createSvg('circle', { cx: x, cy: y + 2.5, r: 1.8 }),
  );
}

/** From the state that was left, down to the one that the run fell into. */
export function slurPath(from: Spot, to: Spot): string {
  const middle = (from.y + to.y) / 2;
  return `M${from.x} ${from.y + 5}C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y - 10}`;
}

/** A note on a ledger line for each block that is held (open: the host's) or leaked. */
export function heldNotes(blocks: readonly BlockRow[], { isNarrow, left }: Sheet): SVGElement[] {
  const notes = blocks.filter(({ owner }) => owner !== 'gone');
  const most = isNarrow ? 8 : 16;
  const shown = notes.slice(0, most);
  const parts = shown.map(({ block, owner }, at) => {
    const x = left + 16 + at * 32;
    const [cx, cy] = [x, heldY];
    return createSvg(
      'g',
      { class: `block of-${owner}` },
      createSvg('path', { class: 'ledger', d: `M${x - 12} ${heldY}h24` }),
      createSvg('ellipse', { cx, cy, rx: 6.2, ry: 4.4, transform: `rotate(-20 ${cx} ${cy})` }),
      createSvg('text', { class: 'bar-name', x, y: heldY - 11, 'text-anchor': 'middle' }, String(block)),
    );
  });
  const x = left + 6 + shown.length * 32;
  const words = notes.length > most ? `+${(notes.length - most).toLocaleString('en')}` : '';
  const isLost = notes.some(({ owner }) => owner === 'nobody');
  if (notes.length > 0)
    parts.push(
      createSvg(
        'g',
        { class: isLost ? 'remark is-lost' : 'remark' },
        createSvg('text', { x, y: heldY + 5 }, `${words} ${isLost ? 'leaked' : 'held'}`.trim()),
      ),
    );
  return parts;
}
